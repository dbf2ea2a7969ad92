package model

import "fmt"

// Abandon is what a server does about a caller who has left.
type Abandon uint8

// The ways to treat a caller who has left.
const (
	AbandonNone  Abandon = iota // wait and work on as if nothing had happened
	AbandonQueue                // take it out of a queue, but finish what is on the CPUs
	AbandonAll                  // drop it wherever it is
)

// ParseAbandon reads none, queue or all.
func ParseAbandon(text string) (Abandon, error) {
	for _, a := range []Abandon{AbandonNone, AbandonQueue, AbandonAll} {
		if a.String() == text {
			return a, nil
		}
	}
	return 0, fmt.Errorf("abandon %q: want none, queue or all", text)
}

// String returns none, queue or all.
func (a Abandon) String() string {
	switch a {
	case AbandonQueue:
		return "queue"
	case AbandonAll:
		return "all"
	}
	return "none"
}

// MarshalText writes what ParseAbandon reads.
func (a Abandon) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (a *Abandon) UnmarshalText(text []byte) (err error) {
	*a, err = ParseAbandon(string(text))
	return err
}
