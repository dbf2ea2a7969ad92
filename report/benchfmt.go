package report

import (
	"bufio"
	"io"
	"math"
	"slices"
	"strings"

	"golang.org/x/perf/benchfmt"

	"matchday/measure"
	"matchday/results"
)

// Benchfmt writes the rounds of all variants in the Go benchmark format, for
// benchstat and whatever else reads it.
//
// A line is one variant in one phase of one round, which is one trial: that is
// what there are several of. Its name is Matchday/phase=all/bulkhead=20_20, with
// /stream= between the two where it is of one kind of traffic only. So benchstat
// -col /bulkhead holds variants against each other, phase by phase. The names in
// it are words, see [results.Word]; the number of iterations is that of attempts.
//
// Units are metrics: p99-sec in seconds, users_served-% in percent, good_rate/s
// by the second, in_flight a number; which way is better is told of each. A figure
// that is not known is not there.
//
// What runs must share to be compared is written as configuration, by which
// benchstat keeps tables apart. Several runs in one file are told apart by the key
// run. What an invalid generator measured, and trials that were cut short, are in
// tables of their own.
func Benchfmt(w io.Writer, c Comparison) error {
	buffered := bufio.NewWriter(w)
	out := benchfmt.NewWriter(buffered)
	if err := writeUnits(out); err != nil {
		return err
	}
	for _, one := range c.withStreams() {
		for _, v := range one.Variants {
			if err := one.writeRounds(out, v); err != nil {
				return err
			}
		}
	}
	return buffered.Flush()
}

// writeUnits tells which way of each metric is better.
func writeUnits(out *benchfmt.Writer) error {
	for _, m := range Metrics() {
		better, known := map[Direction]string{Lower: "lower", Higher: "higher"}[m.Better]
		if !known {
			continue
		}
		unit, _ := m.benchUnit()
		key := benchfmt.UnitMetadataKey{Unit: unit, Key: "better"}
		if err := out.Write(&benchfmt.UnitMetadata{UnitMetadataKey: key, OrigUnit: unit, Value: better}); err != nil {
			return err
		}
	}
	return nil
}

// benchUnit returns what benchstat is to call a metric, and by how much its value
// is multiplied. benchstat puts prefixes such as m before every unit, which does
// for seconds, and would make of a share of one half 500 thousandths.
func (m Metric) benchUnit() (name string, factor float64) {
	switch m.Unit {
	case Seconds:
		return m.Name + "-sec", 1
	case Share:
		return m.Name + "-%", 100
	case Rate:
		return m.Name + "/s", 1
	}
	return m.Name, 1
}

// writeRounds writes one line for each phase of each round of a variant.
func (c Comparison) writeRounds(out *benchfmt.Writer, v Variant) error {
	config := c.benchConfig(v)
	for _, round := range v.ByRound {
		phases := phaseNames(round)
		for i, cell := range round {
			r := benchfmt.Result{Config: config, Name: c.benchName(v, phases[i]), Iters: int(cell.Attempts), Values: benchValues(cell)}
			if err := out.Write(&r); err != nil {
				return err
			}
		}
	}
	return nil
}

// benchName returns the name of a line. The variant comes last: of a phase
// at the end, such as peak-1, the number would be taken for that of processors.
func (c Comparison) benchName(v Variant, phase string) benchfmt.Name {
	name := "Matchday/phase=" + results.Word(phase)
	if c.Stream != nil {
		name += "/stream=" + results.Word(c.Stream.Name)
	}
	return benchfmt.Name(name + "/bulkhead=" + lastWord(v.Setting))
}

// lastWord is a word at the end of a name, where a number behind a dash would be
// taken for one of processors, so that dash is escaped as well.
func lastWord(name string) string {
	word := results.Word(name)
	digits := strings.TrimRight(word, "0123456789")
	if head, ok := strings.CutSuffix(digits, "-"); ok && len(digits) < len(word) {
		return head + "%2D" + word[len(digits):]
	}
	return word
}

// benchValues returns the figures of a cell that are known.
func benchValues(cell Cell) []benchfmt.Value {
	var out []benchfmt.Value
	for _, m := range Metrics() {
		unit, factor := m.benchUnit()
		value, known := m.Of(cell)
		if known && !math.IsNaN(value) && !math.IsInf(value, 0) {
			out = append(out, benchfmt.Value{Value: factor * value, Unit: unit})
		}
	}
	return out
}

// benchConfig returns what another run must share to be compared with this one.
// Target, seed and host may differ and are not in it: with them no two runs would
// ever stand in the same table.
func (c Comparison) benchConfig(v Variant) []benchfmt.Config {
	var f factList
	for _, s := range c.Runs {
		if s.ID != v.Run {
			continue
		}
		f = s.benchFacts()
		if len(c.Runs) > 1 {
			f.add("run", s.ID)
		}
	}
	if v.Validity == measure.Invalid {
		f.add("generator", v.Validity.String())
	}
	if v.Partial {
		f.add("trials", string(results.Partial))
	}
	var out []benchfmt.Config
	for _, fact := range f {
		out = append(out, benchfmt.Config{Key: fact.Name, Value: []byte(fact.Value), File: true})
	}
	return out
}

// benchFacts returns what keeps the figures of a run from being compared with
// those of another, under keys as the format has them.
func (s Source) benchFacts() factList {
	names := mustAgree()
	if !s.Simulated {
		names = append(names, machineClass()...)
	}
	var f factList
	for _, one := range s.facts() {
		if slices.Contains(names, one.Name) {
			key := strings.ReplaceAll(strings.ToLower(one.Name), " ", "-")
			f.add(key, strings.Join(strings.Fields(one.Value), " "))
		}
	}
	return f
}
