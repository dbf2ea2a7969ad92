package http1_test

import (
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"matchday/engine/http1"
)

func TestReadTiming(t *testing.T) {
	const ms, us = time.Millisecond, time.Microsecond
	check := func(value string, queue, service time.Duration) {
		t.Helper()
		want := http1.Timing{Queue: queue, Service: service}
		if got := http1.ReadTiming(http1.Timing{}, value); got != want {
			t.Errorf("%q: %+v, want %+v", value, got, want)
		}
		if got := http1.ReadTiming(http1.Timing{}, []byte(value)); got != want {
			t.Errorf("%q as bytes: %+v, want %+v", value, got, want)
		}
	}
	check("q;dur=1.2, s;dur=50", 1200*us, 50*ms)
	check("queue;dur=1,service;dur=2", ms, 2*ms)
	check("wait;dur=1 ,\tapp;dur=2", ms, 2*ms)
	check("s;dur=0.000001", 0, 1)
	check("s;dur=0.0000019", 0, 1)
	check(`q ; desc="in, or; out = \" " ; DUR="3.5" , db;dur=9, s;dur=.5`, 3500*us, 500*us)
	check("s;dur=1, app;dur=2, s;dur=3", 0, ms)
	check("s;desc=none, s;dur=3", 0, 3*ms)
	check("s", 0, 0)
	check("s;dur", 0, 0)
	check("s;dur=", 0, 0)
	check("s;dur=.", 0, 0)
	check("s;dur=1.2.3", 0, 0)
	check("s;dur=-1", 0, 0)
	check("s;dur=NaN", 0, 0)
	check("s;dur=1e3", 0, 0)
	check("s;dur=86400000", 0, 24*time.Hour)
	check("s;dur=86400001", 0, 0)
	check("s;dur="+strings.Repeat("9", 400), 0, 0)
	check(`s;desc="never closed, q;dur=1`, 0, 0)
	check("S;dur=1, SERVICE;dur=1", 0, 0) // names of entries are told by case
	check("", 0, 0)
	check(",,;;==", 0, 0)
}

func TestTimingOfAnAnswer(t *testing.T) {
	const head = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n"
	check := func(name, answer string, timing bool, want http1.Timing) {
		t.Helper()
		w := http1.NewWants(http1.Wants{Timing: timing})
		var a http1.Answer
		for length := 1; length <= len(answer); length++ {
			a.Begin(false, w)
			for _, p := range pieces([]byte(answer), length) {
				if _, err := a.Feed(p); err != nil {
					t.Fatal(err)
				}
			}
			if !a.Complete || a.Timing != want {
				t.Errorf("%s in pieces of %d: %+v, want %+v", name, length, a.Timing, want)
			}
		}
	}
	both := http1.Timing{Queue: time.Millisecond, Service: 2 * time.Millisecond}
	check("one line", head+"server-timing: q;dur=1, s;dur=2\r\n\r\n", true, both)
	check("two lines", head+"Server-Timing: q;dur=1\r\nCache-Control: no-cache\r\nServer-Timing: s;dur=2\r\n\r\n", true, both)
	check("not wanted", head+"Server-Timing: q;dur=1\r\n\r\n", false, http1.Timing{})
	check("of an answer before the final one", "HTTP/1.1 103 Early Hints\r\nServer-Timing: q;dur=9\r\n\r\n"+head+"\r\n", true, http1.Timing{})
}

// Reading what every answer may have must not make garbage.
func TestTimingTakesNoMemory(t *testing.T) {
	bytes, text := []byte(`cache;desc="hit, rate";dur=23.2, queue;dur=1.2, app;dur=47.2`), `cache;desc="hit, rate";dur=23.2, queue;dur=1.2, app;dur=47.2`
	var sum http1.Timing
	if n := testing.AllocsPerRun(100, func() { sum = http1.ReadTiming(sum, bytes) }); n != 0 {
		t.Errorf("%v allocations of bytes", n)
	}
	if n := testing.AllocsPerRun(100, func() { sum = http1.ReadTiming(sum, text) }); n != 0 {
		t.Errorf("%v allocations of text", n)
	}
}

// plainTiming is ReadTiming for values without quotes, by the standard library.
func plainTiming(value string) (t http1.Timing) {
	into := map[string]*time.Duration{"q": &t.Queue, "queue": &t.Queue, "wait": &t.Queue, "s": &t.Service, "service": &t.Service, "app": &t.Service}
	for entry := range strings.SplitSeq(value, ",") {
		name, parameters, _ := strings.Cut(entry, ";")
		to := into[strings.Trim(name, " \t")]
		for p := range strings.SplitSeq(parameters, ";") {
			key, number, _ := strings.Cut(p, "=")
			if to == nil || *to != 0 || strings.ToLower(strings.Trim(key, " \t")) != "dur" {
				continue
			}
			number = strings.Trim(number, " \t")
			f, err := strconv.ParseFloat(number, 64)
			if err == nil && strings.Trim(number, "0123456789.") == "" && f <= 24*60*60*1000 {
				*to = time.Duration(math.Floor(f * 1e6))
			}
			break
		}
	}
	return t
}

// FuzzReadTiming holds values without quotes against the plain version, and all
// of them to what holds always. Floats are off by a nanosecond now and then.
func FuzzReadTiming(f *testing.F) {
	for _, seed := range []string{"q;dur=1.2, s;dur=50", `s;desc="a\"b";dur="3"`, "app ; dur = 0.125 , wait;dur=7;dur=8", "s;dur=86400000.1", ",;=\"", "db;dur=53"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		got := http1.ReadTiming(http1.Timing{}, value)
		if got != http1.ReadTiming(http1.Timing{}, []byte(value)) {
			t.Errorf("%q: bytes are read in another way", value)
		}
		if got.Queue < 0 || got.Service < 0 || got.Queue > 24*time.Hour || got.Service > 24*time.Hour {
			t.Errorf("%q: %+v", value, got)
		}
		if strings.Contains(value, `"`) {
			return
		}
		want := plainTiming(value)
		if (got.Queue-want.Queue).Abs() > time.Microsecond || (got.Service-want.Service).Abs() > time.Microsecond {
			t.Errorf("%q: %+v, want %+v", value, got, want)
		}
	})
}
