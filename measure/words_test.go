package measure

import (
	"testing"
	"time"
)

func TestDigits(t *testing.T) {
	for x, want := range map[float64]string{
		0: "0", 0.001: "<0.01", 0.005: "0.01", 0.1234: "0.12", 1.005: "1", 9.994: "9.99", 9.996: "10",
		12.34: "12.3", 99.94: "99.9", 99.96: "100", 371.4: "371", 1322: "1 322", 1234567: "1 234 567", -1322: "-1 322", -0.5: "-0.5",
	} {
		if got := Digits(x); got != want {
			t.Errorf("Digits(%v) = %q, want %q", x, got, want)
		}
	}
}

func TestInWords(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0 s", 999: "999 ns", 1500: "1.5 µs", 412345: "412 µs", 999499: "999 µs", 999500: "1 ms",
		50 * time.Millisecond: "50 ms", 99 * time.Millisecond: "99 ms", 371 * time.Millisecond: "371 ms",
		999499 * time.Microsecond: "999 ms", time.Second: "1 s", 3600 * time.Millisecond: "3.6 s",
		160 * time.Second: "160 s", 10 * time.Minute: "10m 00s", 21*time.Minute + 20*time.Second: "21m 20s", 90 * time.Minute: "1h 30m",
		-3 * time.Second: "-3 s",
	} {
		if got := InWords(d); got != want {
			t.Errorf("InWords(%d) = %q, want %q", d, got, want)
		}
	}
}
