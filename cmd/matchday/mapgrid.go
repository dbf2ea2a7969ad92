package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"matchday/cmd/matchday/internal/experiment"
	"matchday/report"
)

// The bounds of a map.
const (
	mostCells   = 10_000
	mostShare   = 20   // of the capacity, as a load
	triggerTail = 1200 // demands: long enough to tell slow from down in most cells
)

// A mapGrid is what is to be mapped, row by row: one map of bulkheads, or a map of
// triggers for each of several.
type mapGrid struct {
	experiment experiment.Experiment
	triggers   bool // else bulkheads
	shows      report.Shown
	cells      []experiment.Experiment

	axes experiment.Axes // of a map of bulkheads

	rows, columns experiment.Span // of trigger maps
	panels        []string        // the bulkhead of each
	tail          time.Duration   // how long the return is awaited
}

// grid returns the map that the flags ask for.
func (f *mapFlags) grid(args []string) (mapGrid, error) {
	triggers := f.changed("base") || f.changed("trigger")
	if err := f.fits(triggers); err != nil {
		return mapGrid{}, err
	}
	e, _, err := f.experiment(args)
	if err != nil {
		return mapGrid{}, err
	}
	if e.Target.Reference == nil {
		return mapGrid{}, experiment.ErrNoModel
	}
	g := mapGrid{experiment: e, triggers: triggers}
	if g.shows, err = f.shown(triggers); err != nil {
		return g, err
	}
	if triggers {
		err = f.loads(&g)
	} else {
		err = f.bulkheads(&g)
	}
	if n := len(g.cells); err == nil && n > mostCells {
		err = fmt.Errorf("the map would have %d cells, more than %d; want larger steps, such as 5..40..5", n, mostCells)
	}
	return g, err
}

// fits refuses flags of the other kind of map.
func (f *mapFlags) fits(triggers bool) error {
	others, why := []string{"bulkhead", "tail"}, "goes with --base and --trigger, for example --base 0.4..0.9..0.05 --trigger 0.4..2..0.2"
	if triggers {
		others, why = []string{"inside", "queue", "profile", "rate", "duration"}, "does not go with --base and --trigger, which make a curve of their own for the settings of --bulkhead"
	}
	for _, flag := range others {
		if f.changed(flag) {
			return fmt.Errorf("--%s %s", flag, why)
		}
	}
	return nil
}

// shown returns the figure to write into the cells.
func (f *mapFlags) shown(triggers bool) (report.Shown, error) {
	switch {
	case f.show == "" && triggers:
		return report.ShowBack, nil
	case f.show == "":
		return report.ShowInSLO, nil
	case !slices.Contains(figures(), f.show):
		return "", fmt.Errorf("--show %q is not one of %s", f.show, strings.Join(figures(), ", "))
	}
	return report.Shown(f.show), nil
}

// figures are what the cells of a map can show.
func figures() []string {
	return []string{string(report.ShowInSLO), string(report.ShowServed), string(report.ShowBack)}
}

// bulkheads lays out a map of settings.
func (f *mapFlags) bulkheads(g *mapGrid) error {
	var err, other error
	g.axes.Inside, err = wholeSide("inside", f.inside, 1)
	g.axes.Queue, other = wholeSide("queue", f.queue, 0)
	g.cells = g.experiment.Settings(g.axes)
	return errors.Join(err, other)
}

// wholeSide reads a side of whole numbers from the least one.
func wholeSide(flag, text string, least int) ([]int, error) {
	s, err := side(flag, text)
	if err != nil {
		return nil, err
	}
	all, err := s.Whole(least)
	if err != nil {
		return nil, fmt.Errorf("--%s: %w", flag, err)
	}
	return all, nil
}

// loads lays out a map of triggers for each variant.
func (f *mapFlags) loads(g *mapGrid) error {
	var err, other error
	g.rows, err = side("base", f.base)
	g.columns, other = side("trigger", f.trigger)
	if err := errors.Join(err, other); err != nil {
		return err
	}
	if low := g.rows[0]; low == 0 {
		return fmt.Errorf("--base: %q is no load; want a share of the capacity above 0, such as 0.4..0.9..0.05", g.rows.Texts()[0])
	}
	if top := max(g.rows[len(g.rows)-1], g.columns[len(g.columns)-1]); top > mostShare {
		return fmt.Errorf("a load of %v times the capacity is more than %d; want a share of it, such as 0.4..2..0.2", top, mostShare)
	}
	g.tail = f.tail
	if !f.changed("tail") {
		g.tail = triggerTail * g.experiment.Target.Facts.Demand
	}
	if g.tail <= 0 {
		return fmt.Errorf("--tail: %v is not a positive duration such as 60s", f.tail)
	}
	for _, v := range g.experiment.Variants {
		g.panels = append(g.panels, v.String())
		g.cells = append(g.cells, g.experiment.Triggers(v, g.rows, g.columns, g.tail)...)
	}
	return nil
}

// side reads one side of the grid.
func side(flag, text string) (experiment.Span, error) {
	s, err := experiment.ParseSpan(text)
	if err != nil {
		return nil, fmt.Errorf("--%s: %w", flag, err)
	}
	return s, nil
}
