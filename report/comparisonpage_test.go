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
		signs, ranks := comparisons(stats.LeastSignFlip(n, stats.TwoSided)), comparisons(stats.LeastRankSum(n, n, stats.TwoSided))
		most := max(signs, ranks)
		fmt.Fprintf(&want, "| %d | %s | %s | %s |\n", n, asked(signs), asked(ranks), asked(most))
		if most > 0 {
			if got := roundsFor(most, true); got != n {
				t.Errorf("%d comparisons take %d rounds, want %d", most, got, n)
			}
		}
	}
	file := "../docs/comparison.md"
	page, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	rows := regexp.MustCompile(`(comparisons at most \|\n\|[-:|]+\n)((?:\|.*\n)*)`)
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
