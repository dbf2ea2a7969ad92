package main

import (
	"maps"
	"strings"
	"testing"
	"time"
)

// Outputs of the tools, cut down to what is read and what could be mistaken
// for it.
const (
	matchdaySaid = `{"variants": [{"name": "none", "cells": [
		{"name": "base", "response": {"count": 9, "p50_ns": 1, "p90_ns": 1, "p99_ns": 1, "p999_ns": 1}},
		{"name": "all", "response": {"count": 9, "p50_ns": 208383, "p90_ns": 1122303, "p99_ns": 15056895, "p999_ns": 19513343},
		 "service": {"count": 9, "p50_ns": 2, "p90_ns": 2, "p99_ns": 2, "p999_ns": 2}}]}]}`
	vegetaSaid     = `{"latencies":{"total":5,"mean":536304,"50th":251225,"90th":1220179,"95th":1901911,"99th":4154930,"max":7},"requests":1000}`
	fortioSaid     = `{"DurationHistogram": {"Count": 960, "Percentiles": [{"Percentile": 50, "Value": 0.0005}, {"Percentile": 99.9, "Value": 0.004}]}, "ConnectionStats": {"Count": 64, "Percentiles": [{"Percentile": 50, "Value": 9}]}}`
	bombardierSaid = `{"result":{"req2xx":1010,"latency":{"mean":496.1,"percentiles":{"50":154,"75":372,"90":979,"95":2339,"99":7628}},"rps":{"percentiles":{"50":1005.7}}}}`
	plowSaid       = `{"Summary": {"Count": 1000}, "Percentiles": {"P50": "134µs", "P90": "814µs", "P99": "4.517ms", "P99.9": "1.2s"}}`
	k6Said         = `{"metrics": {"http_reqs": {"count": 1003, "rate": 995.6}, "iteration_duration": {"p(50)": 9},
		"http_req_duration": {"p(50)": 0.25, "p(90)": 1, "p(99)": 18.5, "p(99.9)": 25, "thresholds": {"p(99)<1": true}}}}`
	heySaid = `
Summary:
  Slowest:	0.1249 secs

Response time histogram:
  0.013 [954]	|■■■■

Latency distribution:
  10% in 0.0006 secs
  50% in 0.0025 secs
  90%% in 0.0094 secs
  99% in 0.1233 secs

Details (average, fastest, slowest):
  DNS+dialup:	0.0001 secs, 0.0001 secs, 0.1249 secs
`
)

const us, ms = time.Microsecond, time.Millisecond

func TestTold(t *testing.T) {
	check := func(name string, read func([]byte) (latencies, error), said string, want latencies) {
		t.Helper()
		got, err := read([]byte(said))
		maps.DeleteFunc(got, func(q float64, _ time.Duration) bool { _, known := want[q]; return !known })
		if err != nil || !maps.Equal(got, want) {
			t.Errorf("%s: %v, %v; want %v", name, got, err, want)
		}
	}
	check("matchday", toldByMatchday, matchdaySaid, latencies{.5: 208383, .9: 1122303, .99: 15056895, .999: 19513343})
	check("vegeta", toldByVegeta, vegetaSaid, latencies{.5: 251225, .9: 1220179, .99: 4154930})
	check("fortio", toldByFortio, fortioSaid, latencies{.5: 500 * us, .999: 4 * ms})
	check("bombardier", toldByBombardier, bombardierSaid, latencies{.5: 154 * us, .9: 979 * us, .99: 7628 * us})
	check("plow", toldByPlow, plowSaid, latencies{.5: 134 * us, .9: 814 * us, .99: 4517 * us, .999: 1200 * ms})
	check("k6", toldByK6, k6Said, latencies{.5: 250 * us, .9: ms, .99: 18500 * us, .999: 25 * ms})
	check("hey", toldByHey, heySaid, latencies{.5: 2500 * us, .9: 9400 * us, .99: 123300 * us})
}

// A tool whose requests all failed prints zeros; they must not be taken for
// the quickest answers of all.
func TestToldOfNothing(t *testing.T) {
	for _, c := range []struct {
		read func([]byte) (latencies, error)
		said string
		want string
	}{
		{toldByMatchday, strings.ReplaceAll(matchdaySaid, `"count": 9`, `"count": 0`), "no variant"},
		{toldByVegeta, strings.Replace(vegetaSaid, "1000}", "0}", 1), "vegeta tells of no answers"},
		{toldByFortio, strings.Replace(fortioSaid, "960", "0", 1), "fortio tells of no answers"},
		{toldByBombardier, strings.Replace(bombardierSaid, "1010", "0", 1), "bombardier tells of no answers"},
		{toldByPlow, strings.Replace(plowSaid, "1000", "0", 1), "plow tells of no answers"},
		{toldByPlow, strings.Replace(plowSaid, "814µs", "soon", 1), `P90 "soon" is not a duration`},
		{toldByK6, strings.Replace(k6Said, "1003", "0", 1), "k6 tells of no answers"},
		{toldByHey, "Summary:\n", "hey tells of no answers"},
	} {
		if got, err := c.read([]byte(c.said)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, %v; want an error with %q", c.said, got, err, c.want)
		}
	}
}

// Whatever tools print, it is either refused or there is something in it.
func FuzzTold(f *testing.F) {
	for _, said := range []string{matchdaySaid, vegetaSaid, fortioSaid, bombardierSaid, plowSaid, k6Said, heySaid} {
		f.Add([]byte(said))
	}
	f.Fuzz(func(t *testing.T, said []byte) {
		for _, tool := range tools() {
			if tool.told == nil {
				continue
			}
			if got, err := tool.told(said); (err == nil) == (len(got) == 0) {
				t.Errorf("%s: %q: %v, %v", tool.name, said, got, err)
			}
		}
	})
}
