package experiment

import (
	"iter"
	"math"
	"slices"
	"time"

	"matchday/targets/bulkhead"
)

// Axes are the two sides of a map of settings, and what all its settings have in
// common.
type Axes struct {
	Inside []int            // rising, from 1; a row for each
	Queue  []int            // rising, from 0; a column for each
	Like   bulkhead.Setting // says how every queue is kept; its bounds mean nothing
}

// Settings returns the setting of every cell, row by row.
func (a Axes) Settings() []bulkhead.Setting {
	var out []bulkhead.Setting
	for _, c := range a.Inside {
		for _, q := range a.Queue {
			out = append(out, a.setting(c, q))
		}
	}
	return out
}

// setting returns that of one cell. Without a queue there is nothing to be kept.
func (a Axes) setting(inside, queue int) bulkhead.Setting {
	if queue == 0 {
		return bulkhead.Setting{Inside: inside}
	}
	s := a.Like
	s.Inside, s.Queue = inside, queue
	return s
}

// Around returns the sides of a map on which every bulkhead of the experiment
// has a place. Round numbers lie between and around theirs: from about a quarter
// of the processors to twice as many inside, and up to queues somewhat longer
// than any of the variants and any that the queue rule lets protect.
//
// The map is as fine as the processor time allows that its trials may take
// together; fits is false if even the coarsest wants more.
func (e Experiment) Around(most time.Duration) (a Axes, fits bool) {
	for _, size := range sizes() {
		a = e.axes(size)
		if e.work(len(a.Inside)*len(a.Queue)) <= most {
			return a, true
		}
	}
	return a, false
}

// A size is how many values the sides of a map may have.
type size struct{ inside, queue int }

// sizes are those of the maps around an experiment, the finest first: it fills a
// page, and a coarser one than the last would not show where the edge is.
func sizes() []size { return []size{{12, 14}, {9, 11}, {6, 8}} }

// perUser is about how much processor time a user of a trial in virtual time
// takes. It is a figure and no measurement, so that the same experiment has the
// same map on every machine.
const perUser = 1500 * time.Nanosecond

// work estimates the processor time of so many trials.
func (e Experiment) work(trials int) time.Duration {
	w := float64(trials) * e.Curve.Arrivals() * float64(perUser)
	return time.Duration(min(w, math.MaxInt64/2))
}

// axes lays out a map of a size.
func (e Experiment) axes(s size) Axes {
	var inside, queue []int // of the variants
	for _, v := range e.Variants {
		if v.Inside > 0 {
			inside = append(inside, v.Inside)
			queue = append(queue, max(0, v.Queue))
		}
	}
	return Axes{Inside: e.insides(inside, s.inside), Queue: e.queues(queue, s.queue), Like: e.like()}
}

// insides returns how many the bulkheads of the map let in: those that are known
// and the processors' number among them.
func (e Experiment) insides(known []int, most int) []int {
	const rows = 8 // that a machine of one or two processors has all the same
	n := e.Target.Facts.CPUs
	known = append(known, n)
	return side(max(1, min(n/4, slices.Min(known))), max(2*n, rows, slices.Max(known)), known, most)
}

// queues returns how many they let wait: the known ones and none at all among
// them, the last a tenth beyond every other and beyond the queue rule.
func (e Experiment) queues(known []int, most int) []int {
	known = append(known, 0)
	longest := max(slices.Max(known), e.protected())
	longest = max((longest*11+9)/10, e.Target.Facts.CPUs)
	shortest := longest / 10
	for _, q := range known {
		if q > 0 {
			shortest = min(shortest, q)
		}
	}
	return side(max(1, shortest/2), longest, known, most)
}

// like returns what the settings of the map have in common: the plain queue if
// any variant has it, else that of the first.
func (e Experiment) like() bulkhead.Setting {
	var first bulkhead.Setting
	for _, v := range e.Variants {
		switch {
		case v.Inside == 0 || !v.Modelled():
			continue
		case v == bulkhead.Setting{Inside: v.Inside, Queue: v.Queue}:
			return bulkhead.Setting{}
		case first.Inside == 0:
			first = v
		}
	}
	first.Inside, first.Queue = 0, 0
	return first
}

// protected returns the longest queue that the queue rule lets protect, however
// many are inside: that of as many as there are processors, n·(T/D − 1).
func (e Experiment) protected() int {
	n, d := float64(e.Target.Facts.CPUs), float64(e.Target.Facts.Demand)
	return int(max(0, n*(float64(e.Client.Timeout)/d-1)))
}

// side returns the known values with round numbers between and around them, from
// low to beyond high: as many as leave it with no more than most values, unless
// the known ones are more than that.
func side(low, high int, known []int, most int) []int {
	// Across more than this even steps would leave all low values in one of them.
	const even = 24
	ladder := steps(low, high, most)
	if high > even*low {
		ladder = decades(low, high)
	}
	var all []int
	for rungs := range ladder {
		all = append(slices.Clone(known), rungs...)
		slices.Sort(all)
		if all = slices.Compact(all); len(all) <= most {
			return all
		}
	}
	return all
}

// steps yields the multiples of round steps from the last that is not above low
// to the first that is not below high, without zero: those of small steps first,
// none of many more than most values.
func steps(low, high, most int) iter.Seq[[]int] {
	return func(yield func([]int) bool) {
		for unit := 1; unit <= high; unit *= 10 {
			for _, by := range []int{1, 2, 5} {
				step := by * unit
				if (high-low)/step <= most && !yield(multiples(low, high, step)) {
					return
				}
			}
		}
	}
}

func multiples(low, high, step int) []int {
	var out []int
	for x := max(step, low/step*step); x < high+step; x += step {
		out = append(out, x)
	}
	return out
}

// decades yields round numbers whose distance grows with them, from low to the
// first that is not below high: many in each power of ten first.
func decades(low, high int) iter.Seq[[]int] {
	return func(yield func([]int) bool) {
		for _, tenths := range [][]int{{10, 15, 20, 30, 50, 70}, {10, 20, 30, 50}, {10, 20, 50}, {10, 30}, {10}} {
			if !yield(rungs(low, high, tenths)) {
				return
			}
		}
	}
}

// rungs returns the whole numbers among so many tenths of each power of ten.
func rungs(low, high int, tenths []int) []int {
	var out []int
	for unit := 1; ; unit *= 10 {
		for _, t := range tenths {
			x := t * unit / 10
			if x < low || t*unit%10 != 0 {
				continue
			}
			out = append(out, x)
			if x >= high {
				return out
			}
		}
	}
}
