package report

import (
	"io"
	"slices"
)

// telling is how many rounds each side needs before two sets of rounds that do
// not overlap say something: with fewer a rank test at 5 % never does.
const telling = 4

// A pairing is one setting in two runs.
type pairing struct{ before, after Variant }

// Diff writes how the figures of every setting changed from the first run to
// the others, for those settings that both have. A change is called better or
// worse where all rounds of the one side lie beyond all rounds of the other and
// each side has at least four; "~" where they overlap, "–" where the rounds are
// too few to tell.
func Diff(w io.Writer, c Comparison, screen Screen) error {
	s := sheet{Screen: screen, margin: 12}
	pairs := c.pairings()
	if len(pairs) == 0 {
		s.block(s.say("difference", "no setting is in more than one of the runs", 1)...)
		return s.writeTo(w)
	}
	table, err := textTable(c.diffColumns(pairs), screen)
	if err != nil {
		return err
	}
	s.block(table...)
	return s.writeTo(w)
}

// pairings returns the settings of the first run with those of the others.
func (c Comparison) pairings() []pairing {
	var out []pairing
	for _, v := range c.Variants {
		first := slices.IndexFunc(c.Variants, func(b Variant) bool { return b.Setting == v.Setting })
		b := c.Variants[first]
		if b.Run != v.Run && len(b.Cells) > 0 && len(v.Cells) > 0 {
			out = append(out, pairing{b, v})
		}
	}
	return out
}

// telltales returns the metrics that two runs are held against each other by.
func telltales() []Metric {
	names := []string{"users_served", "users_in_slo", "users_rejected", "users_timed_out", "users_failed", "p50", "p99", "p99_all", "max_in_flight"}
	return slices.DeleteFunc(Metrics(), func(m Metric) bool { return !slices.Contains(names, m.Name) })
}

// diffColumns has a line for every pairing and metric that is known in both.
func (c Comparison) diffColumns(pairs []pairing) []textColumn {
	all := []textColumn{
		{head: c.rowHead(), left: true}, {head: "figure", left: true}, {head: "before", opens: true}, {head: "after"},
		{head: "change", opens: true}, {head: "rounds say", left: true},
	}
	for _, p := range pairs {
		for _, m := range telltales() {
			for i, text := range c.diffLine(p, m) {
				all[i].cells = append(all[i].cells, text)
			}
		}
	}
	return all
}

// diffLine tells how one metric changed: nothing if it is not known in both, or
// nothing to speak of in either.
func (c Comparison) diffLine(p pairing, m Metric) []string {
	before, after := p.before.Cells[0], p.after.Cells[0]
	was, known := m.Of(before)
	is, still := m.Of(after)
	if !known || !still || was == 0 && is == 0 {
		return nil
	}
	name := p.after.Setting
	if len(c.Runs) > 2 {
		name = p.after.Name
	}
	return []string{clip(name, mostName), m.Title, c.text(before, m.Name), c.text(after, m.Name), m.change(was, is), m.judge(p)}
}

// change writes the step from one value to another: shares in points, anything
// else as a share of what it was.
func (m Metric) change(was, is float64) string {
	step := is - was
	sign := "+"
	if step < 0 {
		sign, step = "−", -step
	}
	switch {
	case step == 0:
		return "0"
	case m.Unit == Share:
		return sign + digits(100*step) + " points"
	case was == 0:
		return sign + m.Format(step)
	}
	return sign + percent(step/was)
}

// judge says whether the rounds of a pairing tell that the metric changed.
func (m Metric) judge(p pairing) string {
	before, after := m.rounds(p.before), m.rounds(p.after)
	if len(before) < telling || len(after) < telling || m.Better == Neither {
		return unknown
	}
	better, worse := "better", "worse"
	if m.Better == Lower {
		better, worse = worse, better
	}
	switch {
	case slices.Min(after) > slices.Max(before):
		return better
	case slices.Max(after) < slices.Min(before):
		return worse
	}
	return "~"
}

// rounds returns the metric over the whole of each round.
func (m Metric) rounds(v Variant) []float64 {
	var out []float64
	for _, cells := range v.ByRound {
		if len(cells) == 0 {
			continue
		}
		if value, known := m.Of(cells[0]); known {
			out = append(out, value)
		}
	}
	return out
}
