package profiles

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A kind is what a word of the text syntax stands for.
type kind string

const (
	kindRate  kind = "rate"
	kindTime  kind = "time"
	kindCount kind = "count"
)

// args are the words behind the name of a shape, read by kind.
type args struct {
	rates []float64
	times []time.Duration
	count int
}

// A form is a shape as the text syntax knows it. The last of its words is always
// the length of the whole shape.
type form struct {
	name    string
	kinds   []kind
	example string
	build   func(args) Curve
	check   func(args) error // nil if every argument will do
}

func forms() []form {
	return []form{
		{"hold", []kind{kindRate, kindTime}, "hold 200/s 60s",
			func(a args) Curve { return Hold(a.rates[0], a.times[0]) }, nil},
		{"ramp", []kind{kindRate, kindRate, kindTime}, "ramp 200/s 800/s 5s",
			func(a args) Curve { return Ramp(a.rates[0], a.rates[1], a.times[0]) }, nil},
		{"steps", []kind{kindRate, kindRate, kindCount, kindTime}, "steps 100/s 500/s 5 50s",
			func(a args) Curve { return Steps(a.rates[0], a.rates[1], a.count, a.times[0]) }, checkSteps},
		{"spike", []kind{kindRate, kindRate, kindTime}, "spike 200/s 800/s 5s",
			func(a args) Curve { return Spike(a.rates[0], a.rates[1], a.times[0]) }, checkSpike},
		{"sine", []kind{kindRate, kindRate, kindTime, kindTime}, "sine 300/s 100/s 20s 2m",
			func(a args) Curve { return Sine(a.rates[0], a.rates[1], a.times[0], a.times[1]) }, checkSine},
		{"gauss", []kind{kindRate, kindRate, kindTime, kindTime}, "gauss 200/s 800/s 5s 40s",
			func(a args) Curve { return Gauss(a.rates[0], a.rates[1], a.times[0], a.times[1]) }, nil},
	}
}

// formNames lists the words an item of the text syntax can begin with.
func formNames() []string {
	var names []string
	for _, f := range forms() {
		names = append(names, f.name)
	}
	return append(names, "repeat")
}

func findForm(name string) (form, error) {
	for _, f := range forms() {
		if f.name == name {
			return f, nil
		}
	}
	return form{}, unknown(fmt.Sprintf("shape %q", name), name, formNames())
}

// curve is the shape with the given arguments.
func (f form) curve(a args) (Curve, error) {
	if f.check == nil {
		return f.build(a), nil
	}
	if err := f.check(a); err != nil {
		return nil, err
	}
	return f.build(a), nil
}

// usage says what the shape wants, in the order it wants it.
func (f form) usage() string {
	kinds := make([]string, len(f.kinds))
	for i, k := range f.kinds {
		kinds[i] = "a " + string(k)
	}
	last := len(kinds) - 1
	return fmt.Sprintf("%s wants %s and %s, such as %q", f.name, strings.Join(kinds[:last], ", "), kinds[last], f.example)
}

// read adds word to a as the given kind.
func (a *args) read(k kind, word string) error {
	switch k {
	case kindRate:
		r, err := parseRate(word)
		a.rates = append(a.rates, r)
		return err
	case kindTime:
		d, err := parseTime(word)
		a.times = append(a.times, d)
		return err
	}
	n, err := parseTimes(word)
	a.count = n
	return err
}

// parseTime reads a length of time above zero.
func parseTime(word string) (time.Duration, error) {
	d, err := time.ParseDuration(word)
	if err != nil || d <= 0 {
		return 0, fmt.Errorf("time %q is not a positive duration such as 30s", word)
	}
	if d > MaxLength {
		return 0, fmt.Errorf("time %q is longer than %s: want a duration such as 30s", word, clock(MaxLength))
	}
	return d, nil
}

// parseTimes reads a whole number from one up.
func parseTimes(word string) (int, error) {
	n, err := strconv.Atoi(word)
	if err != nil || n < 1 || n > MaxSegments {
		return 0, fmt.Errorf("count %q is not a whole number from 1 to %d such as 5", word, MaxSegments)
	}
	return n, nil
}

func checkSteps(a args) error {
	if time.Duration(a.count) > a.times[0] {
		return fmt.Errorf("%d steps do not fit into %s: want a longer time such as 50s", a.count, clock(a.times[0]))
	}
	return nil
}

func checkSpike(a args) error {
	if a.times[0] < 2 {
		return fmt.Errorf("a spike does not fit into %s: want a longer time such as 5s", clock(a.times[0]))
	}
	return nil
}

// maxPeriods bounds what one short word can grow into.
const maxPeriods = 1000

func checkSine(a args) error {
	if a.rates[1] > a.rates[0] {
		return fmt.Errorf("amplitude %q is above the mean %q: want an amplitude the wave can take, such as %s",
			Rate(a.rates[1]), Rate(a.rates[0]), Rate(a.rates[0]/2))
	}
	if a.times[1]/a.times[0] > maxPeriods {
		return fmt.Errorf("period %q fits into %q more than %d times: want a longer period such as %s",
			clock(a.times[0]), clock(a.times[1]), maxPeriods, clock(a.times[1]/maxPeriods+1))
	}
	return nil
}
