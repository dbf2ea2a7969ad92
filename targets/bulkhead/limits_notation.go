package bulkhead

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// parseAdaptive reads parameters such as initial=20,max=100.
func parseAdaptive(text string, given bool) (Setting, error) {
	s := Setting{Kind: Adaptive}
	if !given {
		return s, nil
	}
	var seen []string
	for part := range strings.SplitSeq(text, ",") {
		name, value, ok := strings.Cut(strings.TrimSpace(part), "=")
		if !ok || slices.Contains(seen, name) {
			return s, fmt.Errorf("want each parameter once and with its value, for example adaptive:initial=20,max=100")
		}
		seen = append(seen, name)
		if err := s.set(name, value); err != nil {
			return s, err
		}
	}
	return s, nil
}

// set reads the value of a parameter.
func (s *Setting) set(name, value string) error {
	var names []string
	for _, k := range knobs() {
		if k.name == name {
			return k.read(s, value)
		}
		names = append(names, k.name)
	}
	return fmt.Errorf("%q is not one of %s, for example adaptive:initial=20,max=100", name, strings.Join(names, ", "))
}

// adaptiveText writes what is not usual.
func (s Setting) adaptiveText() string {
	var parts []string
	for _, k := range knobs() {
		if text := k.text(s); text != "" {
			parts = append(parts, k.name+"="+text)
		}
	}
	if len(parts) == 0 {
		return "adaptive"
	}
	return "adaptive:" + strings.Join(parts, ",")
}

// checkAdaptive returns an error if there is anything but limits and a wait, or
// if they contradict each other.
func (s Setting) checkAdaptive() error {
	switch {
	case s != Setting{Kind: Adaptive, Wait: s.Wait, Limits: s.Limits}:
		return fmt.Errorf("a limit that adapts has no fixed bounds, for example adaptive:max=100")
	case s.Wait < 0:
		return fmt.Errorf("wait must be positive, for example adaptive:wait=500ms")
	}
	return s.Limits.check()
}

// A knob is one parameter by name. What is usual has no text.
type knob struct {
	name string
	read func(s *Setting, text string) error
	text func(s Setting) string
}

// knobs returns all there are, in the order in which they are written.
func knobs() []knob {
	return []knob{
		whole("initial", func(s *Setting) *int { return &s.Limits.Initial }),
		whole("min", func(s *Setting) *int { return &s.Limits.Min }),
		whole("max", func(s *Setting) *int { return &s.Limits.Max }),
		number("factor", func(s *Setting) *float64 { return &s.Limits.Factor }),
		number("decay", func(s *Setting) *float64 { return &s.Limits.Decay }),
		number("floor", func(s *Setting) *float64 { return &s.Limits.Floor }),
		span("stable", func(s *Setting) *time.Duration { return &s.Limits.Stable }),
		span("recent", func(s *Setting) *time.Duration { return &s.Limits.Recent }),
		span("recent-max", func(s *Setting) *time.Duration { return &s.Limits.RecentMax }),
		whole("samples", func(s *Setting) *int { return &s.Limits.Samples }),
		number("quantile", func(s *Setting) *float64 { return &s.Limits.Quantile }),
		whole("baseline", func(s *Setting) *int { return &s.Limits.Baseline }),
		whole("correlation", func(s *Setting) *int { return &s.Limits.Correlation }),
		number("queue", func(s *Setting) *float64 { return &s.Limits.Queue }),
		number("queue-max", func(s *Setting) *float64 { return &s.Limits.QueueMax }),
		span("wait", func(s *Setting) *time.Duration { return &s.Wait }),
	}
}

func whole(name string, of func(*Setting) *int) knob {
	read := func(s *Setting, text string) (err error) {
		if *of(s), err = strconv.Atoi(text); err != nil || *of(s) < 1 {
			return errWhole(name, text)
		}
		return nil
	}
	return knob{name, read, func(s Setting) string {
		if n := *of(&s); n != 0 {
			return strconv.Itoa(n)
		}
		return ""
	}}
}

// number reads one above zero: zero stands for what is usual, and has two signs
// where settings are compared.
func number(name string, of func(*Setting) *float64) knob {
	read := func(s *Setting, text string) (err error) {
		if *of(s), err = strconv.ParseFloat(text, 64); err != nil || !(*of(s) > 0) || math.IsInf(*of(s), 1) {
			return fmt.Errorf("%s %q is not a number above 0 such as 1.5", name, text)
		}
		return nil
	}
	return knob{name, read, func(s Setting) string {
		if x := *of(&s); x != 0 {
			return strconv.FormatFloat(x, 'g', -1, 64)
		}
		return ""
	}}
}

func span(name string, of func(*Setting) *time.Duration) knob {
	read := func(s *Setting, text string) (err error) {
		*of(s), err = parseWait(name, text, "2s")
		return err
	}
	return knob{name, read, func(s Setting) string {
		if d := *of(&s); d != 0 {
			return d.String()
		}
		return ""
	}}
}
