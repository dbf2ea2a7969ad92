package report

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
)

// OpenMetrics writes the figures of all variants as OpenMetrics text, version 1.0:
// every metric of [Metrics] is a gauge such as matchday_p99_seconds, with shares
// as ratios and all rounds of a variant merged.
//
// Series are labelled with variant, phase, which is "all" for the whole trial, and
// stream where it is of one kind of traffic only. There is a label run where there
// are several runs: a label that were new with every run would keep others from
// holding one run against the next. For each phase there are only the figures
// that one would look at first, for the whole trial all of them. A figure that is
// not known is not there, and neither is a metric that is not known of anything.
func OpenMetrics(w io.Writer, c Comparison) error {
	out := bufio.NewWriter(w)
	all := c.labelled()
	for _, m := range Metrics() {
		m.writeFamily(out, all)
	}
	fmt.Fprintln(out, "# EOF")
	return out.Flush()
}

// inEveryPhase are the metrics that are told of each phase.
func inEveryPhase() []string {
	return []string{"users_served", "users_in_slo", "users_rejected", "users_timed_out", "users_failed", "good_rate", "p50", "p99", "p99_all"}
}

// A labelled is a cell with the labels of its series.
type labelled struct {
	labels string
	whole  bool
	cell   Cell
}

// labelled returns the cells of a comparison, all traffic first.
func (c Comparison) labelled() []labelled {
	var out []labelled
	for _, one := range c.withStreams() {
		for _, v := range one.Variants {
			phases := phaseNames(v.Cells)
			for i, cell := range v.Cells {
				out = append(out, labelled{one.labels(v, phases[i]), i == 0, cell})
			}
		}
	}
	return out
}

// labels returns the labels of a variant in a phase, in braces.
func (c Comparison) labels(v Variant, phase string) string {
	pairs := []Fact{{"variant", v.Setting}, {"phase", phase}}
	if c.Stream != nil {
		pairs = append(pairs, Fact{"stream", c.Stream.Name})
	}
	if len(c.Runs) > 1 {
		pairs = append(pairs, Fact{"run", v.Run})
	}
	var out []string
	for _, p := range pairs {
		out = append(out, p.Name+`="`+escapedLabel(p.Value)+`"`)
	}
	return "{" + strings.Join(out, ",") + "}"
}

// escapedLabel is text as it stands between quotation marks.
func escapedLabel(text string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(strings.ToValidUTF8(text, "�"))
}

// writeFamily writes all that is known of a metric, with its header in front.
func (m Metric) writeFamily(out *bufio.Writer, all []labelled) {
	everywhere := slices.Contains(inEveryPhase(), m.Name)
	name, unit := m.openMetricsName()
	begun := false
	for _, l := range all {
		value, known := m.Of(l.cell)
		if !known || math.IsNaN(value) || !l.whole && !everywhere {
			continue
		}
		if !begun {
			begun = true
			fmt.Fprintf(out, "# TYPE %s gauge\n", name)
			if unit != "" {
				fmt.Fprintf(out, "# UNIT %s %s\n", name, unit)
			}
			fmt.Fprintf(out, "# HELP %s %s\n", name, escapedLabel(m.Doc))
		}
		fmt.Fprintf(out, "%s%s %v\n", name, l.labels, value)
	}
}

// openMetricsName returns the name of a metric's family and its unit, in which a
// name has to end; a count has none.
func (m Metric) openMetricsName() (name, unit string) {
	switch m.Unit {
	case Seconds:
		unit = "seconds"
	case Share:
		unit = "ratio"
	case Rate:
		unit = "per_second"
	default:
		return "matchday_" + m.Name, ""
	}
	return "matchday_" + m.Name + "_" + unit, unit
}
