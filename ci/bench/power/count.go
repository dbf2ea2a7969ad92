package main

import (
	"context"
	"errors"
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

// all makes every pair. No two runs have a seed in common.
func (l lab) all(ctx context.Context, gates int, progress io.Writer) ([]count, error) {
	var out []count
	seed := 1
	for _, c := range changes() {
		n := count{change: c}
		for g := range gates {
			v, err := l.pair(ctx, c, seed)
			if err != nil {
				return nil, err
			}
			n.add(v)
			seed += 2 * l.rounds
			fmt.Fprintf(progress, "%-24s gate %d of %d  %s: %s\n", c.name, g+1, gates, v.Status, v.Summary)
		}
		out = append(out, n)
	}
	return out, nil
}

// pair makes the runs before and after a change, and has one judged by the other.
func (l lab) pair(ctx context.Context, c change, seed int) (verdict, error) {
	before, err := l.run(ctx, c.profile, c.before, seed)
	if err != nil {
		return verdict{}, err
	}
	after, err := l.run(ctx, c.profile, c.after, seed+l.rounds)
	if err != nil {
		return verdict{}, err
	}
	v, err := l.gate(ctx, after, before)
	return v, errors.Join(err, os.RemoveAll(before), os.RemoveAll(after))
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
