package main

import (
	"fmt"
	"time"
)

// A subject is what a table is about.
type subject string

const (
	closed   subject = "closed"   // cost of a request, as many as there are answers
	open     subject = "open"     // cost of a request at a rate
	punctual subject = "punctual" // how evenly requests arrive
	freeze   subject = "freeze"   // what is said of a server that stood still
	memory   subject = "memory"   // of the closed loop, whose runs it shares
)

func subjects() []string {
	return []string{string(closed), string(open), string(punctual), string(freeze), string(memory)}
}

// connections are as many as tools without an open model get to keep in use.
const connections = 64

// freezeRate is low enough for every tool, and freezeService long enough to tell
// errors by: the freeze asks for truth, not speed.
const (
	freezeRate    = 1000
	freezeService = 50 * time.Millisecond
)

// A measurement is one way in which every tool is run.
type measurement struct {
	subject subject
	rate    float64 // per second, 0 for a closed loop
}

func (m measurement) String() string {
	if m.rate == 0 {
		return string(m.subject)
	}
	return fmt.Sprintf("%s %.0f/s", m.subject, m.rate)
}

// measurements are what has to be run for what is asked.
func (o options) measurements() []measurement {
	var out []measurement
	if o.wants(closed) || o.wants(memory) {
		out = append(out, measurement{subject: closed})
	}
	for _, all := range []struct {
		subject subject
		rates   []float64
	}{
		{open, []float64{5000, 20000}},
		{punctual, []float64{1000, 5000, 20000}},
		{freeze, []float64{freezeRate}},
	} {
		for _, rate := range all.rates {
			if o.wants(all.subject) {
				out = append(out, measurement{all.subject, rate})
			}
		}
	}
	return out
}

// task says what a tool has to do for the measurement.
func (o options) task(m measurement, url, dir string) task {
	t := task{url: url, rate: m.rate, connections: connections, length: o.length, dir: dir}
	if m.subject == freeze {
		t.length = 3 * o.length
		t.pause = pause{service: freezeService, freeze: t.length / 15, run: t.length}
	}
	return t
}
