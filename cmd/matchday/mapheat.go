package main

import (
	"fmt"

	"matchday/cmd/matchday/internal/experiment"
	"matchday/measure"
	"matchday/report"
)

// heat puts what was found into the form that is drawn.
func (g mapGrid) heat(found []experiment.Finding) report.Heat {
	var h report.Heat
	if g.triggers {
		h = g.loadsHeat(found)
	} else {
		h = report.HeatOf(mapOf(g.experiment, g.axes, found))
	}
	h.Title = g.experiment.Name + ": " + h.Title
	h.Shows, h.Facts, h.Command = g.shows, g.facts(), commandLine()
	return h
}

// loadsHeat puts the findings of trigger maps into rows.
func (g mapGrid) loadsHeat(found []experiment.Finding) report.Heat {
	h := report.Heat{
		Title:  "which peaks it comes back from",
		Row:    report.HeatAxis{Name: "base", Ticks: g.rows.Texts()},
		Column: report.HeatAxis{Name: "trigger", Ticks: g.columns.Texts()},
	}
	size := len(g.rows) * len(g.columns)
	for i, name := range g.panels {
		h.Panels = append(h.Panels, g.panel(name, found[i*size:(i+1)*size]))
	}
	h.Notes = h.Doubts(fmt.Sprintf("a --tail longer than %v may tell", g.tail))
	return h
}

// panel puts the findings of one bulkhead into rows.
func (g mapGrid) panel(name string, found []experiment.Finding) report.HeatMap {
	m := report.HeatMap{Name: name, Says: g.edge(found)}
	for i, base := range g.rows.Texts() {
		var row []report.HeatCell
		for j, trigger := range g.columns.Texts() {
			f := found[i*len(g.columns)+j]
			row = append(row, report.HeatCell{
				Name: fmt.Sprintf("base %s, trigger %s", base, trigger), Verdict: f.Judgement.Verdict, Reason: f.Judgement.Reason,
				InSLO: f.Figures.UsersInSLO, Served: f.Figures.UsersServed, Back: f.Back(), Validity: f.Validity,
			})
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}

// facts says what all cells have in common.
func (g mapGrid) facts() []report.Fact {
	e := g.experiment
	profile := e.ProfileName + ", " + measure.InWords(e.Length())
	if g.triggers {
		profile = fmt.Sprintf("one peak of 24 demands to both sides on a flat base, then %s", measure.InWords(g.tail))
	}
	return []report.Fact{
		{Name: "profile", Value: fmt.Sprintf("%s, %s arrivals, seed %d", profile, e.Arrivals, e.Seed)},
		{Name: "target", Value: "model of " + described(e.Target)},
		{Name: "client", Value: fmt.Sprintf("timeout %s, SLO %s, retries %d, retry budget %v", measure.InWords(e.Client.Timeout), measure.InWords(e.SLO), e.Client.Retries, e.Client.RetryBudget)},
	}
}

// described names a target whose model is known, and what it can do.
func described(t experiment.Target) string {
	text := t.Name() + ": "
	if n := processors(t); n > 0 {
		text += fmt.Sprintf("%d CPUs, ", n)
	}
	return text + fmt.Sprintf("%s a request, at most %.0f/s", measure.InWords(t.Facts.Demand), t.Capacity())
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

func down(f experiment.Finding) bool { return f.Judgement.Verdict == measure.Metastable }

func count(found []experiment.Finding, such func(experiment.Finding) bool) (n int) {
	for _, f := range found {
		if such(f) {
			n++
		}
	}
	return n
}
