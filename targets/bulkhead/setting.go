package bulkhead

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Setting is what a bulkhead bounds. The zero value is none: everybody goes
// straight in.
type Setting struct {
	// Inside is the most callers at work at once; zero means no bound.
	Inside int
	// Queue is the most callers waiting for a seat, from zero, which refuses
	// everybody who finds all seats taken, up to Unbounded.
	Queue int
	// Wait is the longest anybody waits before being refused; zero means as
	// long as it takes.
	Wait time.Duration
	// LIFO gives a free seat to whoever came last instead of first. In overload
	// some wait for ever then and the others hardly at all, while first come,
	// first served makes everybody wait as long as the queue is.
	LIFO bool
}

// Unbounded as Setting.Queue lets everybody wait. Such a bulkhead is merely a
// pool of workers: it refuses nobody and protects nobody.
const Unbounded = -1

// most is the largest count a setting may hold, so that sums of two cannot
// overflow even where an int has 32 bits.
const most = 1_000_000_000

// ParseSetting reads the notation of a bulkhead:
//
//	none               no bound
//	20/100             at most 20 inside and 100 queued
//	20/0               no queue
//	20/inf             an unbounded queue
//	20/100 lifo        last come, first served
//	20/100 wait 2s     nobody waits longer than two seconds
//	20/100 lifo wait 2s
func ParseSetting(text string) (Setting, error) {
	s, err := parse(text)
	if err == nil {
		err = s.Check()
	}
	if err != nil {
		return Setting{}, fmt.Errorf("bulkhead %q: %w", text, err)
	}
	return s, nil
}

func parse(text string) (Setting, error) {
	words := strings.Fields(text)
	if len(words) == 1 && words[0] == "none" {
		return Setting{}, nil
	}
	lifo := len(words) > 1 && words[1] == "lifo"
	if lifo {
		words = slices.Delete(words, 1, 2)
	}
	if len(words) != 1 && (len(words) != 3 || words[1] != "wait") {
		return Setting{}, fmt.Errorf("want none or inside/queue, for example 20/100 or 20/100 wait 2s")
	}
	s, err := parseBounds(words[0])
	s.LIFO = lifo
	if err != nil || len(words) == 1 {
		return s, err
	}
	s.Wait, err = time.ParseDuration(words[2])
	if err != nil || s.Wait <= 0 {
		return Setting{}, fmt.Errorf("wait %q is not a positive duration such as 2s", words[2])
	}
	return s, nil
}

func parseBounds(text string) (s Setting, err error) {
	inside, queue, ok := strings.Cut(text, "/")
	if !ok {
		return s, fmt.Errorf("want none or inside/queue, for example 20/100")
	}
	if s.Inside, err = parseCount("inside", inside); err != nil {
		return s, err
	}
	if s.Inside == 0 {
		return s, errNobody
	}
	if queue == "inf" {
		s.Queue = Unbounded
		return s, nil
	}
	s.Queue, err = parseCount("queue", queue)
	return s, err
}

func parseCount(name, text string) (int, error) {
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil || n > most {
		return 0, fmt.Errorf("%s %q is not a whole number up to %d, for example 20/100", name, text, most)
	}
	return int(n), nil
}

var errNobody = fmt.Errorf("inside must be at least 1, for example 20/100")

// Check returns an error if the setting is not one that ParseSetting could
// have read, for settings put together by hand.
func (s Setting) Check() error {
	switch {
	case s == Setting{}:
		return nil
	case s.Inside < 1:
		return errNobody
	case s.Inside > most || s.Queue > most:
		return fmt.Errorf("bounds must be at most %d, for example 20/100", most)
	case s.Queue < Unbounded:
		return fmt.Errorf("queue must be at least 0, or inf, for example 20/100")
	case s.Wait < 0:
		return fmt.Errorf("wait must be positive, for example 20/100 wait 2s")
	case s.Wait > 0 && s.Queue == 0:
		return fmt.Errorf("a longest wait needs a queue, for example 20/100 wait 2s")
	case s.LIFO && s.Queue == 0:
		return fmt.Errorf("an order needs a queue, for example 20/100 lifo")
	}
	return nil
}

// String returns the setting in the notation of ParseSetting.
func (s Setting) String() string {
	if s == (Setting{}) {
		return "none"
	}
	text := strconv.Itoa(s.Inside) + "/inf"
	if s.Queue != Unbounded {
		text = fmt.Sprintf("%d/%d", s.Inside, s.Queue)
	}
	if s.LIFO {
		text += " lifo"
	}
	if s.Wait > 0 {
		text += " wait " + s.Wait.String()
	}
	return text
}

// MarshalText writes the notation of ParseSetting.
func (s Setting) MarshalText() ([]byte, error) { return []byte(s.String()), s.Check() }

// UnmarshalText reads the notation of ParseSetting.
func (s *Setting) UnmarshalText(text []byte) (err error) {
	*s, err = ParseSetting(string(text))
	return err
}
