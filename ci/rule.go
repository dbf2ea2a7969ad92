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
	Metric   string          // a name of [report.Metrics], or "verdict"
	Op       Op              // how the figure is compared with the limit
	Limit    float64         // in the metric's base unit; with Baseline a share of the baseline's figure
	Baseline bool            // whether the limit is a share of the baseline's figure
	Verdict  measure.Verdict // what a rule on the verdict compares with; empty for figures
}

// verdictMetric is what rules call the verdict on the target.
const verdictMetric = "verdict"

// String returns the rule as [ParseRule] reads it.
func (r Rule) String() string {
	return fmt.Sprintf("%s%s %s %s", r.scope(), r.Metric, r.Op, r.limit())
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

func (r Rule) limit() string {
	if r.Metric == verdictMetric {
		return string(r.Verdict)
	}
	if r.Baseline {
		return percent(r.Limit) + " of baseline"
	}
	m, err := report.Lookup(r.Metric)
	if err != nil {
		return fmt.Sprint(r.Limit)
	}
	return quantity(r.Limit, m.Unit)
}

// backward describes a rule that bounds a metric on its good side, which is
// seldom what was meant. It returns "" for all others.
func (r Rule) backward() string {
	m, err := report.Lookup(r.Metric)
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
