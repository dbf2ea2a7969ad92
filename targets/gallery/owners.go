package gallery

import (
	"flag"
	"fmt"
	"math"
	"time"

	"matchday/targets/bulkhead"
	"matchday/targets/model"
)

func ownersKind() Kind {
	return Kind{
		Name:    "owners",
		Teaches: "Where each key has an owner, one hot key stops at one owner's pace while the others idle, and one bulkhead in front of all lets it take every seat.",
		Hides:   "in the inbox of one owner, which the mean over all of them does not show",
		Place:   "in front of each owner, so that a hot key is refused its own seats and no others",
		Options: func() Options {
			return &ownersOptions{
				owners: 8, demand: 40 * time.Millisecond, sizes: model.Sizes{Shape: model.Exponential},
				keys: 1000, inbox: inf, at: atFront,
			}
		},
	}
}

// Where the bulkhead of owners may be.
const (
	atFront = "front" // one in front of all
	atOwner = "owner" // one in front of each
)

type ownersOptions struct {
	owners int
	demand time.Duration
	sizes  model.Sizes
	hot    share
	zipf   float64
	keys   int
	inbox  bound
	at     string
}

// Bind implements [Options].
func (o *ownersOptions) Bind(fs *flag.FlagSet) {
	fs.IntVar(&o.owners, "owners", o.owners, "owners of keys, each serving one request at a time")
	fs.DurationVar(&o.demand, "demand", o.demand, "mean time of a request at its owner")
	fs.TextVar(&o.sizes, "sizes", o.sizes, "how demands spread: fixed, exp or, for example, lognormal:1.5")
	fs.Var(&o.hot, "hot", "share of requests for one hot key, whose owner has no other, for example 30%")
	fs.Float64Var(&o.zipf, "zipf", o.zipf, "exponent by which keys are more or less asked for, 0 for all alike")
	fs.IntVar(&o.keys, "keys", o.keys, "number of keys with zipf, dealt to the owners in turn")
	fs.Var(&o.inbox, "inbox", "most requests waiting for an owner, others are refused")
	fs.StringVar(&o.at, "at", o.at, "where the bulkhead is: front, or owner for one in front of each")
}

// Check implements [Options].
func (o *ownersOptions) Check() error {
	switch {
	case o.hot > 0 && o.owners == 1:
		return fmt.Errorf("hot %v: want at least 2 owners, for example hot 0.3 with owners 8", o.hot)
	case !(o.zipf >= 0 && o.zipf <= 10): // written so that NaN fails too
		return fmt.Errorf("zipf %v: want an exponent from 0 to 10, for example 1.1", o.zipf)
	case o.zipf > 0 && o.hot > 0:
		return fmt.Errorf("zipf %v: want it without a hot key, or hot 0", o.zipf)
	}
	return first(
		some("owners", o.owners), positive("demand", o.demand), spread("sizes", o.sizes), some("keys", o.keys),
		oneOf("at", o.at, atFront, atOwner),
	)
}

// shares returns the share of requests that each owner gets.
func (o *ownersOptions) shares() []float64 {
	of := make([]float64, o.owners)
	switch {
	case o.hot > 0:
		for i := range of {
			of[i] = (1 - float64(o.hot)) / float64(o.owners-1)
		}
		of[0] = float64(o.hot)
	case o.zipf > 0:
		sum := 0.0
		for key := range o.keys {
			weight := math.Pow(float64(key+1), -o.zipf)
			of[key%o.owners] += weight
			sum += weight
		}
		for i := range of {
			of[i] /= sum
		}
	default:
		for i := range of {
			of[i] = 1 / float64(o.owners)
		}
	}
	return of
}

// Capacity implements [Options]: the rate at which the owner who is asked most
// works all the time.
func (o *ownersOptions) Capacity() float64 {
	busiest := 0.0
	for _, share := range o.shares() {
		busiest = max(busiest, share)
	}
	return 1 / (busiest * o.demand.Seconds())
}

// Service implements [Options].
func (o *ownersOptions) Service() time.Duration { return o.demand }

// New implements [Options].
func (o *ownersOptions) New(setting bulkhead.Setting, seed uint64) (Machine, error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	doors := 1
	if o.at == atOwner {
		doors = o.owners
	}
	s, err := newService(setting, doors)
	if err != nil {
		return nil, err
	}
	m := newOwners(s, o, seed)
	s.plan = m.plan
	return m, nil
}
