package model

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// A Dip takes CPUs away for a while: a neighbour on the same machine, an
// instance that fails and comes back, the pauses of a garbage collector. It is a
// trigger that has nothing to do with the load.
//
// Its instants count from the beginning of a trial. In virtual time that is where
// all offsets count from; a service counts from its last reset, which is the last
// that targets.Reference does to it before a trial.
type Dip struct {
	CPUs  int           // left meanwhile; 0 is a pause, in which nothing is done
	At    time.Duration // when it begins for the first time, from the trial's beginning
	For   time.Duration // how long it lasts
	Every time.Duration // from one beginning to the next; 0 if it happens once
}

// ParseDip reads the notation of a dip:
//
//	5 at 60s for 10s               5 CPUs are left from 60s to 70s
//	0 at 1s for 50ms every 2s      a pause of 50ms every two seconds
func ParseDip(text string) (Dip, error) {
	d, err := parseDip(strings.Fields(text))
	if err == nil {
		err = d.check()
	}
	if err != nil {
		return Dip{}, fmt.Errorf("dip %q: %w", text, err)
	}
	return d, nil
}

var errDip = fmt.Errorf("want, for example, 5 at 60s for 10s or 0 at 1s for 50ms every 2s")

func parseDip(words []string) (d Dip, err error) {
	if len(words) != 5 && len(words) != 7 {
		return d, errDip
	}
	if d.CPUs, err = strconv.Atoi(words[0]); err != nil {
		return d, fmt.Errorf("%q is not a number of cpus such as 5", words[0])
	}
	for i, into := range []*time.Duration{&d.At, &d.For, &d.Every} {
		if 2*i+1 == len(words) {
			break
		}
		name, value := words[2*i+1], words[2*i+2]
		if name != [...]string{"at", "for", "every"}[i] {
			return d, errDip
		}
		if *into, err = time.ParseDuration(value); err != nil || *into < 0 {
			return d, fmt.Errorf("%s %q is not a duration such as 10s", name, value)
		}
	}
	if len(words) == 7 && d.Every == 0 {
		return d, errDip
	}
	return d, nil
}

func (d Dip) check() error {
	switch {
	case d.CPUs < 0:
		return fmt.Errorf("%d cpus left: want 0 or more, for example 5 at 60s for 10s", d.CPUs)
	case d.At < 0 || d.For <= 0:
		return fmt.Errorf("want a beginning and a positive length, for example 5 at 60s for 10s")
	case d.Every != 0 && d.Every <= d.For:
		return fmt.Errorf("every %v is not longer than the dip itself, for example 0 at 1s for 50ms every 2s", d.Every)
	}
	return nil
}

// String returns the dip in the notation of ParseDip.
func (d Dip) String() string {
	text := fmt.Sprintf("%d at %v for %v", d.CPUs, d.At, d.For)
	if d.Every > 0 {
		text += " every " + d.Every.String()
	}
	return text
}

// MarshalText writes the notation of ParseDip.
func (d Dip) MarshalText() ([]byte, error) { return []byte(d.String()), d.check() }

// UnmarshalText reads the notation of ParseDip.
func (d *Dip) UnmarshalText(text []byte) (err error) {
	*d, err = ParseDip(string(text))
	return err
}

// never is an instant that does not come.
const never = time.Duration(math.MaxInt64)

// at tells whether the dip is on at an instant, and when that changes next.
func (d Dip) at(at time.Duration) (on bool, until time.Duration) {
	since := at - d.At
	if since < 0 {
		return false, d.At
	}
	if d.Every > 0 {
		since %= d.Every
	}
	switch begin := at - since; {
	case since < d.For:
		return true, after(begin, d.For)
	case d.Every > 0:
		return false, after(begin, d.Every)
	}
	return false, never
}

// after returns the instant that comes so much after another, at most never.
func after(at, by time.Duration) time.Duration {
	if by > never-at {
		return never
	}
	return at + by
}

// dips are all of a server's. Where they overlap, the deepest counts.
type dips []Dip

// at returns how many of so many CPUs are there at an instant, and when that may
// change next.
func (all dips) at(at time.Duration, cpus int) (left int, until time.Duration) {
	left, until = cpus, never
	for _, d := range all {
		on, change := d.at(at)
		if on {
			left = min(left, d.CPUs)
		}
		until = min(until, change)
	}
	return left, until
}
