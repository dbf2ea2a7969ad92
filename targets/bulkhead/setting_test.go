package bulkhead

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"
)

func TestParseSetting(t *testing.T) {
	check := func(text string, want Setting) {
		t.Helper()
		got, err := ParseSetting(text)
		if err != nil || got != want || got.String() != text {
			t.Errorf("ParseSetting(%q) = %+v, %v, prints %q", text, got, err, got)
		}
	}
	check("none", Setting{})
	check("20/100", Setting{Inside: 20, Queue: 100})
	check("1/0", Setting{Inside: 1})
	check("20/inf", Setting{Inside: 20, Queue: Unbounded})
	check("20/100 wait 2s", Setting{Inside: 20, Queue: 100, Wait: 2 * time.Second})
	check("20/inf wait 1.5s", Setting{Inside: 20, Queue: Unbounded, Wait: 1500 * time.Millisecond})
	check("20/100 lifo", Setting{Inside: 20, Queue: 100, LIFO: true})
	check("20/inf lifo wait 2s", Setting{Inside: 20, Queue: Unbounded, Wait: 2 * time.Second, LIFO: true})
	const ms = time.Millisecond
	check("20/100 codel", Setting{Inside: 20, Queue: 100, Wait: 100 * ms, Shrunk: 5 * ms})
	check("20/inf codel 10ms/1s", Setting{Inside: 20, Queue: Unbounded, Wait: 1000 * ms, Shrunk: 10 * ms})
	check("20/100 lifo codel", Setting{Inside: 20, Queue: 100, Wait: 100 * ms, Shrunk: 5 * ms, LIFO: true})
	check("deadline:20/100", Setting{Kind: Deadline, Inside: 20, Queue: 100})
	check("deadline:20/inf", Setting{Kind: Deadline, Inside: 20, Queue: Unbounded})
	check("failsafe:20,2s", Setting{Kind: Failsafe, Inside: 20, Queue: Unbounded, Wait: 2 * time.Second})
	check("xsync:20", Setting{Kind: XSync, Inside: 20, Queue: Unbounded})
	check("adaptive", Setting{Kind: Adaptive})
	check("adaptive:initial=5,min=2,max=50,factor=3,decay=0.5,floor=1.5,stable=10s,recent=500ms,recent-max=5s,samples=9,"+
		"quantile=0.5,baseline=4,correlation=7,queue=2,queue-max=4,wait=1.5s",
		Setting{Kind: Adaptive, Wait: 1500 * ms, Limits: Limits{Initial: 5, Min: 2, Max: 50, Factor: 3, Decay: .5, Floor: 1.5,
			Stable: 10 * time.Second, Recent: 500 * ms, RecentMax: 5 * time.Second, Samples: 9, Quantile: .5,
			Baseline: 4, Correlation: 7, Queue: 2, QueueMax: 4}})
}

// Some settings have a second spelling, which is read and not written.
func TestParseSettingSpellings(t *testing.T) {
	check := func(text, want string) {
		t.Helper()
		if got, err := ParseSetting(text); err != nil || got.String() != want {
			t.Errorf("ParseSetting(%q) = %v, %v, want %s", text, got, err, want)
		}
	}
	check("wait:100,2s", "100/inf wait 2s")
	check(" 20/100   codel 5ms/100ms ", "20/100 codel")
	check("failsafe: 20, 2000ms", "failsafe:20,2s")
	check("adaptive:max=100, initial=030", "adaptive:initial=30,max=100")
}

func TestParseSettingSaysWhatItWanted(t *testing.T) {
	check := func(text, want string) {
		t.Helper()
		if got, err := ParseSetting(text); err == nil || err.Error() != want {
			t.Errorf("ParseSetting(%q) = %v, %v\nwant error %s", text, got, err, want)
		}
	}
	check("0/5", `bulkhead "0/5": inside must be at least 1, for example 20/100`)
	check("20", `bulkhead "20": want none or inside/queue, for example 20/100`)
	check("", `bulkhead "": want none or inside/queue, for example 20/100 or 20/100 wait 2s`)
	check("none wait 2s", `bulkhead "none wait 2s": want none or inside/queue, for example 20/100`)
	check("20/100 for 2s", `bulkhead "20/100 for 2s": want none or inside/queue, for example 20/100 or 20/100 wait 2s`)
	check("x/5", `bulkhead "x/5": inside "x" is not a whole number up to 1000000000, for example 20/100`)
	check("5/-1", `bulkhead "5/-1": queue "-1" is not a whole number up to 1000000000, for example 20/100`)
	check("20/100 wait -2s", `bulkhead "20/100 wait -2s": wait "-2s" is not a positive duration such as 2s`)
	check("20/0 lifo", `bulkhead "20/0 lifo": an order needs a queue, for example 20/100 lifo`)
	check("none lifo", `bulkhead "none lifo": want none or inside/queue, for example 20/100`)
	check("20/0 wait 2s", `bulkhead "20/0 wait 2s": a longest wait needs a queue, for example 20/100 wait 2s`)
	check("codel", `bulkhead "codel": codel wants bounds before it, for example 20/100 lifo, 20/100 wait 2s or 20/100 codel`)
	check("20/0 codel", `bulkhead "20/0 codel": a longest wait needs a queue, for example 20/100 wait 2s`)
	check("20/9 codel 5ms", `bulkhead "20/9 codel 5ms": codel "5ms": want a wait and an interval, for example 20/100 codel 5ms/100ms`)
	check("20/9 codel 1s/1s", `bulkhead "20/9 codel 1s/1s": codel wants a positive wait and a longer interval, for example 20/100 codel 5ms/100ms`)
	check("20/9 codel x/1s", `bulkhead "20/9 codel x/1s": codel "x" is not a positive duration such as 5ms`)
	check("20/9 codel wait 1s", `bulkhead "20/9 codel wait 1s": want none or inside/queue, for example 20/100 or 20/100 wait 2s`)
	check("wait:100", `bulkhead "wait:100": want how many are inside and how long others wait, for example wait:100,2s`)
	check("deadline:20", `bulkhead "deadline:20": want none or inside/queue, for example 20/100`)
	check("deadline:20/0", `bulkhead "deadline:20/0": a deadline needs a queue, for example deadline:20/200`)
	check("deadline:20/9 lifo", `bulkhead "deadline:20/9 lifo": queue "9 lifo" is not a whole number up to 1000000000, for example 20/100`)
	check("failsafe:20", `bulkhead "failsafe:20": want how many are inside and how long others wait, for example failsafe:20,2s`)
	check("failsafe:20,0s", `bulkhead "failsafe:20,0s": wait "0s" is not a positive duration such as 2s`)
	check("xsync:0", `bulkhead "xsync:0": inside must be at least 1, for example 20/100`)
	check("magic:3", `bulkhead "magic:3": "magic" is not one of wait, deadline, adaptive, failsafe, xsync, for example deadline:20/100`)
	check("adaptive:", `bulkhead "adaptive:": want each parameter once and with its value, for example adaptive:initial=20,max=100`)
	check("adaptive:min=1,min=2", `bulkhead "adaptive:min=1,min=2": want each parameter once and with its value, for example adaptive:initial=20,max=100`)
	check("adaptive:max=0", `bulkhead "adaptive:max=0": max "0" is not a whole number from 1 to 1000000, for example adaptive:max=20`)
	check("adaptive:samples=2000000", `bulkhead "adaptive:samples=2000000": samples "2000000" is not a whole number from 1 to 1000000, for example adaptive:samples=20`)
	check("adaptive:max=10", `bulkhead "adaptive:max=10": initial 20 is not from min 1 to max 10, for example adaptive:initial=10,min=5,max=50`)
	check("adaptive:factor=0.5", `bulkhead "adaptive:factor=0.5": factor 0.5 is out of range, for example adaptive:factor=5`)
	check("adaptive:decay=NaN", `bulkhead "adaptive:decay=NaN": decay "NaN" is not a number above 0 such as 1.5`)
	check("adaptive:quantile=1", `bulkhead "adaptive:quantile=1": quantile 1 is out of range, for example adaptive:quantile=0.9`)
	check("adaptive:queue-max=3", `bulkhead "adaptive:queue-max=3": queue 0 is out of range, for example adaptive:queue=2`)
	check("adaptive:queue=3,queue-max=2", `bulkhead "adaptive:queue=3,queue-max=2": queue-max 2 is not from queue 3 on, for example adaptive:queue=2,queue-max=3`)
	check("adaptive:recent=1m", `bulkhead "adaptive:recent=1m": recent 1m0s is longer than recent-max 30s, for example adaptive:recent=1s,recent-max=30s`)
}

// A setting put together by hand may be one that no text stands for.
func TestSettingCheck(t *testing.T) {
	check := func(s Setting, want string) {
		t.Helper()
		if err := s.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want an error with %q", s, err, want)
		}
		if _, err := json.Marshal(s); err == nil {
			t.Errorf("%+v was written", s)
		}
		if _, err := Open(s); err == nil {
			t.Errorf("%+v was brought into force", s)
		}
	}
	check(Setting{Inside: -1}, "inside must be at least 1")
	check(Setting{Queue: 5}, "inside must be at least 1")
	check(Setting{Inside: 1, Queue: -2}, "queue must be at least 0")
	check(Setting{Inside: 2 * most}, "at most 1000000000")
	check(Setting{Inside: 1, Queue: 1, Wait: -1}, "wait must be positive")
	check(Setting{Inside: 1, Queue: 1, Shrunk: 1}, "a longer interval")
	check(Setting{Inside: 1, Queue: 1, Wait: 2, Shrunk: -1}, "a positive wait")
	check(Setting{Inside: 1, Limits: Limits{Max: 3}}, "only a limit that adapts has parameters")
	check(Setting{Kind: XSync + 1, Inside: 1}, "kind 5 is not one")
	check(Setting{Kind: Deadline}, "inside must be at least 1")
	check(Setting{Kind: Deadline, Inside: 1, Queue: 1, LIFO: true}, "deadline has a queue of its own")
	check(Setting{Kind: Failsafe, Inside: 1, Queue: Unbounded}, "failsafe wants a longest wait")
	check(Setting{Kind: XSync, Inside: 1, Queue: 5}, "xsync does not count its queue")
	check(Setting{Kind: XSync, Inside: 1, Queue: Unbounded, Wait: 1}, "xsync has a queue of its own")
	check(Setting{Kind: Adaptive, Inside: 1}, "no fixed bounds")
	check(Setting{Kind: Adaptive, Wait: -1}, "wait must be positive")
	check(Setting{Kind: Adaptive, Limits: Limits{Min: -1}}, `min "-1" is not a whole number`)
	check(Setting{Kind: Adaptive, Limits: Limits{Decay: math.NaN()}}, "no fixed bounds")
}

func FuzzParseSetting(f *testing.F) {
	for _, text := range []string{"none", "20/100", "1/0", "7/inf wait 1h2m", "20/100 wait 2s", "3/4 lifo", " 020/1  lifo wait 3ns ",
		"20/9 codel", "1/inf lifo codel 1ns/1h", "wait:3,4s", "deadline:2/3", "failsafe:2,1m", "xsync:7",
		"adaptive", "adaptive:initial=3,decay=1e-3,queue=1.5", "adaptive:stable=1s,wait=2s,quantile=.25"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ParseSetting(text)
		if err != nil {
			return
		}
		written, err := s.MarshalText()
		if err != nil {
			t.Fatalf("ParseSetting(%q) = %+v, which cannot be written: %v", text, s, err)
		}
		var again Setting
		if err := again.UnmarshalText(written); err != nil || again != s {
			t.Fatalf("ParseSetting(%q) = %+v, which reads back as %+v, %v", text, s, again, err)
		}
	})
}
