package report

import (
	"slices"
	"time"

	"matchday/measure"
	"matchday/results"
)

// A Window is one window of one round, with no more in it than rules on shares of
// seconds want: an hour of four variants and ten rounds has to fit in memory.
// Counts are by cohort, except where they say otherwise.
type Window struct {
	Start, Length                            time.Duration
	Gauge                                    time.Duration // ∫ attempts in flight dt
	P50, P99                                 time.Duration // response time of successes
	LagP99                                   time.Duration
	Users, Attempts, Sent                    int32 // of the attempts all that were due
	Counted, OK, InSLO, Refused, Late, Wrong int32 // attempts that were not cut off, and how they ended
	Answered                                 int32 // answers of any kind, by completion
}

// windowOf returns what is kept of a row.
func windowOf(r results.Row) Window {
	return Window{
		Start: r.Start, Length: r.Length, Gauge: r.Gauge, P50: r.P50, P99: r.P99, LagP99: r.LagP99,
		Users: int32(r.Users), Attempts: int32(r.Planned()), Sent: int32(r.SentDue), Counted: int32(r.Counted()),
		OK: int32(r.Attempts[measure.OK]), InSLO: int32(r.InSLO), Refused: int32(r.Attempts[measure.Rejected]),
		Late:  int32(r.Attempts.Where(measure.Outcome.TimedOut)),
		Wrong: int32(r.Attempts.Where(measure.Outcome.Failed)), Answered: int32(r.Answered),
	}
}

// windowMetrics are the names of the metrics that are known window by window.
func windowMetrics() []string {
	return []string{
		"offered", "attempt_rate", "throughput", "good_rate", "good_rate_slo",
		"goodput", "goodput_slo", "rejected", "timed_out", "failed", "in_flight", "p50", "p99", "lag_p99",
	}
}

// ByWindow tells whether the metric is known of every window of a trial and not
// only of its phases.
func (m Metric) ByWindow() bool { return slices.Contains(windowMetrics(), m.Name) }

// Due tells whether anything was due in the window that was not cut off. One in
// which nothing was has no figures.
func (w Window) Due() bool { return w.Counted > 0 }

// Of returns a metric that is known by window, see [Metric.ByWindow]. It is
// unknown where there was nothing to measure it by: no success, no p99.
func (w Window) Of(m Metric) (value float64, known bool) {
	if !m.ByWindow() {
		return 0, false
	}
	return m.Of(Cell{PhaseFigures: measure.PhaseFigures{Figures: w.figures()}})
}

// figures returns the figures that a window tells, the others zero.
func (w Window) figures() measure.Figures {
	rate := func(n int32) float64 { return over(float64(n), w.Length.Seconds()) }
	share := func(n int32) float64 { return over(float64(n), float64(w.Counted)) }
	return measure.Figures{
		Users: int64(w.Users), Attempts: int64(w.Attempts), Cut: int64(w.Attempts - w.Counted), Sent: int64(w.Sent),
		Offered: rate(w.Users), AttemptRate: rate(w.Attempts), Throughput: rate(w.Answered),
		Goodput: rate(w.OK), GoodputSLO: rate(w.InSLO),
		Success: share(w.OK), InSLO: share(w.InSLO), Rejected: share(w.Refused), TimedOut: share(w.Late), Failed: share(w.Wrong),
		InFlight: over(w.Gauge.Seconds(), w.Length.Seconds()),
		Response: measure.Latency{Count: int64(w.OK), P50: w.P50, P99: w.P99},
		Lag:      measure.Latency{Count: int64(w.Sent), P99: w.LagP99},
	}
}

// joined returns w and the window after it as one. There are no histograms to
// merge, so that of a percentile the higher is kept.
func (w Window) joined(next Window) Window {
	w.Length += next.Length
	w.Gauge += next.Gauge
	w.P50, w.P99, w.LagP99 = max(w.P50, next.P50), max(w.P99, next.P99), max(w.LagP99, next.LagP99)
	for _, sum := range []struct{ to, of *int32 }{
		{&w.Users, &next.Users}, {&w.Attempts, &next.Attempts}, {&w.Sent, &next.Sent}, {&w.Counted, &next.Counted},
		{&w.OK, &next.OK}, {&w.InSLO, &next.InSLO}, {&w.Refused, &next.Refused}, {&w.Late, &next.Late},
		{&w.Wrong, &next.Wrong}, {&w.Answered, &next.Answered},
	} {
		*sum.to += *sum.of
	}
	return w
}

// WholeSeconds returns the whole seconds of a phase: its windows, those shorter than a
// second taken together from the phase's start on. What is left over at the end
// belongs to the second before it. Windows that reach beyond the phase are left
// out, and longer ones stand for a second each.
func WholeSeconds(windows []Window, p measure.Phase) []Window {
	var out []Window
	for _, w := range windows {
		if w.Start < p.Start || w.Start+w.Length > p.End {
			continue
		}
		if last := len(out) - 1; last >= 0 && out[last].Length < time.Second {
			out[last] = out[last].joined(w)
			continue
		}
		out = append(out, w)
	}
	if n := len(out); n > 1 && out[n-1].Length < time.Second {
		out[n-2] = out[n-2].joined(out[n-1])
		out = out[:n-1]
	}
	return out
}
