package experiment

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"matchday/measure"
	"matchday/targets/bulkhead"
)

// read parses and builds a file.
func read(text string) (Experiment, error) {
	f, err := Parse("shop.yaml", []byte(text))
	if err != nil {
		return Experiment{}, err
	}
	return f.Build(fstest.MapFS{
		"order.json": {Data: []byte("{}")},
		"all.http":   {Data: []byte("GET http://127.0.0.1:1/a\n\nGET http://127.0.0.1:1/b\n")},
		"wrong.txt":  {Data: []byte("10ms\n\n  soon\n")},
	})
}

// The default experiment is the match day at a twentieth of its scale: n = 20,
// D = 50 ms, T = 10 D, SLO 2.5 D, cut after 640 D.
func TestDefault(t *testing.T) {
	e, err := read(string(DefaultFile()))
	if err != nil {
		t.Fatal(err)
	}
	l := e.Limits()
	if l != (measure.Limits{Timeout: 500 * time.Millisecond, SLO: 125 * time.Millisecond, Demand: 50 * time.Millisecond, Capacity: 400}) {
		t.Errorf("limits %+v", l)
	}
	if e.Length() != 32*time.Second || e.Window != 100*time.Millisecond || e.Client.Retries != 1 || e.Seed != 1 || e.Rounds != 1 {
		t.Errorf("length %v, window %v, retries %d, seed %d, rounds %d", e.Length(), e.Window, e.Client.Retries, e.Seed, e.Rounds)
	}
	var names []string
	for _, v := range e.Variants {
		names = append(names, v.String())
	}
	if got := strings.Join(names, " "); got != "none 20/20 20/100 20/200" {
		t.Errorf("variants %s", got)
	}
	peaks := 0
	for _, p := range Phases(e.Curve) {
		if p.Peak {
			peaks++
		}
	}
	if peaks != 3 {
		t.Errorf("%d peaks, want 3", peaks)
	}
}

func TestFaults(t *testing.T) {
	const head = "profile: hold 10/s 10s\n"
	check := func(text string, want ...string) {
		t.Helper()
		_, err := read(text)
		if err == nil {
			t.Errorf("%q: no error, want %q", text, want)
			return
		}
		for _, w := range want {
			if !strings.Contains(err.Error(), w) {
				t.Errorf("%q:\n got %v\nwant %q in it", text, err, w)
			}
		}
	}
	const ps = head + "target: {reference: ps}\nvariants: [none]\n"
	check(ps+"sede: 1\n", `shop.yaml:4:1: key "sede" is unknown, did you mean "seed"? an experiment: name, profile`)
	check(ps+"client: {time_out: 1s}\n", `shop.yaml:4:10: key "time_out" is unknown, did you mean "timeout"? client: timeout, slo`)
	check(ps+"client: {colour: 1s}\n", `shop.yaml:4:10: key "colour" is unknown; client: timeout, slo`)
	check(head+"target: {reference: ps, dip: 5 at 1s for 1s}\n", `shop.yaml:2:25: key "dip" is unknown, did you mean "dips"? target: reference`)
	check(head+"target: {reference: ps, dips: 5 at 1s for 1s}\n", "shop.yaml:2:31: `5 at 1s...` is not a list: want it in brackets even where it is the only one")
	check(head+"target: {reference: ps, dips: [5 at 1s for 1s, 5 at 1]}\n", `shop.yaml:2:48: dip "5 at 1": want, for example, 5 at 60s for 10s`)
	check(head+"variants: [none]\ntarget: {reference: ps, dips: [20 at 1s for 1s]}\n", `shop.yaml:3:31: dip "20 at 1s for 1s": want fewer cpus than the 20 there are`)
	check(head+"target: {url: 'http://127.0.0.1', dips: [5 at 1s for 1s]}\n", "shop.yaml:2:41: dips: want them with reference: ps only; a service that runs already has its own")
	check(ps+"client: {timeout: 5}\n", `shop.yaml:4:19: `, `"5" is not a positive duration such as 500ms`)
	check(ps+"client: {timeout: 1s, slo: 2s}\n", "shop.yaml:4:28: slo 2s is longer than the timeout of 1s")
	check(ps+"client: {retries: -1}\n", "shop.yaml:4:19: retries -1: want a whole number from 0")
	check(ps+"client: {retry_budget: 0.1}\n", `shop.yaml:4:24: `, `retry budget "0.1": "0.1" is not a percentage above 0%`)
	check(ps+"client: {retry_on: [late]}\n", `shop.yaml:4:21: `, `outcome "late" is not one of unsent`)
	check(ps+"arrivals: odd\n", `shop.yaml:4:11: `, `arrivals "odd": want poisson or even`)
	check(ps+"client:\n  assert: {sha256: cafe}\n", `shop.yaml:5:20: assert sha256 "cafe" is not 64 hexadecimal digits`)
	check(ps+"engine: warp\n", `shop.yaml:4:9: engine "warp" is not one of auto, native, vegeta`)
	check(ps+"rounds: -2\n", "shop.yaml:4:9: rounds -2: want at least 1")
	check(ps+"window: 1ms\n", "shop.yaml:4:9: window 1ms is too short")
	check(ps+"seed: 1\nseed: 2\n", "shop.yaml:5:1: ", "already")
	check(head+"target: {reference: ps}\nvariants: [20/20, none, 20/20]\n", "shop.yaml:3:11: variant 20/20 is there twice")
	check(head+"target: {reference: ps}\n", "variants are missing")
	check(head+"target: {reference: qs}\nvariants: [none]\n", `shop.yaml:2:21: reference "qs" is not one of ps`)
	check(head+"target: {reference: ps, cpus: -1, overhead: -0.1, sizes: odd, abandon: all of it}\nvariants: [none]\n",
		"shop.yaml:2:31: cpus -1: want at least 1", "shop.yaml:2:45: overhead -0.1", "shop.yaml:2:58: ", "shop.yaml:2:72: ")
	const file = head + "variants: [none]\ntarget: {reference: ps, sizes: 'file:"
	check(file+"wrong.txt'}\n", `shop.yaml:3:32: wrong.txt:3:3: "soon" is neither a positive duration such as 12ms`)
	check(file+"none.txt'}\n", "shop.yaml:3:32: sizes: open none.txt")
	check(file+"../wrong.txt'}\n", `shop.yaml:3:32: sizes: "../wrong.txt" is not a path within the experiment's folder, for example file:demands.txt`)
	check(head+"target: {reference: ps, url: 'http://127.0.0.1'}\nvariants: [none]\n", "reference and url exclude each other")
	check(head+"variants: [none]\n", "target says neither")
	check(head+"target: {url: 127.0.0.1}\n", `url "127.0.0.1" is not an address such as http://127.0.0.1:8080/order`)
	check(head+"target: {url: 'http://127.0.0.1', protocol: h3}\n", `shop.yaml:2:45: protocol "h3" is not one of http/1.1, h2, h2c`)
	check(head+"target: {url: 'http://127.0.0.1'}\nvariants: [20/20]\n", "shop.yaml:3:11: a service that runs already is driven as it is")
	check(head+"target: {url: 'http://127.0.0.1', targets: none.http}\n", "shop.yaml:2:44: open none.http")
	check(head+"target: {url: 'http://127.0.0.1', requests: [{path: /a, weight: -1}]}\n", "request 1: weight -1")
	check("target: {reference: ps}\nvariants: [none]\n", "profile is missing")
	check("profile: hold 0/s 10s\ntarget: {reference: ps}\nvariants: [none]\n", "shop.yaml:1:10: profile brings no users")
	check("profile: hold\ntarget: {reference: ps}\nvariants: [none]\n", "shop.yaml:1:10: ")
	check("", "shop.yaml")
	check("a: 1\n---\nb: 2\n", "shop.yaml")
}

// Sizes of a file are scaled to the demand. Where the file of the experiment
// says none, it is the mean of durations, and what it usually is for numbers.
func TestSizesOfAFile(t *testing.T) {
	check := func(target string, demand, small, large time.Duration, args string) {
		t.Helper()
		f, err := Parse("match/shop.yaml", []byte("profile: hold 10/s 10s\ntarget: {reference: ps, "+target+"}\nvariants: [none]\n"))
		if err != nil {
			t.Fatal(err)
		}
		e, err := f.Build(fstest.MapFS{"times.txt": {Data: []byte("10ms\n50ms\n")}, "sizes/plain.txt": {Data: []byte("1\n5\n")}})
		if err != nil {
			t.Fatal(err)
		}
		if e.Target.Facts.Demand != demand || e.Target.Capacity() != 20/demand.Seconds() {
			t.Errorf("%s: demand %v, capacity %v, want %v", target, e.Target.Facts.Demand, e.Target.Capacity(), demand)
		}
		o, err := e.Target.Reference.options(Trial{Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		draw := o.Sizes.Draws(o.Demand, o.Seed)
		for range 20 {
			if size := draw(); size != small && size != large {
				t.Errorf("%s: a demand of %v, want %v or %v", target, size, small, large)
			}
		}
		if got := strings.Join(e.Target.Reference.Args(1), " "); !strings.Contains(got, args) {
			t.Errorf("%s: the process is started with %s\nwant %s in it", target, got, args)
		}
	}
	const ms = time.Millisecond
	check("sizes: 'file:times.txt'", 30*ms, 10*ms, 50*ms, "--demand 30ms --sizes file:match/times.txt ")
	check("sizes: 'file:times.txt', demand: 6ms", 6*ms, 2*ms, 10*ms, "--demand 6ms --sizes file:match/times.txt ")
	check("sizes: 'file:sizes/plain.txt', demand: 3ms", 3*ms, 1*ms, 5*ms, "--demand 3ms --sizes file:match/sizes/plain.txt ")
	check("sizes: 'file:sizes/plain.txt'", 50*ms, 16_666_667, 83_333_333, "--demand 50ms --sizes file:match/sizes/plain.txt ")
}

func TestRequests(t *testing.T) {
	e, err := read(`profile: hold 10/s 10s
target:
  url: http://127.0.0.1:8080/shop/
  requests:
    - {name: menu, path: menu, weight: 3}
    - {method: POST, path: /order, headers: {x-kind: pizza}, body_file: order.json}
`)
	if err != nil {
		t.Fatal(err)
	}
	r := e.Target.Requests
	if len(r) != 2 || r[0].URL != "http://127.0.0.1:8080/shop/menu" || r[0].Weight != 3 || r[0].Method != "GET" {
		t.Errorf("first request %+v", r[0])
	}
	if r[1].URL != "http://127.0.0.1:8080/order" || r[1].Name != "POST /order" || string(r[1].Body) != "{}" || r[1].Header.Get("X-Kind") != "pizza" {
		t.Errorf("second request %+v", r[1])
	}
	if len(e.Variants) != 1 || e.Variants[0] != (bulkhead.Setting{}) {
		t.Errorf("variants %v, want none alone", e.Variants)
	}

	e, err = read("profile: hold 10/s 10s\ntarget: {url: 'http://127.0.0.1:1', targets: all.http}\n")
	if err != nil || len(e.Target.Requests) != 2 || e.Target.Requests[1].URL != "http://127.0.0.1:1/b" {
		t.Errorf("targets file: %+v, %v", e.Target.Requests, err)
	}
}
