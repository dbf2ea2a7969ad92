package main

import (
	"strconv"
	"time"
)

// A tool is a load generator as it is run here: one row of every table.
type tool struct {
	name    string   // of the row, and for --tools
	program string   // file to look for
	version []string // arguments that print it, nil for a Go program that has it inside

	closed func(task) call // as many requests as there are answers
	open   func(task) call // at a rate; nil if it cannot
	told   func([]byte) (latencies, error)
	lacks  string // why open or told is nil
}

// A task is what a tool is asked to do.
type task struct {
	url         string
	rate        float64 // per second, 0 for a closed loop
	connections int     // in use at once, where a tool wants to know
	length      time.Duration
	pause       pause  // of the server, without a freeze unless that is measured
	dir         string // for files, empty at first
}

func (t task) seconds() string { return strconv.Itoa(int(t.length / time.Second)) }

// share returns the rate of one connection, for tools that are told that one.
func (t task) share() string {
	return strconv.FormatFloat(t.rate/float64(t.connections), 'f', -1, 64)
}

func (t task) perSecond() string { return strconv.FormatFloat(t.rate, 'f', -1, 64) }

// A call is a command line for a task.
type call struct {
	args  []string
	stdin string
	told  string   // file the tool tells its figures in, "" for standard output
	after []string // arguments of a second call that tells them, on standard output
}

// latencies are what a tool tells of the time to an answer, by quantile.
// What it does not tell is not there.
type latencies map[float64]time.Duration

// quantiles are those that are compared.
func quantiles() []float64 { return []float64{.5, .9, .99, .999} }

// command returns how the tool is run for the measurement, and false if it
// cannot be.
func (t tool) command(m measurement, k task) (call, bool) {
	switch {
	case m.subject == closed:
		return t.closed(k), t.closed != nil
	case t.open == nil, m.subject == freeze && t.told == nil:
		return call{}, false
	}
	return t.open(k), true
}

// tools are all that can be measured, in the order of the tables.
func tools() []tool { return append(matchday(), peers()...) }
