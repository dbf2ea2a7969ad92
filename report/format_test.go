package report

import (
	"testing"
	"time"
)

func TestDigits(t *testing.T) {
	for x, want := range map[float64]string{
		0: "0", 0.001: "<0.01", 0.005: "0.01", 0.1234: "0.12", 1.005: "1", 9.994: "9.99", 9.996: "10",
		12.34: "12.3", 99.94: "99.9", 99.96: "100", 371.4: "371", 1322: "1 322", 1234567: "1 234 567", -1322: "-1 322", -0.5: "-0.5",
	} {
		if got := digits(x); got != want {
			t.Errorf("digits(%v) = %q, want %q", x, got, want)
		}
	}
}

func TestPercent(t *testing.T) {
	for share, want := range map[float64]string{
		0: "0 %", 0.00001: "<0.01 %", 0.0561: "5.61 %", 0.944: "94.4 %", 0.9994: "99.9 %",
		0.9996: "99.96 %", 0.99999: "> 99.99 %", 1: "100 %", 9.8: "980 %",
	} {
		if got := percent(share); got != want {
			t.Errorf("percent(%v) = %q, want %q", share, got, want)
		}
	}
}

func TestDuration(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0 s", 999: "999 ns", 1500: "1.5 µs", 412345: "412 µs", 999499: "999 µs", 999500: "1 ms",
		50 * time.Millisecond: "50 ms", 99 * time.Millisecond: "99 ms", 371 * time.Millisecond: "371 ms",
		999499 * time.Microsecond: "999 ms", time.Second: "1 s", 3600 * time.Millisecond: "3.6 s",
		160 * time.Second: "160 s", 10 * time.Minute: "10m 00s", 21*time.Minute + 20*time.Second: "21m 20s", 90 * time.Minute: "1h 30m",
		-3 * time.Second: "-3 s",
	} {
		if got := duration(d); got != want {
			t.Errorf("duration(%d) = %q, want %q", d, got, want)
		}
	}
}

func TestClock(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "00:00", 41 * time.Second: "00:41", 58600 * time.Millisecond: "00:59", 75*time.Minute + 20*time.Second: "75:20",
	} {
		if got := clock(d); got != want {
			t.Errorf("clock(%v) = %q, want %q", d, got, want)
		}
	}
}

func TestMetricFormat(t *testing.T) {
	for name, row := range map[string]struct {
		value float64
		want  string
	}{
		"users_served": {0.944, "94.4 %"}, "p99": {0.099, "99 ms"}, "offered": {812.4, "812/s"}, "max_in_flight": {1322, "1 322"},
	} {
		m, err := Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := m.Format(row.value); got != row.want {
			t.Errorf("%s: %v is written %q, want %q", name, row.value, got, row.want)
		}
	}
}

func TestLookupNamesWhatThereIs(t *testing.T) {
	_, err := Lookup("latency")
	if err == nil || err.Error()[:33] != `metric "latency" is not one of us` {
		t.Errorf("Lookup of an unknown metric says %v", err)
	}
}
