package reference

import (
	"net/http"
	"slices"
	"strings"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"matchday/targets/gallery"
	"matchday/targets/model"
)

// metricsPage returns the page for Prometheus, from a registry of its own.
func metricsPage(service Service) http.Handler {
	registry := prometheus.NewRegistry()
	registry.MustRegister(
		collector{service},
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	return promhttp.HandlerFor(registry, promhttp.HandlerOpts{})
}

// A collector takes one consistent set of figures from a service when the page
// is asked for, so that serving orders costs nothing extra.
type collector struct{ service Service }

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
		rejected("deadline", func(c model.Counters) float64 { return float64(c.RejectedLate) }),
		rejected("limit", func(c model.Counters) float64 { return float64(c.RejectedLimit) }),
		counter("failed_total", "Requests that ended in an error which their callers were told.",
			func(c model.Counters) float64 { return float64(c.Failed) }),
		counter("lost_total", "Requests that nobody will ever answer, because the worker died.",
			func(c model.Counters) float64 { return float64(c.Lost) }),
		counter("wrong_total", "Requests answered with a number that an earlier answer bore.",
			func(c model.Counters) float64 { return float64(c.Wrong) }),
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

// pages returns the figures that all services tell, and those of a database
// where there is one.
func (o observation) pages() []metric {
	if !o.database {
		return page[:]
	}
	return slices.Concat(page[:], databasePage[:])
}

// Describe sends the description of every figure. A service has always the same
// ones.
func (c collector) Describe(out chan<- *prometheus.Desc) {
	o := c.service.observe()
	for _, m := range o.pages() {
		out <- m.desc
	}
	for _, g := range o.gauges {
		out <- describe(g.Name, g.Help)
	}
	out <- waitDesc
	out <- serviceDesc
}

// Collect sends every figure, all of the same instant.
func (c collector) Collect(out chan<- prometheus.Metric) {
	o := c.service.observe()
	for _, m := range o.pages() {
		out <- prometheus.MustNewConstMetric(m.desc, m.kind, m.read(o.counters))
	}
	for _, g := range o.gauges {
		out <- prometheus.MustNewConstMetric(describe(g.Name, g.Help), kindOf(g), g.Value)
	}
	out <- o.waits.metric(waitDesc)
	out <- o.services.metric(serviceDesc)
}

// kindOf tells by the name of a gauge what it is to Prometheus: names of counts
// end in _total there.
func kindOf(g gallery.Gauge) prometheus.ValueType {
	if strings.HasSuffix(g.Name, "_total") {
		return prometheus.CounterValue
	}
	return prometheus.GaugeValue
}

func (h histogram) metric(desc *prometheus.Desc) prometheus.Metric {
	count, buckets := h.cumulative()
	return prometheus.MustNewConstHistogram(desc, count, h.sum.Seconds(), buckets)
}
