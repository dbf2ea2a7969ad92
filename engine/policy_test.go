package engine

import (
	"testing"
	"time"

	"matchday/measure"
)

func TestAgain(t *testing.T) {
	const done = 7 * time.Second
	c := Client{Retries: 2, Backoff: time.Second}
	honours := Client{Retries: 2, Backoff: time.Second, RetryAfter: true, RetryOn: []measure.Outcome{measure.Rejected}}
	check := func(name string, c Client, attempt int, o measure.Outcome, after, from, to time.Duration) {
		t.Helper()
		due, ok := c.again(measure.Sample{User: 3, Attempt: attempt, Outcome: o, Done: done}, after, 1)
		if ok != (to > 0) || ok && (due < done+from || due > done+to) {
			t.Errorf("%s: due %v, %v; want between %v and %v after the end", name, due-done, ok, from, to)
		}
	}
	const least, most = time.Second / 2, 3 * time.Second / 2
	check("timeout", c, 1, measure.Timeout, 0, least, most)
	check("connect-timeout", c, 2, measure.ConnectTimeout, 0, least, most)
	check("no retries left", c, 3, measure.Timeout, 0, 0, 0)
	check("served", c, 1, measure.OK, 0, 0, 0)
	check("rejected is not a timeout", c, 1, measure.Rejected, 0, 0, 0)
	check("cut", Client{Retries: 1, RetryOn: []measure.Outcome{measure.Cut}}, 1, measure.Cut, 0, 0, 0)
	check("named outcome", honours, 1, measure.Rejected, 0, least, most)
	check("timeout is not named", honours, 1, measure.Timeout, 0, 0, 0)
	check("told to wait", honours, 1, measure.Rejected, 5*time.Second, 5*time.Second, 5*time.Second)
	check("told to wait less", honours, 1, measure.Rejected, 1, least, most)
	check("told to wait, not asked", c, 1, measure.Timeout, 5*time.Second, least, most)
}

// The pauses of many users are spread evenly over [0.5, 1.5) of the backoff.
func TestAgainSpread(t *testing.T) {
	const users, slices = 100_000, 10
	c := Client{Retries: 1, Backoff: time.Second}
	var count [slices]int
	for user := range int64(users) {
		due, _ := c.again(measure.Sample{User: user, Attempt: 1, Outcome: measure.Timeout}, 0, 42)
		count[(due-time.Second/2)*slices/time.Second]++
	}
	for i, n := range count {
		if n < users/slices*97/100 || n > users/slices*103/100 {
			t.Errorf("slice %d of %d has %d of %d users", i, slices, n, users)
		}
	}
}

func TestAgainIsPure(t *testing.T) {
	c := Client{Retries: 9, Backoff: time.Second}
	due := func(seed uint64, user int64, attempt int) time.Duration {
		d, _ := c.again(measure.Sample{User: user, Attempt: attempt, Outcome: measure.Timeout}, 0, seed)
		return d
	}
	first, again := due(1, 2, 3), due(1, 2, 3)
	if first != again {
		t.Errorf("the same attempt has two pauses, %v and %v", first, again)
	}
	for _, other := range []time.Duration{due(2, 2, 3), due(1, 3, 3), due(1, 2, 4), due(1, 3, 2)} {
		if other == first {
			t.Errorf("another attempt has the same pause %v", other)
		}
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 6, 11, 20, 0, 0, 0, time.UTC)
	check := func(text string, want time.Duration) {
		t.Helper()
		if got := retryAfter(text, now); got != want {
			t.Errorf("Retry-After %q: %v; want %v", text, got, want)
		}
	}
	check("", 0)
	check("5", 5*time.Second)
	check("-5", 0)
	check("soon", 0)
	check("99999999999999999999", 0)
	check("Thu, 11 Jun 2026 20:01:30 GMT", 90*time.Second)
	check("Thu, 11 Jun 2026 19:59:00 GMT", 0)
}
