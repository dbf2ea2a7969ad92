package report

import (
	"testing"
	"time"
)

// largestPage is what the page of four variants over ten minutes may have. It is
// attached to tickets and kept for every run of a pipeline.
const largestPage = 400_000

// The page stays small, with everything that it brings along.
func TestHTMLOfTenMinutes(t *testing.T) {
	m := day{seats: 4, service: 50 * time.Millisecond, timeout: 500 * time.Millisecond, slo: 125 * time.Millisecond, length: 10 * time.Minute, window: time.Second, rounds: 2}
	c := m.comparison("none", "20/20", "20/100", "20/200")
	if n := len(c.Variants[0].Series); n < 600 {
		t.Fatalf("%d windows, want 600", n)
	}
	size := len(asPage(t, c))
	t.Logf("the page has %d bytes", size)
	if size >= largestPage {
		t.Errorf("the page has %d bytes, want less than %d", size, largestPage)
	}
}
