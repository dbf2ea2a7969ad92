package proxy

import (
	"math"
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"matchday/targets/bulkhead"
)

const (
	namespace  = "matchday_proxy_"
	routeLabel = "route"
)

// metrics returns the page for Prometheus, from a registry of its own.
func (p *Proxy) metrics() http.Handler {
	registry := prometheus.NewRegistry()
	registry.MustRegister(
		collector{p, figures()},
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	return promhttp.HandlerFor(registry, promhttp.HandlerOpts{})
}

// A collector reads the books when the page is asked for, so that it costs
// requests nothing.
type collector struct {
	proxy *Proxy
	page  []metric
}

// A metric is one figure of every route.
type metric struct {
	desc *prometheus.Desc
	kind prometheus.ValueType
	read func(report) float64
}

func counter(name, help string, read func(report) float64) metric {
	return metric{prometheus.NewDesc(namespace+name, help, []string{routeLabel}, nil), prometheus.CounterValue, read}
}

func gauge(name, help string, read func(report) float64) metric {
	return metric{prometheus.NewDesc(namespace+name, help, []string{routeLabel}, nil), prometheus.GaugeValue, read}
}

func refused(reason bulkhead.Refusal) metric {
	desc := prometheus.NewDesc(namespace+"refused_total", "Requests refused by the bulkhead.",
		[]string{routeLabel}, prometheus.Labels{"reason": reason.Reason()})
	return metric{desc, prometheus.CounterValue, func(r report) float64 { return float64(r.snapshot.Refused(reason)) }}
}

// figures returns what the page tells of every route.
func figures() []metric {
	page := []metric{
		counter("requests_total", "Requests that came.", func(r report) float64 { return float64(r.Accepted) }),
		counter("admitted_total", "Requests that got a seat.", func(r report) float64 { return float64(r.snapshot.Admitted) }),
		counter("completed_total", "Requests answered after they got a seat.", func(r report) float64 { return float64(r.Completed) }),
		counter("abandoned_total", "Requests whose caller left, queued or inside.", func(r report) float64 { return float64(r.Abandoned) }),
		counter("upstream_errors_total", "Requests that the service did not answer, or not to the end.",
			func(r report) float64 { return float64(r.Failed) }),
		gauge("inside", "Requests at the service.", func(r report) float64 { return float64(r.Inside) }),
		gauge("queued", "Requests waiting for a seat.", func(r report) float64 { return float64(r.Queued) }),
		gauge("inside_limit", "Most that may be inside, of each bulkhead.", func(r report) float64 { return insideLimit(r.setting) }),
		gauge("queued_limit", "Most that may be queued, of each bulkhead.", func(r report) float64 { return queuedLimit(r.setting) }),
		gauge("doors", "Bulkheads; more than one if each value of a header has its own.", func(r report) float64 { return float64(r.Doors) }),
		counter("inside_seconds_total", "Time integral of requests at the service.", func(r report) float64 { return r.InsideTime.Seconds() }),
		counter("queued_seconds_total", "Time integral of requests waiting for a seat.", func(r report) float64 { return r.QueuedTime.Seconds() }),
		counter("full_seconds_total", "Time at the limit, when a newcomer would have been refused.", func(r report) float64 { return r.FullTime.Seconds() }),
	}
	for _, reason := range bulkhead.Refusals() {
		page = append(page, refused(reason))
	}
	return page
}

// insideLimit returns the most that may be inside. A limit that adapts has none
// of its own.
func insideLimit(s bulkhead.Setting) float64 {
	if s.Inside == 0 {
		return math.Inf(1)
	}
	return float64(s.Inside)
}

func queuedLimit(s bulkhead.Setting) float64 {
	if s.Queue == bulkhead.Unbounded {
		return math.Inf(1)
	}
	return float64(s.Queue)
}

// Describe sends nothing: which routes there are is known to the proxy alone,
// and no two figures have the same name.
func (c collector) Describe(chan<- *prometheus.Desc) {}

// Collect sends every figure, all those of a route at the same instant.
func (c collector) Collect(out chan<- prometheus.Metric) {
	for _, l := range c.proxy.lanes {
		r := l.report()
		for _, m := range c.page {
			out <- prometheus.MustNewConstMetric(m.desc, m.kind, m.read(r), l.route.Name())
		}
		out <- r.waits
		out <- r.services
		out <- r.refusals
	}
}
