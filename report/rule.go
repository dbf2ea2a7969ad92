package report

import (
	"fmt"
	"math"
	"time"

	"matchday/results"
)

// queueRule holds a bulkhead's longest response against the clients' timeout.
//
// On a server that gets slower in proportion once it holds more than the n it
// has processors for, c requests inside finish at the rate of min(c, n)
// processors. The last of q in the queue has all of them before it: it is
// answered after D·(1 + q/c) while c ≤ n, after D·(c + q)/n from there on.
//
// The rule is one of first come, first served: last come, first served has no
// longest wait, but most are answered at once, so it says nothing there. Nor
// does it where a bulkhead bounds the wait by itself, in time or by the callers'
// deadlines, or adapts how many are inside.
func queueRule(v results.Variant, e results.Experiment) *QueueRule {
	if !v.Bulkhead || v.Inside <= 0 || v.LIFO || v.Wait > 0 || v.Kind == "deadline" || e.Demand <= 0 || e.Timeout <= 0 {
		return nil
	}
	if v.Queue < 0 {
		return &QueueRule{Worst: -1, Sentence: fmt.Sprintf(
			"an unbounded queue has no longest wait, and the clients leave after %s: this queue cannot protect", duration(e.Timeout))}
	}
	worst, formula := longestWait(v, e)
	r := &QueueRule{Worst: worst, Protects: worst <= e.Timeout}
	says := fmt.Sprintf("worst wait by the queue rule %s = %s", formula, duration(worst))
	switch {
	case !r.Protects:
		r.Sentence = fmt.Sprintf("%s is longer than the clients' %s: this queue cannot protect", says, duration(e.Timeout))
	case e.SLO > 0 && worst > e.SLO:
		r.Sentence = fmt.Sprintf("%s is within the clients' %s, but beyond the SLO of %s", says, duration(e.Timeout), duration(e.SLO))
	default:
		r.Sentence = fmt.Sprintf("%s is within the clients' %s", says, duration(e.Timeout))
	}
	return r
}

// longestWait returns the rule's figure and the formula it comes from. Where
// the number of processors is unknown the bulkhead is taken not to exceed it,
// which is what bulkheads are for.
func longestWait(v results.Variant, e results.Experiment) (time.Duration, string) {
	c, q := float64(v.Inside), float64(v.Queue)
	if n := processors(e); n > 0 && c > n {
		return time.Duration(float64(e.Demand) * (c + q) / n), "D·(c+q)/n"
	}
	return time.Duration(float64(e.Demand) * (1 + q/c)), "D·(1+q/c)"
}

// processors returns how many requests the target works on at full speed: what
// is known, or else what its capacity and demand come to; 0 if neither is.
func processors(e results.Experiment) float64 {
	if e.CPUs > 0 {
		return float64(e.CPUs)
	}
	return math.Round(e.Capacity * e.Demand.Seconds())
}
