package report

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"matchday/results"
)

// ShowNoise writes the least changes that can be seen, and whether two sides that
// were the same were told apart.
func ShowNoise(w io.Writer, t NoiseTest, screen Screen) error {
	s := sheet{Screen: screen, margin: 12}
	if floors := t.headline(); len(floors) > 0 {
		table, err := textTable(noiseColumns(floors), screen)
		if err != nil {
			return err
		}
		s.block(table...)
	}
	lines := s.say("noise", t.sentence(), 4)
	asked := plural(len(t.Contrasts), "question")
	if different := t.Different(); len(different) > 0 {
		lines = s.say("unfit", fmt.Sprintf("%d of %s about two sides that are the same were answered with a difference", len(different), asked), 2)
		for _, c := range different {
			lines = append(lines, s.say("", fmt.Sprintf("%s: %s", clip(c.Variant, mostName), c.Why), 3)...)
		}
	} else {
		lines = append(lines, s.say("", "none of "+asked+" about two sides that are the same was answered with a difference", 2)...)
	}
	s.block(lines...)
	return s.writeTo(w)
}

// NoiseJSON writes the same for machines.
func NoiseJSON(w io.Writer, t NoiseTest) error {
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	return out.Encode(t)
}

// noiseColumns is the table of floors.
func noiseColumns(floors []results.NoiseFloor) []textColumn {
	all := []textColumn{
		{head: "variant", left: true}, {head: "figure", left: true}, {head: "came to", opens: true},
		{head: "smallest\nchange seen", opens: true}, {head: "as a\nshare"},
	}
	for _, f := range floors {
		m, err := Lookup(f.Metric)
		if err != nil {
			continue
		}
		row := []string{clip(f.Variant, mostName), m.Title, m.Format(f.Figure), m.span(f.Least), shareOf(f)}
		for i, text := range row {
			all[i].cells = append(all[i].cells, text)
		}
	}
	return all
}

// shareOf writes a floor as a share of the figure, unknown where that is zero.
func shareOf(f results.NoiseFloor) string {
	if f.Figure == 0 {
		return unknown
	}
	return percent(f.Least / f.Figure)
}

// sentence says from where on a change of the p99 is seen.
func (t NoiseTest) sentence() string {
	var parts []string
	for _, f := range t.Noise.Floors {
		m, err := Lookup(f.Metric)
		if f.Metric != "p99" || err != nil {
			continue
		}
		parts = append(parts, fmt.Sprintf("in %s from %s (%s) on", called(f.Variant), m.span(f.Least), shareOf(f)))
	}
	rounds := plural(t.Noise.Rounds, "round")
	if len(parts) == 0 {
		return fmt.Sprintf("in %s nobody got an answer in time, so nothing is known of p99", rounds)
	}
	return fmt.Sprintf("with %s this machine sees changes of p99 %s", rounds, strings.Join(parts, ", "))
}
