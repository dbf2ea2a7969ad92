package measure

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// Within is how sure quantiles of the response times of successes are of one trial
// alone, judged by how much they differ from one block of its time to another. It
// tells nothing of how far another trial would lie off; rounds tell that.
//
// A block is made of whole windows, and lasts ten mean response times or more, so that
// blocks hardly depend on each other as single answers do: whoever waits long has
// neighbours who do. An interval is what the middle 95 % of all ways to draw the blocks
// of a phase come to, with putting back; of the whole trial each phase has its own
// blocks drawn, because the profile says how long it lasts. Of fewer than thirty
// blocks there is no interval.
type Within struct {
	Blocks     int           `json:"blocks"`
	Block      time.Duration `json:"block_ns"` // how long one is; of the whole trial the longest of its phases'
	Confidence float64       `json:"confidence,omitempty"`
	P50        *Bounds       `json:"p50,omitempty"`
	P99        *Bounds       `json:"p99,omitempty"`
	Why        string        `json:"why,omitempty"` // there is no interval
}

// Bounds are between what a quantile lies.
type Bounds struct {
	Low  time.Duration `json:"low_ns"`
	High time.Duration `json:"high_ns"`
}

// Sure is the confidence of [Bounds].
const Sure = 0.95

const (
	// leastBlocks is how few may stand for all that could have been.
	leastBlocks = 30
	// usedBlocks is how many of a phase are drawn from at most: more of them make the
	// bounds hardly better, and each costs time at the end of every trial.
	usedBlocks = 64
)

// within returns how sure the quantiles of a stretch are: of the whole trial for 0,
// else of the phase before that number. It is nil where nobody was answered.
func (t *Timeline) within(stretch int) *Within {
	parts, most := t.blocks, 2*usedBlocks
	if stretch > 0 {
		parts, most = parts[stretch-1:stretch], usedBlocks
	}
	parts = slices.DeleteFunc(slices.Clone(parts), func(b blocks) bool { return len(b.all) == 0 })
	if len(parts) == 0 {
		return nil
	}
	var w Within
	var s strata
	var short []string
	for _, part := range parts {
		blocks, length := part.cut(max(2, most/len(parts)))
		if len(blocks) == 1 {
			// It cannot tell how much it differs from others. Of what little lies
			// in no phase that does not matter.
			if part.phase == (Phase{}) {
				continue
			}
			short = append(short, part.phase.Name)
		}
		s = append(s, blocks)
		w.Blocks, w.Block = w.Blocks+len(blocks), max(w.Block, length)
	}
	w.Why = w.missing(short)
	if w.Why != "" {
		return &w
	}
	w.Confidence = Sure
	d := drawFrom(s)
	w.P50, w.P99 = w.bounds(d, 0.5, t.grid.Limits), w.bounds(d, 0.99, t.grid.Limits)
	return &w
}

// missing says why there are no bounds at all, nothing if there are. The phases that
// are short have but one block.
func (w *Within) missing(short []string) string {
	switch {
	case w.Blocks < leastBlocks:
		return fmt.Sprintf("it takes %d blocks of %s, ten mean response times each, and this has %d", leastBlocks, InWords(w.Block), w.Blocks)
	case len(short) > 0:
		return fmt.Sprintf("ten mean response times are most of %s", strings.Join(short, ", "))
	}
	return ""
}

// bounds returns between what a quantile lies, and enters why where that is not known.
func (w *Within) bounds(d draws, q float64, l Limits) *Bounds {
	if n, need := d.strata.count(), neededFor(q); n < need {
		w.Why = fmt.Sprintf("a p%v takes %d answers, and this has %d", 100*q, need, n)
		return nil
	}
	low, high := d.between(q)
	b := Bounds{Low: low.high(), High: high.high()}
	if l.Timeout > 0 {
		b.Low, b.High = min(b.Low, l.Timeout), min(b.High, l.Timeout)
	}
	return &b
}

// neededFor returns how many values it takes before the least and the greatest lie on
// either side of a quantile with the confidence that bounds have: qⁿ and (1 − q)ⁿ no
// more than half of what is left. No bound of fewer rests on anything.
func neededFor(q float64) int64 {
	return int64(math.Ceil(math.Log((1-Sure)/2) / math.Log(max(q, 1-q))))
}
