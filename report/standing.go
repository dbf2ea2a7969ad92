package report

import (
	"slices"
	"strings"

	"github.com/olekukonko/tablewriter/pkg/twwidth"
)

// standing is the screen's table of how the variants stand to the reference in the
// metrics that they are judged by first. There is none where nothing is claimed: of
// one round, of sides that are not comparable, and without a reference.
func (c Comparison) standing() []textColumn {
	held := slices.DeleteFunc(slices.Clone(c.Variants), func(v Variant) bool {
		return !slices.ContainsFunc(v.Against, Contrast.claims)
	})
	if len(held) == 0 {
		return nil
	}
	names := textColumn{head: "against " + clip(c.Reference, mostName), left: true}
	for _, v := range held {
		names.cells = append(names.cells, clip(v.Name, mostName))
	}
	all := []textColumn{names}
	weak := map[string]int{"p50": 3, "users_in_slo": 2, "p99": 1}
	for _, name := range c.leading() {
		m, _ := Lookup(name)
		all = append(all, textColumn{head: m.Title, left: true, opens: true, weak: weak[name], cells: chipsOf(held, name)})
	}
	return all
}

// claims tells whether a contrast is of enough rounds to say more than by how much
// two figures differ.
func (c Contrast) claims() bool { return c.Shift != nil && !c.indicative() }

// chipsOf writes the chips of a metric below each other: differences end where
// findings begin.
func chipsOf(all []Variant, metric string) []string {
	var differences, findings []string
	widest := 0
	for _, v := range all {
		difference, finding := "", unknown
		if chip, ok := v.chip(metric); ok {
			finding = chip.Mark + " " + chip.Word
			if chip.Text != "0" {
				difference = chip.Text + " "
			}
		}
		differences, findings = append(differences, difference), append(findings, finding)
		widest = max(widest, twwidth.Width(difference))
	}
	var out []string
	for i, text := range differences {
		out = append(out, strings.Repeat(" ", widest-twwidth.Width(text))+text+findings[i])
	}
	return out
}
