package engine

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"matchday/measure"
)

// again says whether the user tries again after attempt s, and when that next
// attempt is due: Backoff·U(0.5, 1.5) after the end of s, and not before what
// the target asked for in Retry-After when the client honours it.
//
// It is a pure function. The jitter depends on seed, user and attempt alone, so
// variants with the same seed see the same pauses whatever the order in which
// their attempts end. Only when it says yes is the retry budget asked, whose
// answer does depend on that order.
func (c *Client) again(s measure.Sample, retryAfter time.Duration, seed uint64) (due time.Duration, ok bool) {
	if s.Attempt > c.Retries || !c.retries(s.Outcome) {
		return 0, false
	}
	u := unit(hash(seed, drawJitter, uint64(s.User), uint64(s.Attempt)))
	pause := time.Duration(float64(c.Backoff) * (0.5 + u))
	if c.RetryAfter {
		pause = max(pause, retryAfter)
	}
	return s.Done + pause, true
}

// conclude completes the sample of an attempt that has ended, and returns the
// user's next attempt if there is to be one.
func (p *Plan) conclude(e *ending, b *bucket) (next attempt, again bool) {
	if !e.left {
		e.Sent = e.Done
	}
	// An answer that was complete too late is none, even when the timer that
	// should have given it up was later still.
	if e.Outcome.Answered() && e.Response() > p.Client.Timeout {
		e.Outcome = measure.Timeout
	}
	due, again := p.Client.again(e.Sample, e.retryAfter, p.Seed)
	again = again && b.withdraw()
	e.Last = !again
	return attempt{user: e.User, number: e.Attempt + 1, arrived: e.Arrived, due: due}, again
}

// retries tells whether the outcome is one that is tried again. A user who was
// served or whose run is over never is.
func (c *Client) retries(o measure.Outcome) bool {
	if o == measure.OK || o == measure.Cut {
		return false
	}
	if c.RetryOn == nil {
		return o.TimedOut()
	}
	return slices.Contains(c.RetryOn, o)
}

// retryAfter returns how long the header Retry-After asks a caller to stay away,
// 0 if it does not say. Both forms of RFC 9110, 10.2.3 are read: seconds and a date.
func retryAfter(text string, now time.Time) time.Duration {
	if text == "" {
		return 0
	}
	if seconds, err := strconv.ParseInt(text, 10, 32); err == nil {
		return max(0, time.Duration(seconds)*time.Second)
	}
	date, err := http.ParseTime(text)
	if err != nil {
		return 0
	}
	return max(0, date.Sub(now))
}
