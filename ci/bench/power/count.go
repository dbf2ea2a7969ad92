package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
)

// A count is how the gates came out over one kind of pairs.
type count struct {
	change
	gates              int
	red, green, cannot int
	by                 int // of the red ones, those in which the rule was broken that had to be
}

// add enters one verdict.
func (c *count) add(v verdict) {
	c.gates++
	switch v.Status {
	case "pass":
		c.green++
	case "fail":
		c.red++
	default:
		c.cannot++
	}
	for _, r := range v.Rules {
		if r.Status == "fail" && strings.Contains(r.Rule, c.change.by) {
			c.by++
			return
		}
	}
}

// holds tells whether the bars are kept.
func (c count) holds() bool {
	least, most, green := c.of(c.gates)
	return c.by >= least && c.by <= most && c.green >= green
}

// all makes every pair: for each gate a run of the target as it was, and one for
// every change. No two runs have a seed in common.
func (l lab) all(ctx context.Context, gates int, progress io.Writer) ([]count, error) {
	var out []count
	for _, c := range changes() {
		out = append(out, count{change: c})
	}
	seed := 1
	next := func() int { seed += l.rounds; return seed - l.rounds }
	for g := range gates {
		before, err := l.run(ctx, changes()[0], next())
		if err != nil {
			return nil, err
		}
		for i := range out {
			after, err := l.run(ctx, out[i].change, next())
			if err != nil {
				return nil, err
			}
			v, err := l.gate(ctx, after, before)
			if err != nil {
				return nil, err
			}
			out[i].add(v)
			fmt.Fprintf(progress, "gate %d of %d  %-24s %s: %s\n", g+1, gates, out[i].name, v.Status, v.Summary)
			if err := os.RemoveAll(after); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// table writes the counts and whether the bars are kept.
func table(w io.Writer, counts []count) error {
	tab := tabwriter.NewWriter(w, 0, 0, 3, ' ', tabwriter.AlignRight)
	fmt.Fprintln(tab, "what changed\tgates\tred\tgreen\tcannot tell\tby\tred by it\twanted\t\t")
	for _, c := range counts {
		least, most, _ := c.of(c.gates)
		by, kept := c.change.by, "kept"
		if by == "" {
			by = "any rule"
		}
		if !c.holds() {
			kept = "MISSED"
		}
		fmt.Fprintf(tab, "%s\t%d\t%d\t%d\t%d\t%s\t%d\t%d to %d\t%s\t\n", c.name, c.gates, c.red, c.green, c.cannot, by, c.by, least, most, kept)
	}
	return tab.Flush()
}
