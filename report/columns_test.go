package report

import (
	"testing"
	"time"

	"matchday/measure"
)

// What waited in vain is more than the timeout of the clients of its own run,
// whatever those of the run beside it put up with.
func TestTextOfTwoTimeouts(t *testing.T) {
	in := func(id string, timeout time.Duration, ends ...attempt) Input {
		e := experimentOf(variantOf("20/20", 20, 20))
		e.Timeout = timeout
		return runOf(id, e, steady("20/20", 1, 4, ends...))
	}
	c := Compare([]Input{
		in("1-a", 40*time.Millisecond, attempt{40 * time.Millisecond, measure.Timeout}),
		in("2-b", 400*time.Millisecond, ok(50*time.Millisecond)),
		in("3-c", 400*time.Millisecond, ok(50*time.Millisecond), attempt{400 * time.Millisecond, measure.Timeout}),
	})
	for i, want := range []string{"> 40 ms", "50 ms", "> 400 ms"} {
		if got := c.Variants[i].Cells[0].text("p99_all"); got != want {
			t.Errorf("%s: %q, want %q", c.Variants[i].Name, got, want)
		}
	}
}
