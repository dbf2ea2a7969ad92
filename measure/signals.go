package measure

import (
	"fmt"
	"math"
	"time"
)

// grade returns what a value is worth: above one limit suspect, above the other
// invalid.
func grade(v, suspect, invalid float64) Validity {
	switch {
	case v > invalid:
		return Invalid
	case v > suspect:
		return Suspect
	}
	return Valid
}

// lagSignal: p99 of lag above 10 % of the phase's median response or above 5 ms
// is suspect, above half of the median invalid. Where nobody was answered well
// the callers waited a whole timeout, and that takes the median's place.
func lagSignal(c Checkup) (Validity, string) {
	lag := c.Lag.Quantile(.99)
	text := fmt.Sprintf("lag p99 %s", InWords(lag))
	v := grade(float64(lag), float64(5*time.Millisecond), math.Inf(1))
	if median := c.median(); median > 0 {
		v = max(v, grade(float64(lag), float64(median)/10, float64(median)/2))
	}
	return v, text
}

// unsentSignal: any attempt that could not leave is suspect, more than one in a
// thousand invalid.
func unsentSignal(c Checkup) (Validity, string) {
	n := c.Counts.Attempts[Unsent]
	planned := c.Planned()
	return grade(ratio(float64(n), float64(planned)), 0, .001), fmt.Sprintf("%d of %d attempts could not leave", n, planned)
}

// rateSignal compares what was due and what left, second by second: more than
// 1 % apart is suspect, more than 5 % invalid. Two attempts at the seams of a
// second are allowed for.
func rateSignal(c Checkup) (Validity, string) {
	const seam = 2
	worst := 0.0
	for _, s := range bySecond(c.Windows) {
		due := s.SentDue
		worst = max(worst, ratio(math.Abs(float64(s.Sent-due))-seam, float64(due)))
	}
	return grade(worst, .01, .05), fmt.Sprintf("sends %.1f %% off the plan in a second", 100*worst)
}

// bySecond merges windows into stretches of at least a second; what is left
// over at the end joins the last.
func bySecond(windows []Window) []Counts {
	var out []Counts
	var length time.Duration
	for i, w := range windows {
		if length == 0 && (len(out) == 0 || remaining(windows[i:]) >= time.Second) {
			out = append(out, Counts{})
		}
		out[len(out)-1].Merge(w.Counts)
		if length += w.Length; length >= time.Second {
			length = 0
		}
	}
	return out
}

func remaining(windows []Window) time.Duration {
	return windows[len(windows)-1].End() - windows[0].Start
}

// cpuSignal: more than 70 % of the own processors is suspect, more than 90 %
// invalid.
func cpuSignal(c Checkup) (Validity, string) {
	first, last, ok := c.span()
	if !ok {
		return Valid, ""
	}
	used := last.used(first)
	return grade(used, .7, .9), fmt.Sprintf("the generator used %.0f %% of its processors", 100*used)
}

// throttleSignal: being kept from running at all is suspect.
func throttleSignal(c Checkup) (Validity, string) {
	first, last, ok := c.span()
	if !ok {
		return Valid, ""
	}
	kept := last.Throttled - first.Throttled
	return grade(float64(kept), 0, math.Inf(1)), fmt.Sprintf("the container was kept from running for %s", InWords(kept))
}

// hostSignal: a host that gives more than 5 % of the processors to others makes
// everything late, the target included; it shows as lag where it hurts, so it is
// suspect at most.
func hostSignal(c Checkup) (Validity, string) {
	first, last, ok := c.span()
	if !ok {
		return Valid, ""
	}
	share := last.stolen(first)
	return grade(share, .05, math.Inf(1)), fmt.Sprintf("the host took %.0f %% of the processors away", 100*share)
}

// schedSignal: a goroutine that is ready but waits above 10 % of the median
// response in the worst percent is suspect. (One above 1 ms alone happens on
// any busy machine and shows as lag where it matters.)
func schedSignal(c Checkup) (Validity, string) {
	var worst time.Duration
	for _, s := range c.during() {
		worst = max(worst, s.Sched)
	}
	limit := max(float64(time.Millisecond), float64(c.median())/10)
	return grade(float64(worst), limit, math.Inf(1)), fmt.Sprintf("scheduling latency p99 %s", InWords(worst))
}

// gcSignal: collecting garbage for more than 5 % of what the processors can do
// is suspect, for more than 25 % invalid.
func gcSignal(c Checkup) (Validity, string) {
	first, last, ok := c.span()
	if !ok {
		return Valid, ""
	}
	share := last.gc(first)
	return grade(share, .05, .25), fmt.Sprintf("garbage collection took %.0f %% of the processors", 100*share)
}

// fileSignal: more than 80 % of the descriptors in use is suspect.
func fileSignal(c Checkup) (Validity, string) {
	return c.fullest("descriptors", .8, func(s Self) (int, int) { return s.Files, s.FileLimit })
}

// portSignal: more than half of the source ports taken is suspect.
func portSignal(c Checkup) (Validity, string) {
	return c.fullest("source ports", .5, func(s Self) (int, int) { return s.Ports, s.PortRange })
}

func (c Checkup) fullest(what string, suspect float64, of func(Self) (used, limit int)) (Validity, string) {
	worst, text := 0.0, ""
	for _, s := range c.Self {
		used, limit := of(s)
		if share := ratio(float64(used), float64(limit)); share > worst {
			worst, text = share, fmt.Sprintf("%d of %d %s in use", used, limit, what)
		}
	}
	return grade(worst, suspect, 1), text
}

// clockSignal: a wall clock that moved by more than 100 ms is suspect; the
// figures come from the steady clock, but what the target logged does not match.
func clockSignal(c Checkup) (Validity, string) {
	var worst time.Duration
	for _, s := range c.during() {
		worst = max(worst, (s.ClockStep - c.Self[0].ClockStep).Abs())
	}
	return grade(float64(worst), float64(100*time.Millisecond), math.Inf(1)), fmt.Sprintf("the wall clock moved by %s", InWords(worst))
}

// recorderSignal: samples that came too late for their window, or beyond the
// range of a histogram, are suspect.
func recorderSignal(c Checkup) (Validity, string) {
	n := c.Late
	c.Latencies.Each(func(_ string, h *Hist) { n += h.Over() })
	return grade(float64(n), 0, math.Inf(1)), fmt.Sprintf("samples that did not fit the recorder: %d", n)
}

// littleSignal: gauge and samples that disagree make everything invalid.
func littleSignal(c Checkup) (Validity, string) {
	l := CheckLittle(c.Stretch, c.Tick)
	if l.Holds() {
		return Valid, ""
	}
	return Invalid, fmt.Sprintf("%.2f in flight by the gauge, %.2f by the samples", l.Gauge, l.Samples)
}

// median returns the median response time of successes, of timeouts where there
// are none, 0 where there are neither.
func (c Checkup) median() time.Duration {
	if c.Response[OK].Count() > 0 {
		return c.Response[OK].Quantile(.5)
	}
	return c.Response[Timeout].Quantile(.5)
}

// during returns the readings that tell of the phase. The first tells of what
// was before.
func (c Checkup) during() []Self { return c.Self[min(1, len(c.Self)):] }

// span returns the first and the last reading of the phase.
func (c Checkup) span() (first, last Self, ok bool) {
	if len(c.Self) < 2 {
		return Self{}, Self{}, false
	}
	return c.Self[0], c.Self[len(c.Self)-1], true
}
