package experiment

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"matchday/engine"
)

// The native engine sends what it can send, vegeta the rest.
func TestPick(t *testing.T) {
	const ps, url = "target: {reference: ps}\nvariants: [none]\n", "target: {url: 'https://127.0.0.1:1'"
	check := func(text, want string) {
		t.Helper()
		e, err := read("profile: hold 10/s 10s\n" + text)
		if err != nil || e.Engine != want {
			t.Errorf("%q: engine %q, %v; want %q", text, e.Engine, err, want)
		}
	}
	check(ps, Native)
	check(ps+"engine: auto\n", Native)
	check(ps+"engine: vegeta\n", Vegeta)
	check(ps+"engine: both\n", Both)
	check(ps+"engine: virtual\n", Virtual)
	check(ps+"pacing: batched\n", Native)
	check(url+", protocol: http/1.1}\n", Native)
	check(url+", protocol: h2}\n", Vegeta)
	check(url+", protocol: h2c}\n", Vegeta)
	check(url+", protocol: h2}\nengine: auto\n", Vegeta)
	check(url+"}\nclient: {redirects: 3}\n", Vegeta)
	check("engine: both\n"+url+"}\n", Both)
}

// No engine is taken that does something else than what it was asked for.
func TestPickFaults(t *testing.T) {
	const ps, h2 = "profile: hold 10/s 10s\ntarget: {reference: ps}\nvariants: [none]\n", "profile: hold 10/s 10s\ntarget: {url: 'https://127.0.0.1:1', protocol: h2}\n"
	const turns = "profile: hold 0/s 10s\ntarget: {reference: ps}\nvariants: [none]\ncallers: 4\n"
	check := func(text, want string) {
		t.Helper()
		if _, err := read(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q:\n got %v\nwant %q in it", text, err, want)
		}
	}
	check(h2+"engine: native\n", `shop.yaml:3:9: protocol "h2": this engine speaks HTTP/1.1; wanted engine vegeta for it`)
	check(ps+"engine: native\nclient: {redirects: 3}\n", "shop.yaml:4:9: redirects: this engine does not follow them; wanted engine vegeta for it")
	check(ps+"engine: vegeta\npacing: batched\n", "shop.yaml:4:9: pacing batched: this engine waits for every instant")
	check(h2+"pacing: batched\n", "pacing batched: this engine waits for every instant") // no engine does both
	check(h2+"engine: both\n", `shop.yaml:3:9: engine both: native cannot send this: protocol "h2"`)
	check(ps+"engine: both\npacing: batched\n", "shop.yaml:4:9: engine both: vegeta cannot send this: pacing batched")

	check(ps+"pacing: slow\n", `shop.yaml:4:9: `)
	check(ps+"pacing: slow\n", `pacing "slow" is not one of auto, exact and batched`)
	check(ps+"callers: many\n", "shop.yaml:4:10: ")
	check(ps+"callers: -1\n", "shop.yaml:4:10: callers -1: want a number such as 64")
	check(ps+"callers: 4\n", "shop.yaml:1:10: profile brings users, but callers take turns")
	check(turns+"engine: vegeta\n", "shop.yaml:5:9: engine vegeta: callers who take turns want engine native")
	check(turns+"engine: both\n", "shop.yaml:5:9: engine both: callers who take turns want engine native")
	check(turns+"engine: virtual\n", "shop.yaml:5:9: engine virtual: callers who take turns want engine native")
	check(turns+"client: {redirects: 1}\n", "engine vegeta: callers who take turns want engine native")
	check("profile: hold 0/s 10s\nengine: both\ntarget: {reference: ps}\nvariants: [none]\n", "shop.yaml:1:10: profile brings no users")
}

// What is sent with is what was picked.
func TestStage(t *testing.T) {
	check := func(text, name string, callers int) {
		t.Helper()
		e, err := read(text + "target: {url: 'http://127.0.0.1:1'}\n")
		if err != nil {
			t.Fatal(err)
		}
		_, sender, err := e.Stage("", e.Trials()[0])
		if err != nil {
			t.Fatal(err)
		}
		closed, ok := sender.(turns)
		if sender.Name() != name || ok != (callers > 0) || closed.callers != callers {
			t.Errorf("%q is sent by %T, called %s; want %s for %d callers", text, sender, sender.Name(), name, callers)
		}
	}
	check("profile: hold 10/s 10s\n", Native, 0)
	check("profile: hold 10/s 10s\nengine: vegeta\n", Vegeta, 0)
	check("profile: hold 0/s 10s\ncallers: 7\n", Native, 7)

	e, err := read("profile: hold 10/s 10s\nengine: both\ntarget: {url: 'http://127.0.0.1:1'}\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{Native, Vegeta} {
		_, sender, err := e.By(name).Stage("", e.Trials()[0])
		if err != nil || sender.Name() != name || e.Engine != Both {
			t.Errorf("by %s it is sent by %s, %v", name, sender.Name(), err)
		}
	}
}

func TestOverrideOfEngines(t *testing.T) {
	e, err := flagged(Overrides{Rate: "max", Duration: 5 * time.Second}, "rate", "duration")
	if err != nil || e.Callers != usualCallers || e.Length() != 5*time.Second || e.Engine != Native {
		t.Errorf("--rate max: %d callers for %v by %s, %v", e.Callers, e.Length(), e.Engine, err)
	}
	e, err = flagged(Overrides{Rate: "max", Duration: time.Second, Connections: 4}, "rate", "duration", "connections")
	if err != nil || e.Callers != 4 {
		t.Errorf("--connections 4: %d callers, %v", e.Callers, err)
	}
	e, err = flagged(Overrides{Engine: "both", Pacing: "exact"}, "engine", "pacing")
	if err != nil || e.Engine != Both || e.Pacing != engine.PaceExact {
		t.Errorf("--engine both --pacing exact: %s, %s, %v", e.Engine, e.Pacing, err)
	}

	check := func(o Overrides, want string, flags ...string) {
		t.Helper()
		if _, err := flagged(o, flags...); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	check(Overrides{Connections: 4}, "--connections: only callers who take turns are limited to a number of connections; want --rate max as well", "connections")
	check(Overrides{Connections: 4, Rate: "5/s", Duration: time.Second}, "--connections: only callers who take turns", "connections", "rate", "duration")
	check(Overrides{Connections: 0, Rate: "max", Duration: time.Second}, "--connections: 0: want at least 1, such as 64", "connections", "rate", "duration")
	check(Overrides{Rate: "max"}, "--rate: wants --duration as well", "rate")
	check(Overrides{Pacing: "slow"}, `--pacing: pacing "slow" is not one of auto, exact and batched`, "pacing")
	check(Overrides{Engine: "vegeta", Rate: "max", Duration: time.Second}, "engine vegeta: callers who take turns want engine native", "engine", "rate", "duration")
	check(Overrides{Engine: "warp"}, `engine "warp" is not one of auto, native, vegeta, both, virtual`, "engine")
}

// Connections are opened ahead as the first rate wants them, half as many again,
// and for callers who take turns one each.
func TestWarm(t *testing.T) {
	check := func(text string, want int) {
		t.Helper()
		e, err := read(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := e.warm(); got != want {
			t.Errorf("%q: %d connections ahead, want %d", text, got, want)
		}
	}
	const url = "target: {url: 'http://127.0.0.1:1'}\n"
	const ps = "variants: [none]\ntarget: {reference: ps, demand: 50ms}\n"
	check("profile: hold 100/s 10s\n"+url, 3) // 100/s · 20 ms · 1.5
	check("profile: hold 100/s 10s\n"+ps, 8)  // 100/s · 50 ms · 1.5, rounded up
	check("profile: ramp 0/s 100/s 10s\n"+url, 0)
	check("profile: hold 100000/s 10s\n"+url, mostWarm)
	check("profile: hold 0/s 10s\ncallers: 7\n"+url, 7)
	check(fmt.Sprintf("profile: hold 0/s 10s\ncallers: %d\n", 2*mostWarm)+url, mostWarm)
}

func TestNoModelForAnEngine(t *testing.T) {
	e, err := read("profile: hold 10/s 10s\ntarget: {url: 'http://127.0.0.1:1'}\n")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := e.Simulated().Stage("", e.Trials()[0]); !errors.Is(err, ErrNoModel) {
		t.Errorf("simulated without a model: %v, want %v", err, ErrNoModel)
	}
}
