package reference

import (
	"net/http"
	"slices"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"matchday/targets/model"
)

// metrics returns the page for Prometheus, from a registry of its own.
func metrics(station *Station) http.Handler {
	registry := prometheus.NewRegistry()
	registry.MustRegister(
		collector{station},
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	return promhttp.HandlerFor(registry, promhttp.HandlerOpts{})
}

// A collector takes one consistent set of figures from a station when the page
// is asked for, so that serving orders costs nothing extra.
type collector struct{ station *Station }

// A metric is one figure on the page.
type metric struct {
	desc *prometheus.Desc
	kind prometheus.ValueType
	read func(model.Counters) float64
}

func counter(name, help string, read func(model.Counters) float64) metric {
	return metric{describe(name, help), prometheus.CounterValue, read}
}

func gauge(name, help string, read func(model.Counters) float64) metric {
	return metric{describe(name, help), prometheus.GaugeValue, read}
}

func rejected(reason string, read func(model.Counters) float64) metric {
	desc := prometheus.NewDesc("matchday_target_rejected_total", "Requests refused by the bulkhead.",
		nil, prometheus.Labels{"reason": reason})
	return metric{desc, prometheus.CounterValue, read}
}

func describe(name, help string) *prometheus.Desc {
	return prometheus.NewDesc("matchday_target_"+name, help, nil, nil)
}

var (
	page = [...]metric{
		counter("accepted_total", "Requests that arrived.", func(c model.Counters) float64 { return float64(c.Accepted) }),
		counter("completed_total", "Requests served to the end.", func(c model.Counters) float64 { return float64(c.Completed) }),
		counter("completed_late_total", "Requests served to the end for a caller who had left.",
			func(c model.Counters) float64 { return float64(c.CompletedLate) }),
		rejected("full", func(c model.Counters) float64 { return float64(c.RejectedFull) }),
		rejected("wait", func(c model.Counters) float64 { return float64(c.RejectedWait) }),
		counter("abandoned_total", "Requests dropped because the caller had left.",
			func(c model.Counters) float64 { return float64(c.Abandoned) }),
		gauge("inside", "Requests being served.", func(c model.Counters) float64 { return float64(c.Inside) }),
		gauge("queued", "Requests waiting for a seat.", func(c model.Counters) float64 { return float64(c.Queued) }),
		gauge("zombies", "Requests inside or queued for a caller who has left.",
			func(c model.Counters) float64 { return float64(c.Zombies) }),
		gauge("in_system_max", "Most requests inside and queued ever.", func(c model.Counters) float64 { return float64(c.MaxInSystem) }),
		counter("inside_seconds_total", "Time integral of requests being served.",
			func(c model.Counters) float64 { return c.InsideTime.Seconds() }),
		counter("queued_seconds_total", "Time integral of requests waiting for a seat.",
			func(c model.Counters) float64 { return c.QueuedTime.Seconds() }),
		counter("full_seconds_total", "Time during which a newcomer would have been refused.",
			func(c model.Counters) float64 { return c.FullTime.Seconds() }),
		counter("work_done_seconds_total", "CPU time given to requests.", func(c model.Counters) float64 { return c.WorkDone.Seconds() }),
		counter("work_wasted_seconds_total", "CPU time given to requests whose caller has left.",
			func(c model.Counters) float64 { return c.WorkWasted.Seconds() }),
	}
	waitDesc    = describe("wait_seconds", "Wait for a seat of requests served to the end.")
	serviceDesc = describe("service_seconds", "Time inside of requests served to the end.")
)

// pages returns the figures of a station.
func (c collector) pages() []metric {
	if c.station.options.Database == nil {
		return page[:]
	}
	return slices.Concat(page[:], databasePage[:])
}

// Describe sends the description of every figure.
func (c collector) Describe(out chan<- *prometheus.Desc) {
	for _, m := range c.pages() {
		out <- m.desc
	}
	out <- waitDesc
	out <- serviceDesc
}

// Collect sends every figure, all of the same instant.
func (c collector) Collect(out chan<- prometheus.Metric) {
	counters, waits, services := c.station.observe()
	for _, m := range c.pages() {
		out <- prometheus.MustNewConstMetric(m.desc, m.kind, m.read(counters))
	}
	out <- waits.metric(waitDesc)
	out <- services.metric(serviceDesc)
}

func (h histogram) metric(desc *prometheus.Desc) prometheus.Metric {
	count, buckets := h.cumulative()
	return prometheus.MustNewConstHistogram(desc, count, h.sum.Seconds(), buckets)
}
