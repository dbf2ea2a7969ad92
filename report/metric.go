package report

import (
	"fmt"
	"strings"
	"time"

	"matchday/measure"
)

// A Unit says how a metric's value is written.
type Unit string

// The units of metrics. Values are in the base unit: shares in [0,1], durations
// in seconds, rates per second, counts as they are.
const (
	Share   Unit = "share"
	Seconds Unit = "seconds"
	Rate    Unit = "rate"
	Count   Unit = "count"
)

// A Direction says which way of a metric is better.
type Direction int8

// The directions of metrics.
const (
	Lower   Direction = -1
	Neither Direction = 0
	Higher  Direction = 1
)

// A Metric is one figure that can be shown, compared and judged.
type Metric struct {
	Name   string // as rules and files call it
	Title  string // as a table's header calls it
	Unit   Unit
	Better Direction
	Doc    string // one line: what it means

	of func(Cell) (value float64, known bool)
}

// Of returns the metric's value in a cell. It is unknown when nothing was
// measured that it could be read from, which is never the same as zero.
func (m Metric) Of(c Cell) (value float64, known bool) { return m.of(c) }

// IsolationMetric is the name of the only metric that streams alone have.
const IsolationMetric = "isolation"

// Metrics is the one table of figures. It is not changed at run time.
func Metrics() []Metric {
	return []Metric{
		users("users_served", "served", Higher, "users with at least one success in time, of those who came", func(f measure.Figures) float64 { return f.UsersServed }),
		users("users_in_slo", "in SLO", Higher, "users served by an attempt within the SLO", func(f measure.Figures) float64 { return f.UsersInSLO }),
		users("users_rejected", "rejected", Lower, "users turned away for good", func(f measure.Figures) float64 { return f.UsersRejected }),
		users("users_timed_out", "timed out", Lower, "users who waited in vain, all their attempts included", func(f measure.Figures) float64 { return f.UsersTimedOut }),
		users("users_failed", "failed", Lower, "users lost to any other failure", func(f measure.Figures) float64 { return f.UsersFailed }),
		attempts("goodput", "good", Higher, "attempts answered well and in time", func(f measure.Figures) float64 { return f.Success }),
		attempts("goodput_slo", "good in SLO", Higher, "attempts answered well within the SLO", func(f measure.Figures) float64 { return f.InSLO }),
		attempts("rejected", "rejected", Lower, "attempts turned away", func(f measure.Figures) float64 { return f.Rejected }),
		attempts("timed_out", "timed out", Lower, "attempts that timed out", func(f measure.Figures) float64 { return f.TimedOut }),
		attempts("failed", "failed", Lower, "attempts that failed otherwise", func(f measure.Figures) float64 { return f.Failed }),
		rate("offered", "offered", Neither, "users due per second", func(f measure.Figures) float64 { return f.Offered }),
		rate("attempt_rate", "attempts", Neither, "attempts due per second", func(f measure.Figures) float64 { return f.AttemptRate }),
		rate("throughput", "throughput", Higher, "answers of any kind per second", func(f measure.Figures) float64 { return f.Throughput }),
		rate("good_rate", "good/s", Higher, "successes in time per second", func(f measure.Figures) float64 { return f.Goodput }),
		rate("good_rate_slo", "good/s in SLO", Higher, "successes within the SLO per second", func(f measure.Figures) float64 { return f.GoodputSLO }),
		quantile("p10", .1), quantile("p20", .2), quantile("p30", .3), quantile("p40", .4),
		latency("p50", "p50", "response time of successes, median", response, func(l measure.Latency) time.Duration { return l.P50 }),
		quantile("p60", .6), quantile("p70", .7), quantile("p80", .8),
		latency("p90", "p90", "response time of successes, 90th percentile", response, func(l measure.Latency) time.Duration { return l.P90 }),
		quantile("p95", .95),
		latency("p99", "p99", "response time of successes, 99th percentile", response, func(l measure.Latency) time.Duration { return l.P99 }),
		latency("p999", "p99.9", "response time of successes, 99.9th percentile", response, func(l measure.Latency) time.Duration { return l.P999 }),
		latency("mean", "mean", "response time of successes, mean", response, func(l measure.Latency) time.Duration { return l.Mean }),
		latency("max", "max", "response time of successes, longest", response, func(l measure.Latency) time.Duration { return l.Max }),
		latency("p50_all", "p50 all", "the median with failures counted as a full timeout, those turned away left out", waited, func(l measure.Latency) time.Duration { return l.P50 }),
		latency("p99_all", "p99 all", "the 99th percentile with failures counted as a full timeout, those turned away left out", waited, func(l measure.Latency) time.Duration { return l.P99 }),
		latency("reject_p50", "reject p50", "time to be turned away, median", rejects, func(l measure.Latency) time.Duration { return l.P50 }),
		latency("reject_p99", "reject p99", "time to be turned away, 99th percentile", rejects, func(l measure.Latency) time.Duration { return l.P99 }),
		latency("service_p50", "service p50", "service time of successes, median", service, func(l measure.Latency) time.Duration { return l.P50 }),
		latency("service_p99", "service p99", "service time of successes, 99th percentile", service, func(l measure.Latency) time.Duration { return l.P99 }),
		latency("lag_p50", "lag p50", "how late the generator was, median", lag, func(l measure.Latency) time.Duration { return l.P50 }),
		latency("lag_p99", "lag p99", "how late the generator was, 99th percentile", lag, func(l measure.Latency) time.Duration { return l.P99 }),
		latency("network_p50", "network p50", "service time that the target knows nothing of, by its own word; median", network, func(l measure.Latency) time.Duration { return l.P50 }),
		latency("network_p99", "network p99", "service time that the target knows nothing of, 99th percentile", network, func(l measure.Latency) time.Duration { return l.P99 }),
		latency("queue_p50", "queue p50", "waiting in the target, by its own word; median", queue, func(l measure.Latency) time.Duration { return l.P50 }),
		latency("queue_p99", "queue p99", "waiting in the target, 99th percentile", queue, func(l measure.Latency) time.Duration { return l.P99 }),
		latency("inside_p50", "inside p50", "in work in the target, by its own word; median", inside, func(l measure.Latency) time.Duration { return l.P50 }),
		latency("inside_p99", "inside p99", "in work in the target, 99th percentile", inside, func(l measure.Latency) time.Duration { return l.P99 }),
		count("in_flight", "in flight", Lower, "attempts in flight, mean", func(f measure.Figures) float64 { return f.InFlight }),
		{"max_in_flight", "in flight max", Count, Lower, "most attempts in flight at once", func(c Cell) (float64, bool) {
			return float64(c.MaxInFlight), c.Attempts > 0 && (c.MaxInFlight > 0 || c.Sent == 0) // of a stream alone it is not known
		}},
		count("amplification", "attempts/user", Lower, "attempts for each user", func(f measure.Figures) float64 { return f.Amplification }),
		{IsolationMetric, "isolation", Share, Higher, "how little the peaks of others moved a steady stream: its goodput in them by that before, times its p99 before by that in them", isolation},
		count("unsent", "unsent", Lower, "attempts the generator could not send", func(f measure.Figures) float64 { return float64(f.Unsent) }),
	}
}

// Lookup returns the metric of that name.
func Lookup(name string) (Metric, error) {
	var names []string
	for _, m := range Metrics() {
		if m.Name == name {
			return m, nil
		}
		names = append(names, m.Name)
	}
	return Metric{}, fmt.Errorf("metric %q is not one of %s", name, strings.Join(names, ", "))
}

func response(f measure.Figures) measure.Latency { return f.Response }
func waited(f measure.Figures) measure.Latency   { return f.Waited }
func rejects(f measure.Figures) measure.Latency  { return f.RejectTime }
func service(f measure.Figures) measure.Latency  { return f.Service }
func lag(f measure.Figures) measure.Latency      { return f.Lag }
func network(f measure.Figures) measure.Latency  { return f.Split.Network }
func queue(f measure.Figures) measure.Latency    { return f.Split.Queued }
func inside(f measure.Figures) measure.Latency   { return f.Split.Inside }

// figure reads one number off the figures of a cell.
type figure = func(measure.Figures) float64

func users(name, title string, better Direction, doc string, of figure) Metric {
	return Metric{name, title, Share, better, doc, func(c Cell) (float64, bool) { return of(c.Figures), ended(c.Figures) }}
}

// ended tells whether any user's story has an end, since the shares of those who
// came then sum to one.
func ended(f measure.Figures) bool {
	return f.UsersServed+f.UsersRejected+f.UsersTimedOut+f.UsersFailed > 0
}

func attempts(name, title string, better Direction, doc string, of figure) Metric {
	return Metric{name, title, Share, better, doc, func(c Cell) (float64, bool) { return of(c.Figures), c.Attempts > c.Cut }}
}

func rate(name, title string, better Direction, doc string, of figure) Metric {
	return Metric{name, title, Rate, better, doc, func(c Cell) (float64, bool) { return of(c.Figures), true }}
}

func count(name, title string, better Direction, doc string, of figure) Metric {
	return Metric{name, title, Count, better, doc, func(c Cell) (float64, bool) { return of(c.Figures), c.Attempts > 0 }}
}

func latency(name, title, doc string, from func(measure.Figures) measure.Latency, of func(measure.Latency) time.Duration) Metric {
	return Metric{name, title, Seconds, Lower, doc, func(c Cell) (float64, bool) {
		l := from(c.Figures)
		return of(l).Seconds(), l.Count > 0
	}}
}

// quantile reads off the histogram of a cell what its figures do not keep. A
// cell whose histograms could not be read has none, and the quantile is unknown.
func quantile(name string, q float64) Metric {
	doc := fmt.Sprintf("response time of successes, %.0fth percentile", 100*q)
	return Metric{name, name, Seconds, Lower, doc, func(c Cell) (float64, bool) {
		h := c.Stretch.Response[measure.OK]
		longest := c.Response.Max // the histogram's resolution puts some above the timeout
		return min(h.Quantile(q), longest).Seconds(), h.Count() > 0 && c.Response.Count > 0
	}}
}
