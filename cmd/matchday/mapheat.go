package main

import (
	"fmt"
	"slices"
	"strconv"

	"matchday/cmd/matchday/internal/experiment"
	"matchday/measure"
	"matchday/report"
)

// heat puts what was found into the form that is drawn.
func (g mapGrid) heat(found []experiment.Finding) report.Heat {
	h := report.Heat{
		Title: g.experiment.Name + ": which bulkheads bring it through", Shows: g.shows, Facts: g.facts(),
		Row:     report.HeatAxis{Name: "inside", Ticks: g.rows.Texts()},
		Column:  report.HeatAxis{Name: "queue", Ticks: g.columns.Texts()},
		Command: commandLine(),
	}
	if g.triggers {
		h.Title = g.experiment.Name + ": which peaks it comes back from"
		h.Row.Name, h.Column.Name = "base", "trigger"
	} else if count(found, unprotected) > 0 {
		h.Rule = fmt.Sprintf("queue rule D·(1+q/c) = T (with more inside than CPUs D·(c+q)/n = T): beyond it one may wait longer than %v, so it cannot protect", g.experiment.Client.Timeout)
	}
	size := len(g.rows) * len(g.columns)
	for i, name := range g.panels {
		h.Panels = append(h.Panels, g.panel(name, found[i*size:(i+1)*size]))
	}
	h.Notes = g.notes(found)
	return h
}

// panel puts the findings of one map into rows.
func (g mapGrid) panel(name string, found []experiment.Finding) report.HeatMap {
	m := report.HeatMap{Name: name}
	best := -1
	if g.triggers {
		m.Says = g.edge(found)
	} else {
		best = experiment.Best(found)
	}
	width := len(g.columns)
	for i := range g.rows {
		var row []report.HeatCell
		for j := range g.columns {
			c := g.cell(i, j, found[i*width+j])
			c.Best = i*width+j == best
			row = append(row, c)
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}

func (g mapGrid) cell(row, column int, f experiment.Finding) report.HeatCell {
	c := report.HeatCell{
		Name: f.Setting.String(), Verdict: f.Judgement.Verdict, Reason: f.Judgement.Reason,
		InSLO: f.Figures.UsersInSLO, Served: f.Figures.UsersServed, Beyond: !g.triggers && !f.Protects,
	}
	if g.triggers {
		c.Name = fmt.Sprintf("base %s, trigger %s", g.rows.Texts()[row], g.columns.Texts()[column])
	}
	if n := len(f.Judgement.Recovery); n > 0 && f.Judgement.Recovery[n-1].InTime.Back {
		c.Back = &f.Judgement.Recovery[n-1].InTime.After
	}
	return c
}

// facts says what all cells have in common.
func (g mapGrid) facts() []report.Fact {
	e := g.experiment
	profile := e.ProfileName + ", " + e.Length().String()
	if g.triggers {
		profile = fmt.Sprintf("one peak of 24 demands to both sides on a flat base, then %v", g.tail)
	}
	return []report.Fact{
		{Name: "profile", Value: fmt.Sprintf("%s, %s arrivals, seed %d", profile, e.Arrivals, e.Seed)},
		{Name: "target", Value: fmt.Sprintf("model of %s: %d CPUs, %v a request, at most %.0f/s", e.Target.Name(), e.Target.Facts.CPUs, e.Target.Facts.Demand, e.Target.Capacity())},
		{Name: "client", Value: fmt.Sprintf("timeout %v, SLO %v, retries %d", e.Client.Timeout, e.SLO, e.Client.Retries)},
	}
}

// notes says what there is to see in the whole, the most important first.
func (g mapGrid) notes(found []experiment.Finding) []string {
	var out []string
	if !g.triggers {
		best := found[experiment.Best(found)]
		out = append(out, fmt.Sprintf("%s served the most users within the SLO: %.1f %% (%s)", best.Setting, 100*best.Figures.UsersInSLO, best.Judgement.Verdict))
		if count(found, unprotected) > 0 {
			out = append(out, ruleHeld(found))
		}
	}
	if n := count(found, undecided); n > 0 {
		out = append(out, cells(n)+" undecided"+g.doubt(found))
	}
	if n := count(found, func(f experiment.Finding) bool { return f.Validity == measure.Invalid }); n > 0 {
		out = append(out, fmt.Sprintf("%s to be distrusted: the simulation came to a limit of its own, such as the attempts in flight", cells(n)))
	}
	return out
}

// doubt says what keeps undecided cells from being decided.
func (g mapGrid) doubt(found []experiment.Finding) string {
	if g.triggers {
		return fmt.Sprintf(": a --tail longer than %v may tell", g.tail)
	}
	first := found[slices.IndexFunc(found, undecided)]
	return fmt.Sprintf(", such as %s: %s", first.Setting, first.Judgement.Reason)
}

// ruleHeld counts on both sides of the rule's line who stays down.
func ruleHeld(found []experiment.Finding) string {
	beyond := count(found, unprotected)
	downBeyond := count(found, func(f experiment.Finding) bool { return unprotected(f) && down(f) })
	return fmt.Sprintf("stay down: %d of %d within the queue rule, %d of %d beyond it",
		count(found, down)-downBeyond, len(found)-beyond, downBeyond, beyond)
}

// edge says how many triggers one bulkhead does not come back from, and where
// they begin.
func (g mapGrid) edge(found []experiment.Finding) string {
	text := fmt.Sprintf("%d of %d stay down", count(found, down), len(found))
	for i, f := range found {
		if down(f) {
			return text + fmt.Sprintf(", from base %s with trigger %s on", g.rows.Texts()[i/len(g.columns)], g.columns.Texts()[i%len(g.columns)])
		}
	}
	return text
}

func unprotected(f experiment.Finding) bool { return !f.Protects }
func down(f experiment.Finding) bool        { return f.Judgement.Verdict == measure.Metastable }
func undecided(f experiment.Finding) bool   { return f.Judgement.Verdict == measure.Undecided }

func count(found []experiment.Finding, such func(experiment.Finding) bool) (n int) {
	for _, f := range found {
		if such(f) {
			n++
		}
	}
	return n
}

// cells counts cells in a sentence.
func cells(n int) string {
	if n == 1 {
		return "1 cell is"
	}
	return strconv.Itoa(n) + " cells are"
}
