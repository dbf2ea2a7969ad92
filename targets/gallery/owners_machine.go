package gallery

import (
	"math/rand/v2"
	"sort"
	"strconv"
	"time"
)

// Owners are threads that each own a part of the keys. Whoever wants something of
// a key sends a message to its owner's inbox and waits for the reply.
type owners struct {
	*service
	boxes    []crew    // of one each
	upTo     []float64 // share of requests for the owners up to this one
	inbox    bound
	draw     func() time.Duration
	random   *rand.Rand
	asked    []int64 // requests for each owner
	answered []int64 // of these, those served in time for their caller
}

func newOwners(s *service, o *ownersOptions, seed uint64) *owners {
	m := &owners{
		service: s, boxes: make([]crew, o.owners), inbox: o.inbox,
		draw: o.sizes.Draws(o.demand, seed), random: rand.New(rand.NewPCG(seed, 0x6b657973)),
		asked: make([]int64, o.owners), answered: make([]int64, o.owners),
	}
	sum := 0.0
	for i, share := range o.shares() {
		m.boxes[i] = newCrew(&s.calendar, 1)
		sum += share
		m.upTo = append(m.upTo, sum)
	}
	return m
}

// owner draws whom a request is for.
func (m *owners) owner() int {
	x := m.random.Float64()
	return min(sort.Search(len(m.upTo), func(i int) bool { return x < m.upTo[i] }), len(m.upTo)-1)
}

func (m *owners) plan(r *request, demand time.Duration) func() {
	demand = given(demand, m.draw())
	owner := m.owner()
	m.asked[owner]++
	box := &m.boxes[owner]
	if len(m.doors) > 1 {
		r.door = m.doors[owner]
	}
	return func() {
		if box.full(m.inbox) {
			m.refuse(r)
			return
		}
		box.take(func() {
			m.work(r, demand, func() {
				if !r.gone {
					m.answered[owner]++
				}
				box.give()
				m.served(r)
			})
		})
	}
}

// Gauges implements [Machine].
func (m *owners) Gauges(at time.Duration) []Gauge {
	m.Advance(at)
	busy, oldest := 0, time.Duration(0)
	least, greatest := 1.0, 0.0
	lengths := make([]Gauge, len(m.boxes))
	for i := range m.boxes {
		box := &m.boxes[i]
		busy += box.busy
		oldest = max(oldest, box.line.age(m.now))
		served := float64(m.answered[i]) / float64(max(1, m.asked[i]))
		least, greatest = min(least, served), max(greatest, served)
		name := strconv.Itoa(i + 1)
		lengths[i] = Gauge{"inbox_" + name, "Requests waiting for owner " + name + ".", float64(box.line.len)}
	}
	return append([]Gauge{
		{"owners_busy", "Owners at work.", float64(busy)},
		{"inbox_age_seconds", "How long the message has waited that has waited longest.", oldest.Seconds()},
		{"served_share_least", "Share of requests answered in time by the owner with the lowest such share.", least},
		{"served_share_greatest", "Share of requests answered in time by the owner with the highest such share.", greatest},
	}, lengths...)
}
