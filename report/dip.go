package report

import (
	"fmt"
	"math"
	"slices"
	"time"

	"matchday/results"
)

// A Dip is when the target had fewer processors than it has otherwise, and what it
// could complete with them.
type Dip struct {
	Name     string        `json:"name"`               // such as "10 of 20 processors"
	Capacity *float64      `json:"capacity,omitempty"` // requests per second meanwhile; nil if unknown
	At       time.Duration `json:"at_ns"`              // when it began for the first time
	For      time.Duration `json:"for_ns"`
	Every    time.Duration `json:"every_ns,omitempty"` // from one beginning to the next; 0 if it happened once
}

// dipsOf reads the dips of an experiment whose capacity is known, as far as they
// come before its end. With a database behind the processors one cannot say what is
// left of it.
func dipsOf(e results.Experiment) []Dip {
	var out []Dip
	for _, text := range e.Dips {
		d, left, ok := parseDip(text)
		if !ok || d.At >= e.Length || e.CPUs <= 0 || e.Capacity <= 0 {
			continue
		}
		d.Name = fmt.Sprintf("%d of its processors", left)
		if e.Database == "" {
			d.Name = fmt.Sprintf("%d of %d processors", left, e.CPUs)
			d.Capacity = new(e.Capacity * float64(left) / float64(e.CPUs))
		}
		out = append(out, d)
	}
	return out
}

// parseDip reads a dip as a run keeps it, such as 10 at 10s for 2s, and how many
// processors it left.
func parseDip(text string) (d Dip, left int, ok bool) {
	var at, length, every string
	n, _ := fmt.Sscanf(text, "%d at %s for %s every %s", &left, &at, &length, &every)
	if n < 3 {
		return d, 0, false
	}
	for into, text := range map[*time.Duration]string{&d.At: at, &d.For: length, &d.Every: every} {
		var err error
		if *into, err = time.ParseDuration(text); err != nil && text != "" {
			return d, 0, false
		}
	}
	return d, left, d.For > 0
}

// middle returns the middle of the first time, as far as it comes before the end.
func (d Dip) middle(end time.Duration) time.Duration { return (d.At + min(end, d.At+d.For)) / 2 }

// on tells whether it is the time of the dip.
func (d Dip) on(at time.Duration) bool {
	since := at - d.At
	if d.Every > 0 && since > 0 {
		since %= d.Every
	}
	return since >= 0 && since < d.For
}

// edges returns when the dip begins and ends between two instants.
func (d Dip) edges(from, to time.Duration) []time.Duration {
	var out []time.Duration
	begin := d.At
	if d.Every > 0 && from > begin {
		begin += (from - begin) / d.Every * d.Every
	}
	for ; begin < to; begin += d.Every {
		for _, at := range [...]time.Duration{begin, begin + d.For} {
			if at > from && at < to {
				out = append(out, at)
			}
		}
		if d.Every <= 0 {
			break
		}
	}
	return out
}

// capacityIn returns what the variant's target could complete per second between
// two instants, in the mean, of what it can otherwise; not a number where that is
// unknown. Where dips overlap the deepest counts.
func (v Variant) capacityIn(otherwise float64, from, to time.Duration) float64 {
	edges := []time.Duration{from, to}
	for _, d := range v.Dips {
		edges = append(edges, d.edges(from, to)...)
	}
	slices.Sort(edges)
	sum := 0.0
	for i := 1; i < len(edges); i++ {
		sum += v.capacityAt(otherwise, edges[i-1]) * (edges[i] - edges[i-1]).Seconds()
	}
	return sum / (to - from).Seconds()
}

func (v Variant) capacityAt(otherwise float64, at time.Duration) float64 {
	least := otherwise
	for _, d := range v.Dips {
		switch {
		case !d.on(at):
		case d.Capacity == nil:
			return math.NaN()
		default:
			least = min(least, *d.Capacity)
		}
	}
	return least
}
