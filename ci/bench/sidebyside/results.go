package main

import (
	"fmt"
	"strings"
	"time"
)

// A reading is what one measurement of one tool came to. Which fields hold
// something depends on the subject.
type reading struct {
	cpu    time.Duration // of the client, for one request
	rate   float64       // per second, as they arrived
	memory int64         // peak bytes, 0 if unknown
	off    punctuality
	told   latencies // what the tool tells of the time to an answer
	frozen float64   // share of the requests due in the freeze that arrived in it
}

// A cell is where readings of all rounds come together.
type cell struct {
	measurement
	tool string
}

// results are all readings, and what went wrong.
type results struct {
	readings map[cell][]reading
	failures map[cell][]error
}

func newResults() results {
	return results{map[cell][]reading{}, map[cell][]error{}}
}

func (r results) add(m measurement, tool string, got reading, err error) {
	c := cell{m, tool}
	if err != nil {
		r.failures[c] = append(r.failures[c], err)
		return
	}
	r.readings[c] = append(r.readings[c], got)
}

// spread returns the figure over the rounds, and false if no round has it.
func (r results) spread(m measurement, tool string, of figure) (spread, bool) {
	var values []float64
	for _, got := range r.readings[cell{m, tool}] {
		if v, ok := of(got); ok {
			values = append(values, v)
		}
	}
	return spreadOf(values)
}

// trouble returns a line for each tool with rounds that came to nothing.
func (r results) trouble(m measurement, tools []tool) []string {
	var out []string
	for _, t := range tools {
		failed := r.failures[cell{m, t.name}]
		good := len(r.readings[cell{m, t.name}])
		switch {
		case len(failed) == 0:
		case good == 0:
			out = append(out, fmt.Sprintf("%s: %s", t.name, oneLine(failed[0])))
		default:
			out = append(out, fmt.Sprintf("%s: %d of %d rounds came to nothing: %s", t.name, len(failed), len(failed)+good, oneLine(failed[0])))
		}
	}
	return out
}

// oneLine writes an error that may be several.
func oneLine(err error) string { return strings.ReplaceAll(err.Error(), "\n", "; ") }
