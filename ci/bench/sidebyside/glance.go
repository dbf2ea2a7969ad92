package main

import (
	"bufio"
	"fmt"
	"slices"
	"strings"
)

// A glimpse is a column of the table at a glance: which figure of which table of
// the page, and what it is called there. It is left out for a tool of which
// another column says nothing: one that did not reach the rate is compared with
// nobody.
type glimpse struct{ head, table, column, unless string }

func glimpses() []glimpse {
	return []glimpse{
		{"closed loop, µs", "Closed loop", "CPU per request, µs", "to wrk"},
		{"5000/s, µs", "Open loop, 5000/s", "CPU per request, µs", "to best peer"},
		{"20000/s, µs", "Open loop, 20000/s", "CPU per request, µs", "to best peer"},
		{"off at 5000/s: p50, µs", "Punctuality, 5000/s", "p50 off, µs", "p99 to best peer"},
		{"p99, µs", "Punctuality, 5000/s", "p99 off, µs", "p99 to best peer"},
		{"off the truth of a freeze, %", "A freeze", "furthest off, %", "furthest off, %"},
		{"memory, MiB", "Memory", "peak memory, MiB", "peak memory, MiB"},
	}
}

// glance returns a page of figures at a glance: of each tool the medians, in one
// row, and when and where they were taken.
func glance(page string) (string, error) {
	g := grids(page)
	var b strings.Builder
	fmt.Fprintf(&b, "Measured %s on %s:\n\n", factOn(page, "date"), factOn(page, "machine"))
	heads, rule := "| tool |", "|---|"
	for _, c := range glimpses() {
		heads, rule = heads+" "+c.head+" |", rule+"--:|"
	}
	fmt.Fprintf(&b, "%s\n%s\n", heads, rule)
	for _, t := range tools() {
		fmt.Fprintf(&b, "| %s |", t.name)
		for _, c := range glimpses() {
			cell, err := g.median(c, t.name)
			if err != nil {
				return "", err
			}
			fmt.Fprintf(&b, " %s |", cell)
		}
		b.WriteString("\n")
	}
	return b.String(), nil
}

// factOn returns a fact as the page has it.
func factOn(page, name string) string {
	_, rest, _ := strings.Cut(page, "\n- "+name+": ")
	value, _, _ := strings.Cut(rest, "\n")
	return value
}

// A grid is a table of the page under its title, the heads first.
type grid struct {
	title string
	rows  [][]string
}

type gridList []grid

// grids reads the tables off a page that [markdown] has written.
func grids(page string) gridList {
	var out gridList
	for lines := bufio.NewScanner(strings.NewReader(page)); lines.Scan(); {
		line := lines.Text()
		if title, ok := strings.CutPrefix(line, "### "); ok {
			out = append(out, grid{title: title})
			continue
		}
		if !strings.HasPrefix(line, "|") || strings.HasPrefix(line, "|:") || strings.HasPrefix(line, "|-") || len(out) == 0 {
			continue
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		last := &out[len(out)-1]
		last.rows = append(last.rows, cells)
	}
	return out
}

// median returns the median of a figure, without the range of the rounds.
func (l gridList) median(c glimpse, tool string) (string, error) {
	for _, g := range l {
		column, unless := g.column(c.column), g.column(c.unless)
		if column < 0 || unless < 0 || !strings.HasPrefix(g.title, c.table) {
			continue
		}
		if g.cell(tool, unless) == unknown {
			return unknown, nil
		}
		cell, _, _ := strings.Cut(g.cell(tool, column), " (")
		return cell, nil
	}
	return "", fmt.Errorf("the page has no table %q with a column %q", c.table, c.column)
}

// column returns where a column is, a negative number if there is none.
func (g grid) column(head string) int {
	if len(g.rows) == 0 {
		return -1
	}
	return slices.Index(g.rows[0], head)
}

func (g grid) cell(tool string, column int) string {
	for _, row := range g.rows[1:] {
		if row[0] == tool && column < len(row) {
			return row[column]
		}
	}
	return unknown
}
