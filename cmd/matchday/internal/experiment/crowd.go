package experiment

import (
	"iter"
	"time"

	"matchday/engine"
	"matchday/profiles"
)

// A crowd is the users of several streams in the order in which they come, and
// the source of their requests. Which stream a user is of is settled when the
// schedule is read that far, and an engine asks for the request of a user only
// after that.
type crowd struct {
	streams []member
	roll    roll
}

// A member is a stream in a crowd.
type member struct {
	profiles.Traffic
	source engine.Source
	from   int // the place of its first request among those of all
}

// newCrowd returns the crowd of a trial; the requests are those of all streams.
func newCrowd(e Experiment, requests []engine.Request, seed uint64) (*crowd, error) {
	c := &crowd{}
	for _, s := range e.Streams {
		own := s.seed(seed)
		source, err := sourceOf(requests[s.From:s.To], own)
		if err != nil {
			return nil, err
		}
		c.streams = append(c.streams, member{profiles.Traffic{Curve: s.Curve, Gap: e.gap(own)}, source, s.From})
	}
	return c, nil
}

// arrivals yields when users come. It may be read once.
func (c *crowd) arrivals() iter.Seq[time.Duration] {
	var all []profiles.Traffic
	for _, m := range c.streams {
		all = append(all, m.Traffic)
	}
	c.roll = newRoll(len(all))
	return func(yield func(time.Duration) bool) {
		for at, of := range profiles.Merge(all...) {
			c.roll.add(of)
			if !yield(at) {
				return
			}
		}
	}
}

// Request implements [engine.Source]. The users of a stream take turns through
// its requests as if there were no others.
func (c *crowd) Request(user int64) (*engine.Request, int) {
	of, turn := c.roll.look(user)
	m := c.streams[of]
	request, place := m.source.Request(turn)
	return request, m.from + place
}
