package bulkhead

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ParseSetting reads the notation of a bulkhead:
//
//	none                     no bound
//	20/100                   at most 20 inside and 100 queued
//	20/0                     no queue
//	20/inf                   an unbounded queue
//	20/100 lifo              last come, first served
//	20/100 wait 2s           nobody waits longer than two seconds
//	20/100 codel             controlled delay: nobody waits longer than 100 ms, or than 5 ms
//	                         once the queue has not been empty for 100 ms
//	20/100 codel 10ms/200ms  the same with other figures
//	20/100 lifo codel        an order and a wait go together
//	wait:100,2s              another spelling of 100/inf wait 2s
//	deadline:20/100          who cannot be answered in time is refused at once
//	adaptive                 failsafe-go's adaptive limiter as it is usual
//	adaptive:max=100,queue=2 with parameters, see Limits
//	failsafe:20,2s           failsafe-go's bulkhead: 20 inside, others wait two seconds
//	xsync:20                 golang.org/x/sync's semaphore: 20 inside, others wait
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
	text = strings.TrimSpace(text)
	if text == "none" {
		return Setting{}, nil
	}
	name, rest, named := strings.Cut(text, ":")
	if named || name == "adaptive" {
		return parseNamed(name, strings.TrimSpace(rest), named)
	}
	return parseCounted(strings.Fields(text))
}

// parseNamed reads what begins with the word for its kind.
func parseNamed(name, rest string, given bool) (Setting, error) {
	switch name {
	case "wait":
		return parseWaiting(rest, "wait:100,2s")
	case "deadline":
		s, err := parseBounds(rest)
		s.Kind = Deadline
		return s, err
	case "adaptive":
		return parseAdaptive(rest, given)
	case "failsafe":
		s, err := parseWaiting(rest, "failsafe:20,2s")
		s.Kind = Failsafe
		return s, err
	case "xsync":
		inside, err := parseInside(rest)
		return Setting{Kind: XSync, Inside: inside, Queue: Unbounded}, err
	}
	return Setting{}, fmt.Errorf("%q is not one of wait, deadline, adaptive, failsafe, xsync, for example deadline:20/100", name)
}

// parseWaiting reads how many are inside and how long the others wait.
func parseWaiting(text, example string) (s Setting, err error) {
	inside, wait, ok := strings.Cut(text, ",")
	if !ok {
		return s, fmt.Errorf("want how many are inside and how long others wait, for example %s", example)
	}
	s.Queue = Unbounded
	if s.Inside, err = parseInside(inside); err != nil {
		return s, err
	}
	s.Wait, err = parseWait("wait", strings.TrimSpace(wait), "2s")
	return s, err
}

// parseCounted reads bounds and how the queue is kept.
func parseCounted(words []string) (Setting, error) {
	wanted := fmt.Errorf("want none or inside/queue, for example 20/100 or 20/100 wait 2s")
	if len(words) == 0 {
		return Setting{}, wanted
	}
	if slices.Contains([]string{"lifo", "wait", "codel"}, words[0]) {
		return Setting{}, fmt.Errorf("%s wants bounds before it, for example 20/100 lifo, 20/100 wait 2s or 20/100 codel", words[0])
	}
	s, err := parseBounds(words[0])
	if err != nil {
		return s, err
	}
	words = words[1:]
	if s.LIFO = len(words) > 0 && words[0] == "lifo"; s.LIFO {
		words = words[1:]
	}
	switch {
	case len(words) == 0:
	case len(words) == 2 && words[0] == "wait":
		s.Wait, err = parseWait("wait", words[1], "2s")
	case len(words) <= 2 && words[0] == "codel":
		err = s.parseCoDel(words[1:])
	default:
		err = wanted
	}
	return s, err
}

// The usual figures of controlled delay for a service, whose queue is drained
// many times in an interval; see State.Deadline.
const (
	usualShrunk   = 5 * time.Millisecond
	usualInterval = 100 * time.Millisecond
)

// parseCoDel reads the shrunk wait and the interval, if they are given.
func (s *Setting) parseCoDel(words []string) (err error) {
	s.Shrunk, s.Wait = usualShrunk, usualInterval
	if len(words) == 0 {
		return nil
	}
	shrunk, interval, ok := strings.Cut(words[0], "/")
	if !ok {
		return fmt.Errorf("codel %q: want a wait and an interval, for example 20/100 codel 5ms/100ms", words[0])
	}
	if s.Shrunk, err = parseWait("codel", shrunk, "5ms"); err != nil {
		return err
	}
	s.Wait, err = parseWait("codel", interval, "100ms")
	return err
}

func parseWait(name, text, example string) (time.Duration, error) {
	wait, err := time.ParseDuration(text)
	if err != nil || wait <= 0 {
		return 0, fmt.Errorf("%s %q is not a positive duration such as %s", name, text, example)
	}
	return wait, nil
}

func parseBounds(text string) (s Setting, err error) {
	inside, queue, ok := strings.Cut(text, "/")
	if !ok {
		return s, fmt.Errorf("want none or inside/queue, for example 20/100")
	}
	if s.Inside, err = parseInside(inside); err != nil {
		return s, err
	}
	if queue == "inf" {
		s.Queue = Unbounded
		return s, nil
	}
	s.Queue, err = parseCount("queue", queue)
	return s, err
}

func parseInside(text string) (int, error) {
	n, err := parseCount("inside", text)
	if err == nil && n == 0 {
		err = errNobody
	}
	return n, err
}

func parseCount(name, text string) (int, error) {
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil || n > most {
		return 0, fmt.Errorf("%s %q is not a whole number up to %d, for example 20/100", name, text, most)
	}
	return int(n), nil
}

// String returns the setting in the notation of ParseSetting.
func (s Setting) String() string {
	switch s.Kind {
	case Adaptive:
		return s.adaptiveText()
	case Failsafe:
		return fmt.Sprintf("failsafe:%d,%v", s.Inside, s.Wait)
	case XSync:
		return fmt.Sprintf("xsync:%d", s.Inside)
	case Deadline:
		return "deadline:" + s.bounds()
	}
	if s == (Setting{}) {
		return "none"
	}
	return s.bounds() + s.discipline()
}

func (s Setting) bounds() string {
	if s.Queue == Unbounded {
		return strconv.Itoa(s.Inside) + "/inf"
	}
	return fmt.Sprintf("%d/%d", s.Inside, s.Queue)
}

// discipline is how the queue is kept, "" if by first come, first served and
// for as long as it takes.
func (s Setting) discipline() (text string) {
	if s.LIFO {
		text = " lifo"
	}
	switch {
	case s.Shrunk == usualShrunk && s.Wait == usualInterval:
		return text + " codel"
	case s.Shrunk > 0:
		return fmt.Sprintf("%s codel %v/%v", text, s.Shrunk, s.Wait)
	case s.Wait > 0:
		return text + " wait " + s.Wait.String()
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
