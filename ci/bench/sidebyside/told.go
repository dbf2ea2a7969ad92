package main

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// toldByMatchday reads the response time of the whole run: from when a request
// was due.
func toldByMatchday(text []byte) (latencies, error) {
	var doc struct {
		Variants []struct {
			Cells []struct {
				Name     string
				Response struct {
					Count int   `json:"count"`
					P50   int64 `json:"p50_ns"`
					P90   int64 `json:"p90_ns"`
					P99   int64 `json:"p99_ns"`
					P999  int64 `json:"p999_ns"`
				}
			}
		}
	}
	if err := json.Unmarshal(text, &doc); err != nil {
		return nil, fmt.Errorf("the comparison of matchday: %w", err)
	}
	for _, v := range doc.Variants {
		for _, c := range v.Cells {
			if r := c.Response; c.Name == "all" && r.Count > 0 {
				return latencies{.5: time.Duration(r.P50), .9: time.Duration(r.P90), .99: time.Duration(r.P99), .999: time.Duration(r.P999)}, nil
			}
		}
	}
	return nil, fmt.Errorf("the comparison of matchday has no variant with a cell named all and answers in it")
}

// toldByVegeta reads the report in nanoseconds. It has no 99.9th percentile.
func toldByVegeta(text []byte) (latencies, error) {
	var doc struct {
		Requests  int
		Latencies struct {
			P50 int64 `json:"50th"`
			P90 int64 `json:"90th"`
			P99 int64 `json:"99th"`
		}
	}
	if err := json.Unmarshal(text, &doc); err != nil {
		return nil, fmt.Errorf("the report of vegeta: %w", err)
	}
	l := doc.Latencies
	return some("vegeta", doc.Requests, latencies{.5: time.Duration(l.P50), .9: time.Duration(l.P90), .99: time.Duration(l.P99)})
}

// toldByFortio reads seconds, by percentile.
func toldByFortio(text []byte) (latencies, error) {
	var doc struct {
		DurationHistogram struct {
			Count       int
			Percentiles []struct{ Percentile, Value float64 }
		}
	}
	if err := json.Unmarshal(text, &doc); err != nil {
		return nil, fmt.Errorf("the result of fortio: %w", err)
	}
	out := latencies{}
	for _, p := range doc.DurationHistogram.Percentiles {
		out[share(p.Percentile)] = seconds(p.Value)
	}
	return some("fortio", doc.DurationHistogram.Count, out)
}

// toldByBombardier reads microseconds, by percentile. The 99th is the last.
func toldByBombardier(text []byte) (latencies, error) {
	var doc struct {
		Result struct {
			Req2xx  int
			Latency struct{ Percentiles map[string]float64 }
		}
	}
	if err := json.Unmarshal(text, &doc); err != nil {
		return nil, fmt.Errorf("the result of bombardier: %w", err)
	}
	out := latencies{}
	for name, v := range doc.Result.Latency.Percentiles {
		p, err := strconv.ParseFloat(name, 64)
		if err != nil {
			return nil, fmt.Errorf("the result of bombardier: percentile %q is not a number such as 99", name)
		}
		out[share(p)] = seconds(v / 1e6)
	}
	return some("bombardier", doc.Result.Req2xx, out)
}

// toldByPlow reads durations with their units, by names such as P99.9.
func toldByPlow(text []byte) (latencies, error) {
	var doc struct {
		Summary     struct{ Count int }
		Percentiles map[string]string
	}
	if err := json.Unmarshal(text, &doc); err != nil {
		return nil, fmt.Errorf("the summary of plow: %w", err)
	}
	out := latencies{}
	for name, v := range doc.Percentiles {
		p, err := strconv.ParseFloat(strings.TrimPrefix(name, "P"), 64)
		if err != nil {
			return nil, fmt.Errorf("the summary of plow: percentile %q is not one such as P99", name)
		}
		if out[share(p)], err = time.ParseDuration(v); err != nil {
			return nil, fmt.Errorf("the summary of plow: %s %q is not a duration such as 1.5ms", name, v)
		}
	}
	return some("plow", doc.Summary.Count, out)
}

// toldByK6 reads milliseconds, by names such as p(99.9).
func toldByK6(text []byte) (latencies, error) {
	var doc struct {
		Metrics struct {
			Requests struct{ Count int }        `json:"http_reqs"`
			Duration map[string]json.RawMessage `json:"http_req_duration"`
		}
	}
	if err := json.Unmarshal(text, &doc); err != nil {
		return nil, fmt.Errorf("the summary of k6: %w", err)
	}
	out := latencies{}
	for _, q := range quantiles() {
		var v float64
		name := "p(" + strconv.FormatFloat(percent(q), 'f', -1, 64) + ")"
		if raw, ok := doc.Metrics.Duration[name]; ok && json.Unmarshal(raw, &v) == nil {
			out[q] = seconds(v / 1e3)
		}
	}
	return some("k6", doc.Metrics.Requests.Count, out)
}

// heyLine is a row of hey's table of latencies. Some versions write the
// percent sign twice.
var heyLine = regexp.MustCompile(`(?m)^\s*(\d+(?:\.\d+)?)%{1,2} in (\d+\.\d+) secs\s*$`)

// toldByHey reads the table in seconds with four places. The 99th percentile
// is its last.
func toldByHey(text []byte) (latencies, error) {
	out := latencies{}
	for _, m := range heyLine.FindAllStringSubmatch(string(text), -1) {
		p, err := strconv.ParseFloat(m[1], 64)
		if err != nil {
			continue // only for a number too large to be a percentile
		}
		v, err := strconv.ParseFloat(m[2], 64)
		if err != nil {
			continue
		}
		out[share(p)] = seconds(v)
	}
	return some("hey", len(out), out)
}

// some refuses figures of no requests at all: tools print zeros for them.
func some(name string, count int, l latencies) (latencies, error) {
	if count == 0 || len(l) == 0 {
		return nil, fmt.Errorf("%s tells of no answers", name)
	}
	return l, nil
}

// share turns a percentile into the nearest quantile of five places: 99.9/100
// is not .999 to the last bit.
func share(percentile float64) float64 {
	q, _ := strconv.ParseFloat(strconv.FormatFloat(percentile/100, 'f', 5, 64), 64)
	return q
}

// percent is the way back, to three places.
func percent(q float64) float64 {
	p, _ := strconv.ParseFloat(strconv.FormatFloat(100*q, 'f', 3, 64), 64)
	return p
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }
