package report

import (
	"testing"
	"time"
)

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

// A simulation is over before anybody could ask how long it took.
func TestTook(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "", 600 * time.Millisecond: "", time.Second: "1 s", 72 * time.Second: "1m 12s",
	} {
		if got := (Comparison{Elapsed: d}).took(); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
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
