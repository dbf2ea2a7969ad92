package ci

import (
	"fmt"
	"strings"

	"matchday/measure"
	"matchday/report"
)

// A Rule is one demand on a comparison, such as
// "20/20 @ after-peak-2: goodput >= 99%". [ParseRule] makes one.
type Rule struct {
	Stream   string          // the stream it is made on; empty for all traffic together
	Variant  string          // the variant it is made on; empty for every variant
	Phase    string          // the phase it is made on; empty for the whole trial
	Metric   string          // a name of [report.Metrics], or "shape", "recovery", "recovery_slo" or "verdict"
	Peak     string          // the peak that a recovery is from; empty for every other metric
	Op       Op              // how the figure is compared with the limit
	Limit    float64         // in the metric's base unit; 0 where the baseline's figure is the limit
	Seconds  float64         // the share of seconds in which it is to hold; 0 for the phase as a whole
	Baseline bool            // whether the limit is the baseline's
	Margin   report.Margin   // how much worse than the baseline still passes; zero for the metric's own
	Verdict  measure.Verdict // what a rule on the verdict compares with; empty for all others
}

// What rules call the figures that are not in the table of metrics.
const (
	verdictMetric     = "verdict"
	recoveryMetric    = "recovery"
	recoverySLOMetric = "recovery_slo"
)

// metric returns what a rule is about: a metric of the table, or one that rules
// alone have. The verdict is none.
func metric(name string) (report.Metric, error) {
	switch name {
	case report.ShapeMetric, recoveryMetric, recoverySLOMetric:
		return report.Metric{Name: name, Title: name, Unit: report.Seconds, Better: report.Lower}, nil
	}
	return report.Lookup(name)
}

// title returns what reports call a metric.
func title(name string) string {
	m, err := metric(name)
	if err != nil {
		return name
	}
	return m.Title
}

// String returns the rule as [ParseRule] reads it.
func (r Rule) String() string {
	if r.Metric == verdictMetric && r.Baseline {
		return r.scope() + noWorse
	}
	return r.scope() + r.head() + r.limit() + r.span()
}

// MarshalText writes the rule as text.
func (r Rule) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads a rule with [ParseRule].
func (r *Rule) UnmarshalText(text []byte) error {
	rule, err := ParseRule(string(text))
	if err == nil {
		*r = rule
	}
	return err
}

func (r Rule) scope() string {
	var parts []string
	if r.Stream != "" {
		parts = append(parts, "["+r.Stream+"]")
	}
	if r.Variant != "" {
		parts = append(parts, r.Variant)
	}
	if r.Phase != "" {
		parts = append(parts, "@ "+r.Phase)
	}
	if len(parts) == 0 {
		return ""
	}
	return strings.Join(parts, " ") + ": "
}

// head returns the claim up to its limit.
func (r Rule) head() string { return fmt.Sprintf("%s %s ", r.subject(), r.Op) }

// subject names what is observed.
func (r Rule) subject() string {
	if r.Peak == "" {
		return r.Metric
	}
	return fmt.Sprintf("%s(%s)", r.Metric, r.Peak)
}

func (r Rule) limit() string {
	if r.Metric == verdictMetric {
		return string(r.Verdict)
	}
	m, err := metric(r.Metric)
	if err != nil {
		return fmt.Sprint(r.Limit)
	}
	if r.Baseline {
		return "baseline" + r.margin(m.Unit)
	}
	return quantity(r.Limit, m.Unit)
}

// margin writes the margin with the sign of the side that is worse: an upper
// limit lies above the baseline, a lower one below.
func (r Rule) margin(u report.Unit) string {
	var parts []string
	if r.Margin.Share != 0 {
		parts = append(parts, percent(r.Margin.Share))
	}
	if r.Margin.Absolute != 0 {
		parts = append(parts, distance(r.Margin.Absolute, u))
	}
	if len(parts) == 0 {
		return ""
	}
	return fmt.Sprintf(" %s %s", r.Op.sign(), strings.Join(parts, " or "))
}

// span writes for how many of the seconds the rule is to hold.
func (r Rule) span() string {
	if r.Seconds == 0 {
		return ""
	}
	return fmt.Sprintf(" for %s of seconds", percent(r.Seconds))
}

// backward describes a rule that bounds a metric on its good side, which is
// seldom what was meant. It returns "" for all others.
func (r Rule) backward() string {
	m, err := metric(r.Metric)
	if err != nil {
		return ""
	}
	switch {
	case m.Better == report.Higher && r.Op.ceiling():
		return fmt.Sprintf("rule %q asks for no more %s than that, although more is better: is the operator turned round?", r, r.Metric)
	case m.Better == report.Lower && r.Op.floor():
		return fmt.Sprintf("rule %q asks for no less %s than that, although less is better: is the operator turned round?", r, r.Metric)
	}
	return ""
}
