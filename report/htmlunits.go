package report

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// hoist moves the units of each column into its heading, where all figures of
// the column can be written in one: whoever compares figures down a column should
// compare digits. What a chip adds follows.
func (g *grid) hoist() {
	for j := range g.Head {
		unit := columnUnit(g.Rows, j)
		if unit == "" {
			continue
		}
		g.Head[j].Unit = unit
		for i := range g.Rows {
			f := &g.Rows[i].Fields[j]
			f.Text = inUnit(f.Text, unit)
			if f.Chip != nil {
				c := *f.Chip
				c.Text = inUnit(c.Text, unit)
				f.Chip = &c
			}
		}
	}
}

// A figure with a unit: what stands before it, its digits, the unit.
var withUnit = regexp.MustCompile(`^([<>+−]? ?)(\d[\d .]*) (%|points?|ns|µs|ms|s)$`)

// timeUnits are the units of lengths of time and how many nanoseconds each has.
func timeUnits() map[string]float64 {
	return map[string]float64{"ns": 1, "µs": 1e3, "ms": 1e6, "s": 1e9}
}

// columnUnit returns the unit that all figures of a column can be written in: the
// smallest that one of them has. It is empty where there is none, where they are
// not of one kind, or so far apart that one unit would suit only some of them.
func columnUnit(rows []line, j int) string {
	var units []string
	for _, r := range rows {
		if j >= len(r.Fields) {
			return ""
		}
		text := r.Fields[j].Text
		m := withUnit.FindStringSubmatch(text)
		switch {
		case m != nil && m[2] != "0":
			units = append(units, m[3])
		case m == nil && strings.ContainsAny(text, "0123456789") && text != "0":
			return "" // of some other kind
		}
	}
	if len(units) == 0 {
		return ""
	}
	size := timeUnits()
	byTime := func(a, b string) int { return cmp.Compare(size[a], size[b]) }
	least, most := slices.MinFunc(units, byTime), slices.MaxFunc(units, byTime)
	if size[most] > 1e3*size[least] || (size[least] == 0) != (size[most] == 0) {
		return ""
	}
	return least
}

// inUnit writes a figure without its unit, as so many of the given one.
func inUnit(text, unit string) string {
	m := withUnit.FindStringSubmatch(text)
	size := timeUnits()
	switch {
	case m == nil:
		return text
	case m[3] == unit || m[2] == "0" || unit == "%" && strings.HasPrefix(m[3], "point"):
		return m[1] + m[2]
	case size[m[3]] == 0 || size[unit] == 0:
		return text
	}
	v, err := strconv.ParseFloat(strings.ReplaceAll(m[2], " ", ""), 64)
	if err != nil {
		return text
	}
	return m[1] + digits(v*size[m[3]]/size[unit])
}
