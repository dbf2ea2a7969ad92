package report

import (
	"math"
	"strings"

	"matchday/results"
)

// Also is something that the target, or its machine, told of it besides: how many
// of its processors were busy, how much memory it took, and the series that were
// asked for, under their own names.
type Also struct {
	Name   string     `json:"name"`
	Rate   bool       `json:"rate,omitempty"` // per second, of a series that counts
	Values []*float64 `json:"values"`         // by window, means over rounds; null where it was not told
}

// alsoLines gathers what targets told besides, round by round.
type alsoLines struct {
	all  []Also
	sums [][]float64 // by name and window
	told [][]int     // how many rounds they are of
}

// overlay adds one round: the readings by window, and what they say.
func (l *alsoLines) overlay(at []int, told []results.TargetRow) {
	for i, k := range at {
		if k < 0 {
			continue
		}
		var before *results.TargetRow
		if k > 0 {
			before = &told[k-1]
		}
		for _, v := range besides(told[k], before) {
			l.add(v, i, len(at))
		}
	}
}

// A besideValue is what a reading says besides.
type besideValue struct {
	name  string
	rate  bool
	value float64 // not a number where it is unknown
}

// besides returns all that a reading says besides. What counts is told as a rate
// since the reading before.
func besides(r results.TargetRow, before *results.TargetRow) []besideValue {
	since := func(now, then float64) float64 {
		if before == nil || now < then || r.At <= before.At {
			return math.NaN()
		}
		return (now - then) / (r.At - before.At).Seconds()
	}
	busy, memory := math.NaN(), math.NaN()
	if r.CPU > 0 && before != nil {
		busy = since(r.CPU.Seconds(), before.CPU.Seconds())
	}
	if r.RSS > 0 {
		memory = float64(r.RSS) / (1 << 20)
	}
	out := []besideValue{{"processors busy", false, busy}, {"memory, MiB", false, memory}}
	for i, a := range r.Also {
		v := besideValue{name: a.Name, rate: counts(a.Name), value: a.Value}
		if v.rate {
			v.value = math.NaN()
			if before != nil && i < len(before.Also) {
				v.value = since(a.Value, before.Also[i].Value)
			}
		}
		out = append(out, v)
	}
	return out
}

// counts tells whether a series counts, by the ends of names that are agreed on
// for such.
func counts(series string) bool {
	name, _, _ := strings.Cut(series, "{")
	for _, end := range []string{"_total", "_count", "_sum", "_bucket"} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return false
}

// add takes in a value of the i-th window of so many.
func (l *alsoLines) add(v besideValue, i, windows int) {
	k := 0
	for k < len(l.all) && l.all[k].Name != v.name {
		k++
	}
	if k == len(l.all) {
		l.all = append(l.all, Also{Name: v.name, Rate: v.rate})
		l.sums, l.told = append(l.sums, nil), append(l.told, nil)
	}
	for len(l.sums[k]) < windows {
		l.sums[k], l.told[k] = append(l.sums[k], 0), append(l.told[k], 0)
	}
	if !math.IsNaN(v.value) {
		l.sums[k][i] += v.value
		l.told[k][i]++
	}
}

// means returns what was gathered, without what was never told.
func (l *alsoLines) means() []Also {
	var out []Also
	for k, a := range l.all {
		some := false
		for i, n := range l.told[k] {
			var mean *float64
			if n > 0 {
				some, mean = true, new(l.sums[k][i]/float64(n))
			}
			a.Values = append(a.Values, mean)
		}
		if some {
			out = append(out, a)
		}
	}
	return out
}
