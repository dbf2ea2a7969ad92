package profiles

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"go.yaml.in/yaml/v4"
)

// An experiment is a file with a profile in it.
type experiment struct {
	Name    string     `yaml:"name"`
	Profile Definition `yaml:"profile"`
}

func load(text string) (Definition, error) {
	var e experiment
	err := yaml.Load([]byte(text), &e, yaml.WithKnownFields(), yaml.WithUniqueKeys())
	return e.Profile, err
}

// faults lists the errors of a loader with their places.
func faults(err error) string {
	var all *yaml.LoadErrors
	if !errors.As(err, &all) {
		return fmt.Sprint(err)
	}
	var b strings.Builder
	for _, e := range all.Errors {
		fmt.Fprintf(&b, "%d:%d: %s\n", e.Mark.Line, e.Mark.Column, e.Message)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func recordings() fstest.MapFS {
	return fstest.MapFS{
		"orders.csv":    {Data: []byte("0,100\n100,300\n")},
		"bad.csv":       {Data: []byte("0,100\nx,300\n")},
		"access.log":    {Data: []byte(`{"ts":0}` + "\n" + `{"ts":1}` + "\n" + `{"ts":1.5}`)},
		"orders.txt":    {Data: []byte("0,100\n100,300\n")},
		"spike.profile": {Data: []byte("base: hold 1/s 5s\npeak-1: hold 9/s 5s\n")},
	}
}

func TestDefinition(t *testing.T) {
	check := func(text, want string) {
		t.Helper()
		d, err := load(text)
		if err != nil {
			t.Errorf("%s: %s", text, faults(err))
			return
		}
		c, err := d.Curve(recordings())
		got := c.String()
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
	match := func(shape string, capacity float64, until time.Duration) string {
		c, _ := MatchDay(shape, capacity, 50*time.Millisecond)
		return c.Cut(until).String()
	}
	check("profile: match-day", match("retry", 400, time.Hour))
	check("profile: {preset: match-day, shape: linear, capacity: 300/s, demand: 50ms, until: 32s}", match("linear", 300, 32*time.Second))
	check("profile: hold 200/s 60s, ramp 200/s 800/s 5s", "hold 200/s 1m, ramp 200/s 800/s 5s")
	check("profile: 'peak-1: hold 200/s 60s'", "peak-1: hold 200/s 1m")
	check("profile: |\n  # comment\n  base: hold 200/s 60s\n  hold 1/s 1s\n", "base: hold 200/s 1m, hold 1/s 1s")
	check(`profile:
  segments:
    - {phase: base, hold: 200/s, for: 60s}
    - {phase: peak-1, ramp: [200/s, 800/s], for: 5s}
    - steps: [1/s, 3/s, 3]
      for: 3s
    - hold 9/s 1s, hold 8/s 1s
    - 'tail: hold 7/s 1s'`,
		"base: hold 200/s 1m, peak-1: ramp 200/s 800/s 5s, hold 1/s 1s, hold 2/s 1s, hold 3/s 1s, hold 9/s 1s, hold 8/s 1s, tail: hold 7/s 1s")
	check("profile: {segments: [{hold: 1/s, for: 4s}], speed: 2, stretch: 4, scale: 10, until: 5s}", "hold 20/s 5s")
	check("profile: {preset: constant, load: &x 1.5, capacity: 10/s, length: 4s, demand: 10ms, scale: *x}", "warm-up: hold 22.5/s 200ms, base: hold 22.5/s 3.8s")
	check("profile: {file: orders.csv}", "ramp 100/s 300/s 1m40s")
	check("profile: {file: orders.csv, speed: 10, scale: 2}", "ramp 2000/s 6000/s 10s")
	check("profile: {file: orders.txt, format: csv}", "ramp 100/s 300/s 1m40s")
	check("profile: {file: access.log}", "hold 1/s 1s, hold 2/s 1s")
	check("profile: {file: access.log, bin: 2s}", "hold 1.5/s 2s")
	check("profile: {file: spike.profile, until: 6s}", "base: hold 1/s 5s, peak-1: hold 9/s 1s")

	check("profile: {file: bad.csv}", `bad.csv:2: time "x" is not a time such as 60, 1m30s or 2026-11-22T08:15:00Z`)
	check("profile: {file: none.csv}", `profile: open none.csv: file does not exist`)
	check("profile: {file: orders.txt}", `orders.txt:1:1: shape "0" is unknown: want one of hold, ramp, steps, spike, sine, gauss, repeat`)
	check("profile: {file: orders.csv, stretch: 1e8}", `profile of 1m40s becomes 100000000 times as long, which is more than 87600h: want a factor such as 2`)
	check("profile: {file: orders.csv, speed: 1e8, stretch: 1e-8}", errEmpty.Error())
	check("name: x", errEmpty.Error())
	check("profile:", errEmpty.Error())
}

func TestDefinitionFaults(t *testing.T) {
	check := func(text string, want ...string) {
		t.Helper()
		d, err := load(text)
		if got := faults(err); err == nil || got != strings.Join(want, "\n") {
			t.Errorf("%s is read as %v, %s; want %s", text, d, got, strings.Join(want, "\n"))
		}
	}
	check("profile: matchday", `1:10: preset "matchday" is unknown: did you mean "match-day"? want one of match-day, spike, ramp, steps, constant, soak`)
	check("name: x\nprofile: hold 200/s 60", `2:21: "hold 200/s 60": time "60" is not a positive duration such as 30s`)
	check("profile: 'hold 200/s 60'", `1:22: "hold 200/s 60": time "60" is not a positive duration such as 30s`)
	check("profile: |\n  hold 1/s 1s\n  hold 1/s x\n", `3:1: "hold 1/s x": time "x" is not a positive duration such as 30s`)
	check("profile: >\n  hold 1/s 1s,\n  hold 1/s x\n", `1:10: "hold 1/s x": time "x" is not a positive duration such as 30s`)
	check("profile: ''", "1:11: "+errEmpty.Error())
	check("profile: [hold 1/s 1s]", `1:10: profile is a list: want a preset such as match-day, a text such as "hold 200/s 60s", or a mapping such as {preset: match-day, until: 32s}`)
	check("profile: {until: 5s}", `1:10: profile has no source: want one of the keys preset, segments and file, such as {preset: match-day}`)
	check("profile: {preset: spike, file: x.csv}", `1:26: key "file" is a second source beside "preset": want one of them`)
	check("profile: {preset: spke, until: x}", `1:19: preset "spke" is unknown: did you mean "spike"? want one of match-day, spike, ramp, steps, constant, soak`)
	check("profile:\n  preset: match-day\n  shape: liner\n  demnd: 50ms\n  until: 5",
		`3:10: shape: "liner" is unknown: did you mean "linear"? want one of retry, linear, linear-low, overhead`,
		`4:3: key "demnd" of preset "match-day" is unknown: did you mean "demand"? want one of preset, capacity, demand, shape, speed, stretch, scale, until`,
		`5:10: until: time "5" is not a positive duration such as 30s`)
	check("profile: {preset: match-day, capacity: 600M/s}", `1:10: preset "match-day": segment 110 of 296: rate "1017320000/s" is not in 0/s to 1000000000/s: want a rate such as 200/s`)
	check("profile: {file: x.csv, speed: -1, scale: [1], format: xml, bin: 0}",
		`1:31: speed: "-1" is not a positive number such as 0.8`,
		`1:42: scale is not a single value: want one such as {preset: match-day, until: 32s}`,
		`1:55: format: "xml" is unknown: want one of csv, log, text`,
		`1:65: bin: time "0" is not a positive duration such as 30s`)
	check("profile: {file: ''}", `1:17: file: name is empty: want the name of a file such as orders.csv`)
	check("profile: {file: x.csv, rate: 5}", `1:24: key "rate" of a profile from a file is unknown: want one of file, format, bin, speed, stretch, scale, until`)
	check("profile: {segments: hold}", `1:21: segments is not a list of shapes: want one such as [{hold: 200/s, for: 60s}]`)
	check("profile: {segments: []}", `1:21: segments is not a list of shapes: want one such as [{hold: 200/s, for: 60s}]`)
	check(`profile:
  segments:
    - {hold: 200, for: 5}
    - {phase: Peak, hold: 1/s, for: 5s}
    - {hold: 1/s}
    - {hold: 1/s, ramp: [1/s, 2/s], for: 5s}
    - {ramp: 1/s, for: 5s}
    - {hold: [1/s, 2/s], for: 5s}
    - {hodl: 1/s, for: 5s}
    - {sine: [1/s, 2/s, 1s], for: 5s}
    - hold 1/s`,
		`3:14: rate "200" does not say per what: want a rate such as 200/s or 12000/min`,
		`3:24: time "5" is not a positive duration such as 30s`,
		`4:15: phase "Peak" is not made of lower-case words and dashes: want a name such as peak-1`,
		`5:7: segment has no shape or no length: want both, such as {hold: 200/s, for: 60s}`,
		`6:19: shape "ramp" is a second one beside "hold": want one segment for each`,
		`7:14: ramp wants other arguments: want a segment such as {ramp: [200/s, 800/s], for: 5s}`,
		`8:14: hold wants other arguments: want a segment such as {hold: 200/s, for: 60s}`,
		`9:8: key "hodl" of a segment is unknown: did you mean "hold"? want one of phase, hold, ramp, steps, spike, sine, gauss, for`,
		`10:14: amplitude "2/s" is above the mean "1/s": want an amplitude the wave can take, such as 0.5/s`,
		`11:7: "hold 1/s": hold wants a rate and a time, such as "hold 200/s 60s"`)
}

// A loader that lets keys repeat must not hide a second value.
func TestDefinitionRepeatedKey(t *testing.T) {
	var e experiment
	err := yaml.Load([]byte("profile: {preset: spike, base: 1, base: 2}"), &e, yaml.WithUniqueKeys(false))
	if got := faults(err); got != `1:35: key "base" is there twice: want it once` {
		t.Error(got)
	}
}

func TestDefine(t *testing.T) {
	if d, err := Define("--profile", " match-day\n"); err != nil || d.Preset != "match-day" {
		t.Errorf("%v, %v", d, err)
	}
	if d, err := Define("--profile", "hold 1/s 1s"); err != nil || !d.Segments.Equal(Hold(1, time.Second)) {
		t.Errorf("%v, %v", d, err)
	}
	if _, err := Define("--profile", "mach-day"); err == nil || !strings.HasPrefix(err.Error(), `--profile: preset "mach-day" is unknown: did you mean "match-day"?`) {
		t.Error(err)
	}
	if _, err := Define("--profile", "hold 1/s"); err == nil || !strings.HasPrefix(err.Error(), `--profile:1:1: "hold 1/s"`) {
		t.Error(err)
	}
}

func TestDefinitionByHand(t *testing.T) {
	check := func(d Definition, want string) {
		t.Helper()
		if _, err := d.Curve(nil); err == nil || err.Error() != want {
			t.Errorf("%v: %v, want %s", d, err, want)
		}
	}
	hold := Hold(1, time.Second)
	check(Definition{Segments: hold, Speed: -1}, `factor -1 is not a positive number such as 2`)
	check(Definition{Segments: hold, Until: -1}, `end "-1ns" is not positive: want a time such as 30s`)
	check(Definition{Segments: hold, Scale: 1e10}, `segment 1 of 1: rate "10000000000/s" is not in 0/s to 1000000000/s: want a rate such as 200/s`)
	check(Definition{Preset: "x"}, `preset "x" is unknown: want one of match-day, spike, ramp, steps, constant, soak`)
	check(Definition{File: "x.csv"}, `file "x.csv": there is no folder to read it from`)
	if _, err := (Definition{File: "orders.csv", Format: "xml"}).Curve(recordings()); err == nil || err.Error() != `format "xml" is unknown: want one of csv, log, text` {
		t.Error(err)
	}
}

func FuzzDefinition(f *testing.F) {
	f.Add("match-day")
	f.Add("{preset: steps, count: 3, until: 5s}")
	f.Add("{segments: [{phase: base, hold: 200/s, for: 60s}, hold 1/s 1s], scale: 2}")
	f.Add("{file: orders.csv, speed: 10}")
	f.Fuzz(func(t *testing.T, text string) {
		var d Definition
		if yaml.Load([]byte(text), &d) != nil {
			return
		}
		c, err := d.Curve(recordings())
		if err == nil && c.Check() != nil {
			t.Fatalf("%q does not pass the check: %v", text, c.Check())
		}
	})
}
