package profiles

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestParse(t *testing.T) {
	check := func(text, want string) {
		t.Helper()
		c, err := Parse("", text)
		if err != nil || c.String() != want {
			t.Errorf("Parse(%q) = %q, %v; want %q", text, c, err, want)
		}
	}
	check("hold 200/s 60s, ramp 200/s 800/s 5s", "hold 200/s 1m, ramp 200/s 800/s 5s")
	check("hold 12000/min 1h30m", "hold 200/s 1h30m")
	check("hold 5k/s 1h", "hold 5000/s 1h")
	check("hold 1/10s 90m1s", "hold 0.1/s 1h30m1s")
	check("hold 0/s 1ns", "hold 0/s 1ns")
	check("hold 1e-9/s 1h", "hold 1e-09/s 1h")
	check("peak-1: hold 800/s 10s", "peak-1: hold 800/s 10s")
	check("peak-1: hold 8/s 10s, hold 2/s 1s", "peak-1: hold 8/s 10s, hold 2/s 1s")
	check("(hold 1/s 1s)", "hold 1/s 1s")
	check("peak-1: (ramp 2/s 8/s 5s, hold 8/s 10s), tail: hold 2/s 1s", "peak-1: (ramp 2/s 8/s 5s, hold 8/s 10s), tail: hold 2/s 1s")
	check("repeat 2 (base: hold 1/s 1s, hold 2/s 1s)", "base: hold 1/s 1s, hold 2/s 1s, base: hold 1/s 1s, hold 2/s 1s")
	check("base: repeat 2 (hold 1/s 1s)", "base: (hold 1/s 1s, hold 1/s 1s)")
	check("steps 100/s 500/s 3 30s", "hold 100/s 10s, hold 300/s 10s, hold 500/s 10s")
	check("steps 100/s 500/s 1 30s", "hold 100/s 30s")
	check("spike 200/s 800/s 5s", "ramp 200/s 800/s 2.5s, ramp 800/s 200/s 2.5s")
	check("sine 10/s 0/s 8s 8s", "hold 10/s 2s, hold 10/s 2s, hold 10/s 2s, hold 10/s 2s")
	check("sine 2/s 1/s 1ns 2ns", "hold 2/s 1ns, hold 2/s 1ns")
	check(`# the evening
base: hold 200/s 1m # quiet

peak-1:
  (ramp 200/s 800/s 5s
   hold 800/s 10s,)
hold 1/s 1s`, "base: hold 200/s 1m, peak-1: (ramp 200/s 800/s 5s, hold 800/s 10s), hold 1/s 1s")
	check("hold 1/s 1s\r\nhold 2/s 1s\r\n", "hold 1/s 1s, hold 2/s 1s")
}

func TestParseErrors(t *testing.T) {
	check := func(text, want string) {
		t.Helper()
		c, err := Parse("spike.profile", text)
		if err == nil || err.Error() != "spike.profile:"+want {
			t.Errorf("Parse(%q) = %v, %v; want %s", text, c, err, want)
		}
	}
	empty := `profile is empty: want at least one segment such as "hold 200/s 60s"`
	check("", "1:1: "+empty)
	check("# nothing\n", "2:1: "+empty)
	check("hold 1/s 1s, ()", "1:15: "+empty)
	check("ramp 2/s 9/s 5", `1:14: "ramp 2/s 9/s 5": time "5" is not a positive duration such as 30s`)
	check("hold 1/s 1s\n  hold 2/s -1s", `2:12: "hold 2/s -1s": time "-1s" is not a positive duration such as 30s`)
	check("hold 1/s 99999h", `1:10: "hold 1/s 99999h": time "99999h" is longer than 87600h: want a duration such as 30s`)
	check("hold 200 5s", `1:6: "hold 200 5s": rate "200" does not say per what: want a rate such as 200/s or 12000/min`)
	check("hold -1/s 5s", `1:6: "hold -1/s 5s": rate "-1/s" is not a rate such as 200/s, 12000/min, 5k/s or 1/10s`)
	check("hold 5M/ms 5s", `1:6: "hold 5M/ms 5s": rate "5M/ms" is above 1000000000/s: want a rate such as 5k/s`)
	check("hold 5/s", `1:1: "hold 5/s": hold wants a rate and a time, such as "hold 200/s 60s"`)
	check("steps 1/s 5/s 5s", `1:1: "steps 1/s 5/s 5s": steps wants a rate, a rate, a count and a time, such as "steps 100/s 500/s 5 50s"`)
	check("steps 1/s 5/s 1.5 5s", `1:15: "steps 1/s 5/s 1.5 5s": count "1.5" is not a whole number from 1 to 1048576 such as 5`)
	check("steps 1/s 5/s 5 4ns", `1:1: "steps 1/s 5/s 5 4ns": 5 steps do not fit into 4ns: want a longer time such as 50s`)
	check("spike 1/s 5/s 1ns", `1:1: "spike 1/s 5/s 1ns": a spike does not fit into 1ns: want a longer time such as 5s`)
	check("sine 1/s 5/s 1s 5s", `1:1: "sine 1/s 5/s 1s 5s": amplitude "5/s" is above the mean "1/s": want an amplitude the wave can take, such as 0.5/s`)
	check("sine 5/s 5/s 1ms 5s", `1:1: "sine 5/s 5/s 1ms 5s": period "1ms" fits into "5s" more than 1000 times: want a longer period such as 5.000001ms`)
	check("hodl 5/s 5s", `1:1: shape "hodl" is unknown: did you mean "hold"? want one of hold, ramp, steps, spike, sine, gauss, repeat`)
	check("plateau 5/s 5s", `1:1: shape "plateau" is unknown: want one of hold, ramp, steps, spike, sine, gauss, repeat`)
	check("hold 1/s 1s (hold 1/s 1s)", `1:13: "(" is not the start of a new item: want a comma or a line end before it`)
	check("Peak: hold 1/s 1s", `1:1: phase "Peak" is not made of lower-case words and dashes: want a name such as peak-1`)
	check("a: (b: hold 1/s 1s)", `1:5: phase "b" begins inside phase "a": want one phase for each part, such as "base: hold 200/s 60s"`)
	check("a: b: hold 1/s 1s", `1:4: phase "b" begins inside phase "a": want one phase for each part, such as "base: hold 200/s 60s"`)
	check("peak:", `1:6: the end is not a shape: want one such as "hold 200/s 60s"`)
	check("peak:,", `1:6: "," is not a shape: want one such as "hold 200/s 60s"`)
	check("repeat 3", `1:1: "repeat 3": repeat wants a count and a group, such as "repeat 3 (hold 200/s 5s, hold 0/s 5s)"`)
	check("repeat x (hold 1/s 1s)", `1:8: "repeat x": count "x" is not a whole number from 1 to 1048576 such as 5`)
	check("repeat 1000000 (repeat 1000000 (hold 1/s 1s))", `1:8: "repeat 1000000": 1000000 times 1000000 segments are more than 1048576: want fewer repetitions`)
	check("repeat 1000000 (hold 1/s 1s)\nrepeat 1000000 (hold 1/s 1s)", `2:1: profile has more than 1048576 segments here: want fewer repetitions`)
	check("(hold 1/s 1s", `1:1: "(" is never closed: want a ")", as in "repeat 3 (hold 200/s 5s)"`)
	check("hold 1/s 1s)", `1:12: ")" closes nothing: want a "(" before it, as in "repeat 3 (hold 200/s 5s)"`)
	check(strings.Repeat("(", 17)+"hold 1/s 1s"+strings.Repeat(")", 17), `1:17: more than 16 groups lie in each other: want a flat profile such as "hold 200/s 60s, hold 800/s 5s"`)
	check("hold 1/s 50000h, hold 1/s 50000h", `1:33: profile is longer than 87600h: want a length such as 15m`)
}

func TestParseErrorPlace(t *testing.T) {
	_, err := Parse("", "hold 1/s 1s,\nhold x 1s")
	var at *SyntaxError
	if !errors.As(err, &at) || at.Line != 2 || at.Column != 6 || errors.Unwrap(err) != at.Err {
		t.Errorf("%v is not at 2:6", err)
	}
}

func TestParseRate(t *testing.T) {
	check := func(text string, want Rate) {
		t.Helper()
		got, err := ParseRate(text)
		if err != nil || got != want {
			t.Errorf("ParseRate(%q) = %v, %v; want %v", text, got, err, want)
		}
		if again, err := ParseRate(got.String()); err != nil || again != got {
			t.Errorf("%q reads back as %v, %v", got, again, err)
		}
	}
	check("200/s", 200)
	check("12000/min", 200)
	check("12000/m", 200)
	check("5k/s", 5000)
	check("2.5M/h", 2.5e6/3600)
	check("1/10s", .1)
	check("3/1m30s", 3.0/90)
	check("30/5min", .1)
	check("1/ms", 1000)
	check("1e-12/s", 1e-12)
	for _, text := range []string{"", "/", "200", "0/s", "-1/s", "1/0s", "1/-1s", "1/x", "NaN/s", "Inf/s", "0x1p3/s", "1_0/s", "1e400/s", "k/s", "2G/s", "2e9/s", "1 /s", "1/s/s", "1/min5"} {
		if r, err := ParseRate(text); err == nil {
			t.Errorf("ParseRate(%q) = %v", text, r)
		}
	}
	var r Rate
	if err := r.UnmarshalText([]byte("5k/s")); err != nil || r != 5000 {
		t.Errorf("5k/s is read as %v, %v", r, err)
	}
	if text, err := r.MarshalText(); err != nil || string(text) != "5000/s" {
		t.Errorf("5000/s is written as %q, %v", text, err)
	}
	if err := r.UnmarshalText([]byte("0/s")); err == nil || r != 5000 {
		t.Errorf("0/s is read as %v, %v", r, err)
	}
}

func TestClock(t *testing.T) {
	for d, want := range map[time.Duration]string{
		time.Hour: "1h", time.Minute: "1m", 10 * time.Minute: "10m", 100 * time.Hour: "100h", time.Hour + time.Second: "1h0m1s",
		90 * time.Minute: "1h30m", 20 * time.Second: "20s", 70 * time.Second: "1m10s", 1500 * time.Microsecond: "1.5ms",
	} {
		if got := clock(d); got != want {
			t.Errorf("%v is written %q, want %q", d, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"hold 200/s 60s, ramp 200/s 800/s 5s", "peak-1: (hold 5k/s 1h, hold 1/10s 1s)\ntail: hold 0/s 1ns",
		"repeat 3 (steps 1/s 9/s 5 5s, spike 1/s 9/s 5s) # three", "sine 3/s 1/s 2s 9s,gauss 2/s 8/s 1s 8s", "a-1: b: hold",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := Parse("p", text)
		if err != nil {
			var at *SyntaxError
			if !errors.As(err, &at) || at.Line < 1 || at.Column < 1 {
				t.Fatalf("Parse(%q): %v has no place", text, err)
			}
			return
		}
		if err := c.Check(); err != nil {
			t.Fatalf("Parse(%q) does not pass the check: %v", text, err)
		}
		again, err := Parse("p", c.String())
		if err != nil || !again.Equal(c) {
			t.Fatalf("Parse(%q) = %v, which reads back as %v, %v", text, c, again, err)
		}
	})
}
