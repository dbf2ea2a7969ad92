package proxy

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"matchday/targets/bulkhead"
	"matchday/targets/model"
)

// bounds are the upper bounds of the histograms' buckets in seconds, 1-2-5 from
// a tenth of a millisecond to a hundred seconds.
func bounds() []float64 {
	var out []float64
	for decade := 1e-4; decade < 50; decade *= 10 {
		out = append(out, decade, 2*decade, 5*decade)
	}
	return append(out, 100)
}

// books are what a lane keeps account of beside its doors. They are guarded by
// its lock.
type books struct {
	began     time.Time
	base      bulkhead.Snapshot // what was before they began
	abandoned int64             // ended by the caller while inside
	failed    int64             // not answered by the service, or not to the end

	waits    prometheus.Histogram // for a seat, of those who got one
	services prometheus.Histogram // inside
	refusals prometheus.Histogram // from arrival to being turned away
}

func newBooks(route string) *books {
	return &books{
		began:    time.Now(),
		waits:    histogram("wait_seconds", "Wait for a seat of requests that got one.", route),
		services: histogram("service_seconds", "Time inside.", route),
		refusals: histogram("refuse_seconds", "From arrival to refusal of requests that were refused.", route),
	}
}

func histogram(name, help, route string) prometheus.Histogram {
	return prometheus.NewHistogram(prometheus.HistogramOpts{
		Name: namespace + name, Help: help, ConstLabels: prometheus.Labels{routeLabel: route}, Buckets: bounds(),
	})
}

// enter books a request that is out again.
func (b *books) enter(e ending, waited, took time.Duration) {
	b.waits.Observe(waited.Seconds())
	b.services.Observe(took.Seconds())
	switch e {
	case failed:
		b.failed++
	case abandoned:
		b.abandoned++
	}
}

// counters tells in the terms of all targets what happened at the doors since
// the books began.
func (b *books) counters(s bulkhead.Snapshot) model.Counters {
	return model.Counters{
		Uptime:        time.Since(b.began),
		Accepted:      s.Arrived(),
		Completed:     s.Admitted - int64(s.Inside) - b.abandoned - b.failed,
		RejectedFull:  s.Full,
		RejectedWait:  s.Expired,
		RejectedLate:  s.Late,
		RejectedLimit: s.Limited,
		Abandoned:     s.Cancelled + b.abandoned,
		Failed:        b.failed,
		Inside:        int64(s.Inside),
		Queued:        int64(s.Queued),
		MaxInside:     int64(s.MaxInside),
		MaxInSystem:   int64(s.MaxInside + s.MaxQueued),
		InsideTime:    s.InsideTime,
		QueuedTime:    s.QueuedTime,
		FullTime:      s.FullTime,
	}
}

// A report is what a lane did since its books began, all at one instant.
type report struct {
	model.Counters
	Doors int `json:"doors"` // bulkheads, more than one only if each value of a header has its own

	snapshot                  bulkhead.Snapshot
	setting                   bulkhead.Setting
	waits, services, refusals prometheus.Histogram
}

// report reads the books.
func (l *lane) report() report {
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.books
	s := since(l.doors.snapshot(), b.base)
	return report{
		Counters: b.counters(s), Doors: l.doors.count(), snapshot: s,
		setting: l.doors.setting, waits: b.waits, services: b.services, refusals: b.refusals,
	}
}

// reset begins new books. Requests under way stay, and are the first in them;
// so does the most there ever were of a door that somebody is in.
func (l *lane) reset() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.doors.clear()
	l.books = newBooks(l.route.Name())
	l.books.base = l.doors.snapshot()
}
