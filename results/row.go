package results

import (
	"fmt"
	"slices"
	"time"

	"matchday/measure"
)

// A Row is one window of a trial as it stands in timeline.csv: its counts, and
// the quantiles that a chart needs, so that its histograms need not be read. A
// quantile is 0 where there was nothing to measure.
type Row struct {
	measure.Window
	P50       time.Duration // response time of successes
	P99       time.Duration
	LagP99    time.Duration // lag of every attempt that left
	RejectP50 time.Duration // time to be turned away
	RejectP99 time.Duration
	FailP50   time.Duration // response time of those that left and failed, other than by timing out
	FailP99   time.Duration
}

// RowOf returns the row of a window, with its histograms where it has them.
func RowOf(w measure.Window) Row {
	r := Row{Window: w}
	if l := w.Latency; l != nil {
		r.P50 = l.Response[measure.OK].Quantile(.5)
		r.P99 = l.Response[measure.OK].Quantile(.99)
		r.LagP99 = l.Lag.Quantile(.99)
		r.RejectP50 = l.Response[measure.Rejected].Quantile(.5)
		r.RejectP99 = l.Response[measure.Rejected].Quantile(.99)
		failed := failures(l)
		r.FailP50, r.FailP99 = failed.Quantile(.5), failed.Quantile(.99)
	}
	return r
}

// failures returns the response times of all that left and failed.
func failures(l *measure.Latencies) measure.Hist {
	var all measure.Hist
	for o := range measure.Outcome(measure.Outcomes) {
		if o.Failed() && o != measure.Unsent {
			all.Merge(l.Response[o])
		}
	}
	return all
}

// rowColumns returns the columns of timeline.csv.
func rowColumns() []column[Row] {
	return slices.Concat(
		[]column[Row]{
			span("start_s", time.Second, func(r *Row) *time.Duration { return &r.Start }),
			span("length_s", time.Second, func(r *Row) *time.Duration { return &r.Length }),
			whole("users", func(r *Row) *int64 { return &r.Users }),
		},
		byOutcome("", func(r *Row) *measure.ByOutcome { return &r.Attempts }),
		byOutcome("users_", func(r *Row) *measure.ByOutcome { return &r.Final }),
		[]column[Row]{
			whole("in_slo", func(r *Row) *int64 { return &r.InSLO }),
			whole("users_in_slo", func(r *Row) *int64 { return &r.UsersInSLO }),
			whole("sent_due", func(r *Row) *int64 { return &r.SentDue }),
			whole("sent", func(r *Row) *int64 { return &r.Sent }),
			whole("answered", func(r *Row) *int64 { return &r.Answered }),
			whole("good", func(r *Row) *int64 { return &r.Good }),
			span("occupied_s", time.Second, func(r *Row) *time.Duration { return &r.Occupied }),
			span("gauge_s", time.Second, func(r *Row) *time.Duration { return &r.Gauge }),
			whole("max_flight", func(r *Row) *int { return &r.MaxFlight }),
			whole("in_bytes", func(r *Row) *int64 { return &r.BytesIn }),
			whole("out_bytes", func(r *Row) *int64 { return &r.BytesOut }),
			quantile("p50_ms", func(r *Row) *time.Duration { return &r.P50 }),
			quantile("p99_ms", func(r *Row) *time.Duration { return &r.P99 }),
			quantile("lag_p99_ms", func(r *Row) *time.Duration { return &r.LagP99 }),
			quantile("reject_p50_ms", func(r *Row) *time.Duration { return &r.RejectP50 }),
			quantile("reject_p99_ms", func(r *Row) *time.Duration { return &r.RejectP99 }),
			quantile("fail_p50_ms", func(r *Row) *time.Duration { return &r.FailP50 }),
			quantile("fail_p99_ms", func(r *Row) *time.Duration { return &r.FailP99 }),
		},
	)
}

// follows returns an error unless the row is the one that comes after those
// that end at the given instant. Whoever reads a timeline counts on windows
// without gaps.
func (r Row) follows(end time.Duration) error {
	if r.Start != end || r.Length <= 0 {
		return fmt.Errorf("the window from %v for %v does not follow the one that ends at %v", r.Start, r.Length, end)
	}
	return nil
}

// sampleColumns returns the columns of samples.csv.
func sampleColumns() []column[measure.Sample] {
	type sample = measure.Sample
	return []column[sample]{
		whole("user", func(s *sample) *int64 { return &s.User }),
		whole("attempt", func(s *sample) *int { return &s.Attempt }),
		yesno("last", func(s *sample) *bool { return &s.Last }),
		span("arrived_s", time.Second, func(s *sample) *time.Duration { return &s.Arrived }),
		span("due_s", time.Second, func(s *sample) *time.Duration { return &s.Due }),
		span("sent_s", time.Second, func(s *sample) *time.Duration { return &s.Sent }),
		span("first_byte_s", time.Second, func(s *sample) *time.Duration { return &s.FirstByte }),
		span("done_s", time.Second, func(s *sample) *time.Duration { return &s.Done }),
		outcome("outcome", func(s *sample) *measure.Outcome { return &s.Outcome }),
		whole("status", func(s *sample) *int { return &s.Status }),
		whole("request", func(s *sample) *int { return &s.Request }),
		whole("in_bytes", func(s *sample) *int64 { return &s.BytesIn }),
		whole("out_bytes", func(s *sample) *int64 { return &s.BytesOut }),
		span("queued_s", time.Second, func(s *sample) *time.Duration { return &s.Queued }),
		span("inside_s", time.Second, func(s *sample) *time.Duration { return &s.Inside }),
	}
}
