package main

import (
	"fmt"
	"math"
	"strconv"
	"time"
)

// A figure reads one number off a reading, and false if it is not known.
type figure func(reading) (float64, bool)

// A column is one figure of every tool, or its ratio to that of another.
type column struct {
	head string
	of   figure
	show func(float64) string
	to   string // what a ratio is taken to: a tool's name, or bestPeer; "" for no ratio
}

// bestPeer stands for the peer with the lowest median.
const bestPeer = "best peer"

// ratio returns the column of ratios for a column.
func (c column) ratio(head, to string) column {
	c.head, c.to = head, to
	return c
}

func cost() column {
	return column{head: "CPU per request, µs", show: three, of: func(r reading) (float64, bool) {
		return float64(r.cpu) / float64(time.Microsecond), r.cpu > 0
	}}
}

func arrived() column {
	return column{head: "arrived, 1/s", show: whole, of: func(r reading) (float64, bool) { return r.rate, r.rate > 0 }}
}

func peak() column {
	return column{head: "peak memory, MiB", show: three, of: func(r reading) (float64, bool) {
		return float64(r.memory) / (1 << 20), r.memory > 0
	}}
}

func offBy(q float64) column {
	return column{head: name(q) + " off, µs", show: three, of: func(r reading) (float64, bool) {
		d, ok := r.off.off[q]
		return float64(d) / float64(time.Microsecond), ok
	}}
}

func bunching() column {
	return column{head: "bunched, %", show: three, of: func(r reading) (float64, bool) {
		return 100 * r.off.bunched, r.off.off != nil
	}}
}

func toldAt(q float64) column {
	return column{head: name(q) + ", ms", show: three, of: func(r reading) (float64, bool) {
		d, ok := r.told[q]
		return float64(d) / float64(time.Millisecond), ok
	}}
}

func offTruth(p pause) column {
	return column{head: "furthest off, %", show: three, of: func(r reading) (float64, bool) {
		share, ok := p.off(r.told)
		return 100 * share, ok
	}}
}

func sentWhileFrozen() column {
	return column{head: "sent meanwhile, %", show: three, of: func(r reading) (float64, bool) {
		return 100 * r.frozen, r.told != nil
	}}
}

// name returns what a quantile is called, such as p99.9.
func name(q float64) string { return "p" + strconv.FormatFloat(percent(q), 'f', -1, 64) }

// three writes a number with three significant digits, without exponents.
func three(v float64) string {
	if v == 0 || math.IsNaN(v) || math.IsInf(v, 0) {
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	digits := 2 - int(math.Floor(math.Log10(math.Abs(v))))
	scale := math.Pow(10, float64(digits))
	rounded := math.Round(v*scale) / scale
	return strconv.FormatFloat(rounded, 'f', max(0, 2-int(math.Floor(math.Log10(math.Abs(rounded))))), 64)
}

func whole(v float64) string { return strconv.FormatFloat(math.Round(v), 'f', -1, 64) }

// String writes the median, and the rounds' range if there were several.
func (s spread) text(show func(float64) string) string {
	if s.rounds < 2 {
		return show(s.median)
	}
	return fmt.Sprintf("%s (%s–%s)", show(s.median), show(s.low), show(s.high))
}
