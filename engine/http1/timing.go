package http1

import "time"

// A Timing is the time that an answer took inside of the target, as the target
// says in the header Server-Timing. What it does not say is zero.
type Timing struct {
	Queue   time.Duration // it waited to be worked on
	Service time.Duration // it was worked on
}

// ReadTiming returns t with what a value of the header Server-Timing adds to it,
// such as "q;dur=1.2, s;dur=50". Time spent waiting is what is called q, queue or
// wait there, time in work s, service or app, both in milliseconds; of several
// such entries the first that has a duration counts, and everything else is left
// out. It takes no memory, so that it can be done to every answer.
func ReadTiming[Text string | []byte](t Timing, value Text) Timing {
	for len(value) > 0 {
		var entry Text
		entry, value = cutUnquoted(value, ',')
		name, parameters := cutUnquoted(entry, ';')
		if kept := t.kept(string(trimSpace(name))); kept != nil && *kept == 0 {
			*kept = durationIn(parameters)
		}
	}
	return t
}

// kept returns where the duration of an entry belongs, nil if nowhere.
func (t *Timing) kept(name string) *time.Duration {
	switch name {
	case "q", "queue", "wait":
		return &t.Queue
	case "s", "service", "app":
		return &t.Service
	}
	return nil
}

// durationIn returns the value of the parameter dur, 0 if there is none.
func durationIn[Text string | []byte](parameters Text) time.Duration {
	for len(parameters) > 0 {
		var one Text
		one, parameters = cutUnquoted(parameters, ';')
		name, value := cutUnquoted(one, '=')
		if name = trimSpace(name); len(name) == 3 && lower(name[0]) == 'd' && lower(name[1]) == 'u' && lower(name[2]) == 'r' {
			return milliseconds(unquoted(trimSpace(value)))
		}
	}
	return 0
}

// longestTiming bounds a duration: no answer takes a day, so what says so is no
// measurement.
const longestTiming = 24 * time.Hour

// milliseconds reads such as 53.2, down to the nanosecond. What is not a decimal
// number of milliseconds is 0.
func milliseconds[Text string | []byte](text Text) (d time.Duration) {
	const none = -1
	unit := time.Duration(none) // worth of the next digit behind the point
	digits := 0
	for i := range len(text) {
		c := text[i]
		switch {
		case c == '.' && unit == none:
			unit = time.Millisecond / 10
		case c < '0' || c > '9' || d > longestTiming:
			return 0
		case unit == none:
			d, digits = d*10+time.Duration(c-'0')*time.Millisecond, digits+1
		default:
			d, digits, unit = d+time.Duration(c-'0')*unit, digits+1, unit/10
		}
	}
	if digits == 0 || d > longestTiming {
		return 0
	}
	return d
}

// cutUnquoted returns what stands before the first separator that is not within
// quotes, and what stands behind it.
func cutUnquoted[Text string | []byte](text Text, separator byte) (before, behind Text) {
	quoted := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && quoted:
			i++ // the next one is meant as it is
		case c == '"':
			quoted = !quoted
		case c == separator && !quoted:
			return text[:i], text[i+1:]
		}
	}
	return text, text[len(text):]
}

// unquoted returns a number without the quotes that it may stand in.
func unquoted[Text string | []byte](text Text) Text {
	if n := len(text); n >= 2 && text[0] == '"' && text[n-1] == '"' {
		return text[1 : n-1]
	}
	return text
}
