package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"
)

// options are what the command line asks for.
type options struct {
	rounds   int
	length   time.Duration // of one measurement; a freeze takes three times as long
	tools    []string      // names, empty for all
	only     []string      // subjects, empty for all
	markdown string        // file to write the tables into as well, "" for none
	folders  []string      // where to look for tools before the PATH
	cpus     []int         // the server's core and the client's, empty to choose
}

// parseOptions reads the command line. It returns pflag.ErrHelp when help was
// asked for and has been written to out.
func parseOptions(args []string, out io.Writer) (options, error) {
	var o options
	var quick bool
	fs := pflag.NewFlagSet("sidebyside", pflag.ContinueOnError)
	fs.SetOutput(out)
	fs.SortFlags = false
	fs.IntVar(&o.rounds, "rounds", 5, "how often every tool is measured")
	fs.DurationVar(&o.length, "duration", 5*time.Second, "length of one measurement, in whole seconds; a freeze takes three times as long")
	fs.StringSliceVar(&o.tools, "tools", nil, "the tools to measure, such as wrk,hey; all of them unless told otherwise")
	fs.StringSliceVar(&o.only, "only", nil, "what to measure of "+strings.Join(subjects(), ", "))
	fs.BoolVar(&quick, "quick", false, "2 rounds of 1s: enough to see that everything works, not to compare")
	fs.StringVar(&o.markdown, "markdown", "", "write the tables into this file too, between its markers if it has any")
	fs.StringArrayVar(&o.folders, "bin", nil, "folder with tools, looked into before the PATH; may be repeated")
	fs.IntSliceVar(&o.cpus, "cpus", nil, "the server's core and the client's, such as 0,1")
	if err := fs.Parse(args); err != nil {
		return o, err
	}
	if fs.NArg() > 0 {
		return o, fmt.Errorf("%q: want flags only, such as --quick", fs.Arg(0))
	}
	if quick {
		o.hasten(fs.Changed)
	}
	return o, o.check()
}

// hasten shortens what was not set by hand.
func (o *options) hasten(changed func(string) bool) {
	if !changed("rounds") {
		o.rounds = 2
	}
	if !changed("duration") {
		o.length = time.Second
	}
}

func (o options) check() error {
	var names []string
	for _, t := range tools() {
		names = append(names, t.name)
	}
	return errors.Join(
		among("--tools", o.tools, names),
		among("--only", o.only, subjects()),
		o.checkNumbers(),
	)
}

// checkNumbers refuses lengths in parts of a second because wrk does.
func (o options) checkNumbers() error {
	switch {
	case o.rounds < 1:
		return fmt.Errorf("--rounds %d: want at least 1, for example 5", o.rounds)
	case o.length < time.Second || o.length%time.Second != 0 || o.length > time.Minute:
		return fmt.Errorf("--duration %q: want whole seconds up to a minute, for example 5s", o.length)
	case len(o.cpus) != 0 && (len(o.cpus) != 2 || o.cpus[0] == o.cpus[1] || min(o.cpus[0], o.cpus[1]) < 0):
		return fmt.Errorf("--cpus %q: want two different cores, for example 0,1", joined(o.cpus))
	}
	return nil
}

// among refuses names that are not known.
func among(flag string, names, known []string) error {
	for _, name := range names {
		if !slices.Contains(known, name) {
			return fmt.Errorf("%s %q: want one of %s", flag, name, strings.Join(known, ", "))
		}
	}
	return nil
}

// wants tells whether a subject is to be measured.
func (o options) wants(s subject) bool {
	return len(o.only) == 0 || slices.Contains(o.only, string(s))
}

// chosen returns the tools to measure, in the order of the tables.
func (o options) chosen() []tool {
	return slices.DeleteFunc(tools(), func(t tool) bool {
		return len(o.tools) > 0 && !slices.Contains(o.tools, t.name)
	})
}

func joined(numbers []int) string {
	var out []string
	for _, n := range numbers {
		out = append(out, strconv.Itoa(n))
	}
	return strings.Join(out, ",")
}
