package gallery

import (
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"matchday/targets/model"
)

// The evening of a match: its length, when its peaks end, and how long its callers
// wait for an answer.
const (
	whole    = 900 * time.Second
	patience = 10 * time.Second
)

// rate is how many users come at an instant, as a share of the capacity: an
// ordinary evening that rises to its middle, and three peaks.
func rate(at time.Duration) float64 {
	t := at.Seconds()
	peak := func(middle float64) float64 { return math.Exp(-(t - middle) * (t - middle) / (2 * 12 * 12)) }
	daily := .0
	if t < 600 {
		daily = math.Pow(math.Sin(math.Pi*t/600), 2)
	}
	return .55 + .25*daily + .40*(peak(150)+3*peak(270)+2*peak(390))
}

// highest is above every rate of the evening.
const highest = 2.1

// An attempt is one request of a user.
type attempt struct {
	due    time.Duration
	id     int
	second bool
	open   bool
}

// A crowd is users who come to a machine by the curve of the evening, give up
// after patience, and then try once more. Nobody tries again who was refused.
type crowd struct {
	machine Machine
	random  *rand.Rand
	most    float64 // users per second at the highest rate

	now      time.Duration
	attempts []attempt
	by       []int           // attempt that bears an id
	patient  []int           // attempts in order of their due times
	retries  []time.Duration // in order, which is that of giving up but for the backoff

	users, served     int
	timeouts, refused int
	responses         []time.Duration // of those served in time
	sent, answered    [915]int        // attempts by the second in which they were due; of these, those answered
}

// evening sends the crowd of a whole evening to a machine of that capacity.
func evening(machine Machine, capacity float64, seed uint64) *crowd {
	c := &crowd{machine: machine, random: rand.New(rand.NewPCG(seed, 1)), most: capacity * highest}
	machine.OnEnd(c.ended)
	user := c.next(0)
	for user < whole || len(c.patient) > 0 || len(c.retries) > 0 {
		at := user
		if at >= whole {
			at = never
		}
		at = c.until(at)
		if at == never {
			continue
		}
		c.now = at
		switch {
		case len(c.retries) > 0 && at == c.retries[0]:
			c.retries = c.retries[1:]
			c.send(true)
		case at == user:
			c.users++
			c.send(false)
			user = c.next(user)
		}
	}
	return c
}

// next returns when the next user comes: of those who come at the highest rate as
// many as the curve says.
func (c *crowd) next(after time.Duration) time.Duration {
	for after < whole {
		after += time.Duration(c.random.ExpFloat64() / c.most * float64(time.Second))
		if c.random.Float64()*highest < rate(after) {
			return after
		}
	}
	return whole
}

// until lets everything happen up to the next arrival or retry, and returns when
// that is; never if there is none.
func (c *crowd) until(arrival time.Duration) time.Duration {
	for {
		at := arrival
		if len(c.retries) > 0 {
			at = min(at, c.retries[0])
		}
		for len(c.patient) > 0 && !c.attempts[c.patient[0]].open {
			c.patient = c.patient[1:]
		}
		leaves := never
		if len(c.patient) > 0 {
			leaves = c.attempts[c.patient[0]].due + patience
		}
		if at == never && leaves == never {
			return never
		}
		if next, ok := c.machine.Next(); ok && next <= min(at, leaves) {
			c.now = next
			c.machine.Advance(next)
			continue
		}
		if leaves > at {
			return at
		}
		c.now = leaves
		c.giveUp()
	}
}

func (c *crowd) giveUp() {
	n := c.patient[0]
	a := &c.attempts[n]
	a.open = false
	c.machine.Leave(c.now, a.id)
	c.timeouts++
	if !a.second {
		again := c.now + time.Duration((.5+c.random.Float64())*float64(time.Second))
		place, _ := slices.BinarySearch(c.retries, again)
		c.retries = slices.Insert(c.retries, place, again)
	}
}

func (c *crowd) send(second bool) {
	c.sent[c.now/time.Second]++
	id, ok := c.machine.Arrive(c.now, 0)
	if !ok {
		c.refused++
		return
	}
	for id >= len(c.by) {
		c.by = append(c.by, -1)
	}
	c.by[id] = len(c.attempts)
	c.patient = append(c.patient, len(c.attempts))
	c.attempts = append(c.attempts, attempt{due: c.now, id: id, second: second, open: true})
}

func (c *crowd) ended(id int, e model.Ending) {
	if e.Gone {
		return
	}
	a := &c.attempts[c.by[id]]
	a.open = false
	if e.Outcome != model.Served {
		c.refused++
		return
	}
	c.served++
	c.answered[a.due/time.Second]++
	c.responses = append(c.responses, e.At-a.due)
}

// share returns the share of users who were answered in time.
func (c *crowd) share() float64 { return float64(c.served) / float64(c.users) }

// p99 returns the time that 99 % of those were answered within.
func (c *crowd) p99() time.Duration {
	slices.Sort(c.responses)
	return c.responses[len(c.responses)*99/100]
}

// wasted returns the share of the work that was done for callers who had left.
func (c *crowd) wasted() float64 {
	counters := c.machine.Counters(c.now)
	return float64(counters.WorkWasted) / float64(counters.WorkDone)
}

// back reports for each peak whether the machine comes back before the next one
// begins, or the evening is over: for ten seconds on end at least 98 % of the
// attempts are answered.
func (c *crowd) back() (after [3]bool) {
	ends, next := [3]int{174, 294, 414}, [3]int{246, 366, 880}
	for k := range after {
		for second := ends[k]; second < next[k] && !after[k]; second++ {
			after[k] = c.well(second)
		}
	}
	return after
}

func (c *crowd) well(from int) bool {
	for s := from; s < from+10; s++ {
		if float64(c.answered[s]) < .98*float64(c.sent[s]) {
			return false
		}
	}
	return true
}
