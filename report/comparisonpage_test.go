package report

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"matchday/report/stats"
)

// The page says how many rounds it takes to tell so much at once. What it says is
// what the tests can come to.
func TestRoundsOfTheComparisonPage(t *testing.T) {
	var want strings.Builder
	for _, n := range []int{2, 3, 4, 5, 6, 7, 8, 10, 12} {
		most := func(tail stats.Tail) (signs, ranks int) {
			return comparisons(stats.LeastSignFlip(n, tail)), comparisons(stats.LeastRankSum(n, n, tail))
		}
		signs, ranks := most(stats.TwoSided)
		worseSigns, worseRanks := most(stats.Greater)
		fmt.Fprintf(&want, "| %d | %s | %s | %s | %s |\n", n, asked(signs), asked(ranks), asked(max(signs, ranks)), asked(max(worseSigns, worseRanks)))
		if most := max(signs, ranks); most > 0 {
			if got := roundsFor(most, stats.TwoSided, true); got != n {
				t.Errorf("%d comparisons take %d rounds, want %d", most, got, n)
			}
		}
	}
	file := "../docs/comparison.md"
	page, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	rows := regexp.MustCompile(`(worse alone asked \|\n\|[-:|]+\n)((?:\|.*\n)*)`)
	if *update {
		page = rows.ReplaceAll(page, []byte("${1}"+want.String()))
		if err := os.WriteFile(file, page, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	found := rows.FindSubmatch(page)
	if found == nil || string(found[2]) != want.String() {
		t.Errorf("%s does not have these rows; go test ./report -run ComparisonPage -update writes them:\n%s", file, want.String())
	}
}

// comparisons returns how many can be made at once where no p is below the least.
func comparisons(least float64) int {
	n := 0
	for tells(least, n+1) {
		n++
	}
	return n
}

// asked writes how many, none as a dash.
func asked(n int) string {
	if n == 0 {
		return unknown
	}
	return grouped(int64(n))
}
