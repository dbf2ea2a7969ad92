package report

import (
	"cmp"
	"math"
	"slices"

	"matchday/report/stats"
)

// A Finding is what a contrast comes to.
type Finding string

// The findings.
const (
	Better       Finding = "better"       // changed for the better, by the margin or more
	Worse        Finding = "worse"        // changed for the worse, by the margin or more
	NoDifference Finding = "no different" // the whole interval lies within the margin
	CannotTell   Finding = "cannot tell"  // none of these can be said
)

// A Margin is the least change of a metric that matters. The larger of the two
// counts. The zero Margin stands for the metric's own.
type Margin struct {
	Share    float64 `json:"share,omitempty"`    // of the figure that is held against
	Absolute float64 `json:"absolute,omitempty"` // in the metric's base unit
}

// Of returns the margin around a figure, in the metric's base unit.
func (m Margin) Of(figure float64) float64 { return max(m.Share*figure, m.Absolute) }

// ShapeMetric is what asks and contrasts call the whole distribution of response
// times: the deciles, p95, p99 and p99.9 taken together. A minority that gets
// slower shows there, although the median does not move.
const ShapeMetric = "shape"

// An Ask is one question of a family: how a metric of a variant in a phase
// stands to the same of the reference.
type Ask struct {
	Stream  string `json:"stream,omitempty"` // empty for all traffic
	Variant string `json:"variant"`
	Phase   string `json:"phase,omitempty"` // empty for the whole trial
	Metric  string `json:"metric"`          // a name of [Metrics], or [ShapeMetric]
	Margin  Margin `json:"margin,omitzero"`
	Worse   bool   `json:"worse_only,omitempty"` // a change for the better is not asked for, which makes the test one-sided
}

// A Contrast is the answer to an [Ask]. Before is the reference's side, After the
// variant's; a difference is After − Before throughout, so swapped sides swap its
// sign.
type Contrast struct {
	Ask
	Rounds   [2]int          `json:"rounds"`           // how many rounds each side has, Before first
	Before   *float64        `json:"before,omitempty"` // median over rounds; nil where it was not measured
	After    *float64        `json:"after,omitempty"`
	Shift    *float64        `json:"shift,omitempty"`    // Hodges and Lehmann's estimate of the difference
	Ratio    *float64        `json:"ratio,omitempty"`    // (Before + Shift)/Before; nil where Before is zero
	Interval *stats.Interval `json:"interval,omitempty"` // of the shift; nil where the rounds are too few
	Paired   bool            `json:"paired,omitempty"`   // round by round, the same users on both sides
	Test     string          `json:"test,omitempty"`     // what P was tested by; empty where nothing could be tested
	P        *float64        `json:"p,omitempty"`        // of no difference at all
	Adjusted *float64        `json:"p_adjusted,omitempty"`
	Least    float64         `json:"margin_least"`          // the least change that matters here, in the metric's base unit
	Floor    float64         `json:"noise_floor,omitempty"` // the least change that can be seen here, where that is known
	Finding  Finding         `json:"finding"`
	Why      string          `json:"why"`                 // the finding in words
	Shape    []Contrast      `json:"quantiles,omitempty"` // of the shape: quantile by quantile
	Missing  []string        `json:"missing,omitempty"`   // of the shape: the quantiles that only one side has, or not in every round
}

// Seen returns the least change that would have been seen, in the metric's base
// unit: half of the interval, but never less than what matters. It is not known
// where there is no interval. Of a shape it is that of the quantile whose own is
// in the middle, in units of what matters to each.
func (k Contrast) Seen() (least float64, known bool) {
	if len(k.Shape) > 0 {
		return k.middle().Seen()
	}
	if k.Interval == nil {
		return 0, false
	}
	return max(k.Least, (k.Interval.High-k.Interval.Low)/2), true
}

// middle returns the quantile of a shape that is neither told most surely nor
// least.
func (k Contrast) middle() Contrast {
	all := slices.Clone(k.Shape)
	slices.SortFunc(all, func(a, b Contrast) int { return cmp.Compare(a.coarseness(), b.coarseness()) })
	return all[len(all)/2]
}

// coarseness is how much larger a change must be to be seen than to matter; it
// is infinite where none would be seen.
func (k Contrast) coarseness() float64 {
	seen, known := k.Seen()
	if !known || k.Least <= 0 {
		return math.Inf(1)
	}
	return seen / k.Least
}

// Blind tells whether even a change ten times what matters would have gone
// unseen: 20 % of most figures, unless somebody has given another margin. That
// nothing was seen then says nothing.
func (k Contrast) Blind() bool {
	if len(k.Shape) > 0 {
		return k.middle().Blind()
	}
	return k.coarseness() > mostCoarse
}

const mostCoarse = 10
