package report

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"matchday/measure"
)

// A Heat is one or more maps on the same two axes: in every cell what became of
// one trial. It is data that the renderers lay out, and nothing is computed in
// them.
type Heat struct {
	Title   string    `json:"title"`
	Facts   []Fact    `json:"facts"`             // what all cells have in common
	Shows   Shown     `json:"shows"`             // the figure in the cells
	Row     HeatAxis  `json:"row"`               // down
	Column  HeatAxis  `json:"column"`            // across
	Rule    string    `json:"rule"`              // what the line between the cells means; "" for no line
	Panels  []HeatMap `json:"panels"`            // one above the other
	Notes   []string  `json:"notes"`             // what there is to see, the most important first
	Command []string  `json:"command,omitempty"` // that makes it again
}

// A HeatAxis is one side of the maps.
type HeatAxis struct {
	Name  string   `json:"name"`
	Ticks []string `json:"ticks"`
}

// A HeatMap is one map: as many rows of as many cells as the axes have ticks.
type HeatMap struct {
	Name string       `json:"name"` // what sets it apart from the others; "" for a single one
	Says string       `json:"says"` // what there is to see in it, "" for nothing
	Rows [][]HeatCell `json:"rows"`
}

// A HeatCell is what became of one trial.
type HeatCell struct {
	Name    string          `json:"name"` // such as 20/100
	Verdict measure.Verdict `json:"verdict"`
	Reason  string          `json:"reason"`
	InSLO   float64         `json:"users_in_slo"`      // share of users
	Served  float64         `json:"users_served"`      // share of users
	Back    *time.Duration  `json:"back_ns,omitempty"` // after the last peak; nil means not within the trial
	Beyond  bool            `json:"beyond,omitempty"`  // on the far side of the rule's line
	Best    bool            `json:"best,omitempty"`    // the one to choose
	Own     bool            `json:"own,omitempty"`     // one of the variants that the map was made around

	Validity measure.Validity `json:"validity,omitempty"` // of the trial
}

// A Shown says which figure stands in the cells of a map.
type Shown string

// The figures that a cell can show.
const (
	ShowInSLO  Shown = "users_in_slo" // in percent
	ShowServed Shown = "users_served" // in percent
	ShowBack   Shown = "back"         // in seconds; nothing where it did not come back
)

// verdictMark is how a verdict is written where there is room for one letter.
func verdictMark(v measure.Verdict) string {
	switch v {
	case measure.Recovered:
		return "R"
	case measure.Degraded:
		return "D"
	case measure.Slow:
		return "S"
	case measure.Metastable:
		return "M"
	case measure.Undecided:
		return "?"
	}
	return unknown
}

// verdictMeaning returns whose colour a verdict has: that of what becomes of
// most users under it.
func verdictMeaning(v measure.Verdict) Meaning {
	switch v {
	case measure.Recovered:
		return InTime
	case measure.Degraded, measure.Slow:
		return Late
	case measure.Metastable:
		return TimedOut
	}
	return Planned
}

// verdictDocs explains the verdicts, the best first.
func verdictDocs() []struct {
	Verdict measure.Verdict
	Doc     string
} {
	return []struct {
		Verdict measure.Verdict
		Doc     string
	}{
		{measure.Recovered, "back in time after every peak, within what draining takes"},
		{measure.Degraded, "back in time, but not within the SLO"},
		{measure.Slow, "back in the end, but late or not before the next peak"},
		{measure.Metastable, "stays down although the load is back where it was served before"},
		{measure.Undecided, "the trial ended too early to say"},
		{measure.NoPeak, "the profile has no peak to recover from"},
	}
}

// text is what stands in a cell: the letter of the verdict and the figure.
func (h Heat) text(c HeatCell) string {
	mark := verdictMark(c.Verdict)
	switch {
	case h.Shows != ShowBack:
		return mark + wholePercent(h.share(c))
	case c.Back != nil:
		return mark + shortSeconds(*c.Back)
	}
	return mark
}

// share is the share of users that the cells show.
func (h Heat) share(c HeatCell) float64 {
	if h.Shows == ShowServed {
		return c.Served
	}
	return c.InSLO
}

// hint says everything about a cell.
func (h Heat) hint(c HeatCell) string {
	text := fmt.Sprintf("%s: %s; users served %s, within the SLO %s", c.Name, c.Verdict, percent(c.Served), percent(c.InSLO))
	if c.Reason != "" {
		text += "; " + c.Reason
	}
	if c.Beyond {
		text += "; beyond the queue rule"
	}
	if c.Best {
		text += "; the best"
	}
	if c.Own {
		text += "; a variant of this run"
	}
	return text
}

// wholePercent writes a share in three characters at most. Only what is all is
// written as 100.
func wholePercent(share float64) string {
	p := math.Round(100 * share)
	if p >= 100 && share < 1 {
		p = 99
	}
	return strconv.Itoa(int(p))
}

// shortSeconds writes a time in few characters: tenths of a second below ten.
func shortSeconds(d time.Duration) string {
	if d < 9950*time.Millisecond {
		return digits(math.Round(10*d.Seconds()) / 10)
	}
	return strconv.Itoa(int(math.Round(d.Seconds())))
}

// number says what the number in a cell is.
func (h Heat) number() string {
	switch h.Shows {
	case ShowBack:
		return "seconds until it was back after the peak"
	case ShowServed:
		return "users served at all, in %"
	}
	return "users served within the SLO, in %"
}
