package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"matchday/measure"
	"matchday/results"
)

// ShowBaseline writes what a baseline holds: what its variants came to over all
// rounds, why nothing should be held against it where that is so, and what was
// asked of the target, and where.
func ShowBaseline(w io.Writer, b results.Baseline, screen Screen) error {
	s := sheet{Screen: screen, margin: 20}
	if len(b.Variants) > 0 {
		table, err := textTable(baselineColumns(b), screen)
		if err != nil {
			return err
		}
		s.block(table...)
	}
	var facts []string
	for _, why := range b.Unfit {
		facts = append(facts, s.say("unfit", why, 3)...)
	}
	for _, f := range b.Facts {
		facts = append(facts, s.say(f.Name, f.Value, 3)...)
	}
	s.block(facts...)
	return s.writeTo(w)
}

// baselineColumns is the table of the variants of a baseline.
func baselineColumns(b results.Baseline) []textColumn {
	all := []textColumn{{head: "variant", left: true}, {head: "rounds", weak: 1}, {head: "generator", left: true, weak: 2}}
	headline := []string{"users_served", "users_in_slo", "p50", "p99", "p99_all"}
	for i, name := range headline {
		m, _ := Lookup(name)
		all = append(all, textColumn{head: m.Title, opens: i == 0 || name == "p50"})
	}
	all = append(all, textColumn{head: "verdicts", left: true, opens: true, weak: 3})
	for _, v := range b.Variants {
		row := []string{clip(v.Name, mostName), grouped(int64(v.Rounds())), v.Validity}
		for _, name := range headline {
			row = append(row, wholeText(v, name))
		}
		var verdicts []measure.Verdict
		for _, text := range v.Verdicts {
			verdicts = append(verdicts, measure.Verdict(text))
		}
		for i, text := range append(row, tallied(verdicts)) {
			all[i].cells = append(all[i].cells, text)
		}
	}
	return all
}

// wholeText writes a metric of a variant over the whole trial.
func wholeText(v results.BaselineVariant, metric string) string {
	f, found := v.Figure("", measure.Whole, metric)
	m, err := Lookup(metric)
	if !found || err != nil || f.Merged == nil {
		return unknown
	}
	return m.Format(*f.Merged)
}

// Replaced writes how the headline moved from one baseline to the one that takes
// its place: the figures that are not what they were, and the variants that only
// one of them has. It claims no difference; that takes a comparison.
func Replaced(w io.Writer, was, is results.Baseline, screen Screen) error {
	s := sheet{Screen: screen, margin: 12}
	table, err := movements(was, is, screen)
	if err != nil {
		return err
	}
	s.block(table...)
	var sides []string
	for _, side := range []struct {
		word     string
		has, not results.Baseline
	}{{"new", is, was}, {"gone", was, is}} {
		if names := onlyIn(side.has, side.not); len(names) > 0 {
			sides = append(sides, s.say(side.word, strings.Join(names, ", "), 3)...)
		}
	}
	s.block(sides...)
	return s.writeTo(w)
}

// movements is the table of the headline figures that moved, or says that none
// did.
func movements(was, is results.Baseline, screen Screen) ([]string, error) {
	all := []textColumn{{head: "variant", left: true}, {head: "figure", left: true}, {head: "before", opens: true}, {head: "after"}, {head: "change", opens: true}}
	for _, v := range is.Variants {
		old, _ := was.Variant(v.Name)
		for _, m := range telltales() {
			before, _ := old.Figure("", measure.Whole, m.Name)
			after, _ := v.Figure("", measure.Whole, m.Name)
			if before.Merged == nil || after.Merged == nil || *before.Merged == *after.Merged {
				continue
			}
			row := []string{clip(v.Name, mostName), m.Title, m.Format(*before.Merged), m.Format(*after.Merged), m.change(*before.Merged, *after.Merged)}
			for i, text := range row {
				all[i].cells = append(all[i].cells, text)
			}
		}
	}
	if len(all[0].cells) == 0 {
		return []string{"no figure of the headline moved"}, nil
	}
	return textTable(all, screen)
}

// onlyIn returns the names of the variants that one baseline has and another has
// not.
func onlyIn(has, not results.Baseline) []string {
	var names []string
	for _, v := range has.Variants {
		if _, found := not.Variant(v.Name); !found && !slices.Contains(names, v.Name) {
			names = append(names, fmt.Sprintf("%q", v.Name))
		}
	}
	return names
}
