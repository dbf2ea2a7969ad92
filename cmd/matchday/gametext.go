package main

import (
	"fmt"
	"math/big"
	"regexp"
	"strings"
	"text/tabwriter"

	"matchday/targets/model/game"
)

// openTable writes a row for each period of the first game.
func openTable(played []game.Period) string {
	rows := []string{"period\tinside\twork left of each at its end\tin all\tdone"}
	for _, p := range played {
		rows = append(rows, fmt.Sprintf("%d\t%d\t%s\t%s\t%s", p.Number, len(p.Inside), inside(p), fraction(p.Work()), done(p)))
	}
	return align(rows)
}

// boundedTable writes a row for each period of the second game.
func boundedTable(played []game.Period) string {
	rows := []string{"period\tinside, work left at its end\tqueue\tin system\tturned away\tdone"}
	for _, p := range played {
		away := ""
		if p.TurnedAway {
			away = fmt.Sprint(p.Number)
		}
		rows = append(rows, fmt.Sprintf("%d\t%s\t%s\t%d\t%s\t%s", p.Number, inside(p), numbers(p.Queue), p.InSystem(), away, done(p)))
	}
	return align(rows)
}

// align puts cells parted by tabs under each other.
func align(rows []string) string {
	var b strings.Builder
	tab := tabwriter.NewWriter(&b, 0, 0, 3, ' ', 0)
	fmt.Fprintln(tab, strings.Join(rows, "\n"))
	tab.Flush() // a strings.Builder takes everything
	return regexp.MustCompile(` +\n`).ReplaceAllString(b.String(), "\n")
}

// inside writes who was on the processors and what each still has to get.
func inside(p game.Period) string {
	var out []string
	for _, r := range p.Inside {
		out = append(out, fmt.Sprintf("%d: %s", r.Number, fraction(r.Left)))
	}
	return strings.Join(out, ", ")
}

// done writes who was answered, and after how many periods.
func done(p game.Period) string {
	var out []string
	for _, a := range p.Done {
		out = append(out, fmt.Sprintf("%d after %s", a.Number, fraction(a.Took)))
	}
	return strings.Join(out, ", ")
}

// sumUp writes how long the answers took and who was turned away.
func sumUp(played []game.Period) string {
	var took []string
	var away []int
	for _, p := range played {
		for _, a := range p.Done {
			took = append(took, fraction(a.Took))
		}
		if p.TurnedAway {
			away = append(away, p.Number)
		}
	}
	out := fmt.Sprintf("%d came, %d answered", len(played), len(took))
	if len(took) > 0 {
		out += ", after periods: " + strings.Join(took, ", ")
	}
	if len(away) > 0 {
		out += fmt.Sprintf("\n%d turned away: %s", len(away), numbers(away))
	}
	return out + "\n"
}

func numbers(list []int) string {
	return strings.Trim(fmt.Sprint(list), "[]")
}

// fraction writes a number as one does by hand, such as 1 2/3. What nobody
// would write so is rounded, and says it.
func fraction(r *big.Rat) string {
	const most = 999 // the largest denominator written out
	if r.Denom().Cmp(big.NewInt(most)) > 0 {
		return "≈" + r.FloatString(3)
	}
	whole, rest := new(big.Int).QuoRem(r.Num(), r.Denom(), new(big.Int))
	switch {
	case rest.Sign() == 0:
		return whole.String()
	case whole.Sign() == 0:
		return r.String()
	}
	return fmt.Sprintf("%s %s/%s", whole, rest, r.Denom())
}
