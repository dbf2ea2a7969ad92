package model

import (
	"slices"
	"time"

	"matchday/targets/bulkhead"
)

// A plainServer is a server with a database, written down as it is defined: two
// lists of who waits, two stations, and at every step a look at all of them. Only
// the stations are those of the real one, which are held against a plain version
// of their own; so both make the same roundings, and must agree to the nanosecond.
type plainServer struct {
	Options
	cpus, db     *Sharing
	draws        [2]func() time.Duration
	inside, conn int           // seats and connections taken
	waiting      []*plainOrder // for a seat
	asking       []*plainOrder // for a connection
	orders       []*plainOrder // all there ever were, whose number is their id
	completed    int64
}

type plainOrder struct {
	id               int
	demand, query    time.Duration
	arrived, entered time.Duration
	asked            time.Duration // when it came to the database
	place            plainPlace
	work             time.Duration // attained at the server's own station
	gone             bool
	end              *Ending
}

type plainPlace int

const (
	outside plainPlace = iota
	onCPUs
	asksDB
	onDB
)

func newPlainServer(o Options) *plainServer {
	return &plainServer{
		Options: o,
		cpus:    NewSharing(o.CPUs, o.Overhead),
		db:      NewSharing(o.Database.CPUs, o.Database.Overhead),
		draws: [2]func() time.Duration{
			o.Sizes.Draws(o.Demand, o.Seed), o.Database.Sizes.Draws(o.Database.Demand, o.Seed^databaseStream),
		},
	}
}

// order lets one come, and returns its number.
func (p *plainServer) order(at time.Duration) int {
	o := &plainOrder{id: len(p.orders), demand: p.draws[0](), query: p.draws[1](), arrived: at}
	p.orders = append(p.orders, o)
	switch {
	case p.hasRoom(p.Bulkhead, p.inside):
		p.enter(at, o)
	case p.Bulkhead.Queue != bulkhead.Unbounded && len(p.waiting) >= p.Bulkhead.Queue:
		o.end = &Ending{Outcome: refused}
	default:
		p.waiting = append(p.waiting, o)
	}
	return o.id
}

func (p *plainServer) hasRoom(s bulkhead.Setting, taken int) bool {
	return s.Inside == 0 || taken < s.Inside
}

func (p *plainServer) enter(at time.Duration, o *plainOrder) {
	p.inside++
	o.place, o.entered = onCPUs, at
	p.cpus.Enter(at, o.demand, o.id)
}

func (p *plainServer) query(at time.Duration, o *plainOrder) {
	p.conn++
	o.place = onDB
	p.db.Enter(at, o.query, o.id)
}

// ask has an order that is done on the CPUs come to the database.
func (p *plainServer) ask(at time.Duration, o *plainOrder) {
	o.place, o.asked, o.work = asksDB, at, o.demand
	conns := p.Database.Conns
	switch {
	case p.hasRoom(conns, p.conn):
		p.query(at, o)
	case conns.Queue != bulkhead.Unbounded && len(p.asking) >= conns.Queue:
		p.over(at, o, Refused)
	case o.gone && p.Abandon != AbandonNone:
		p.over(at, o, Dropped)
	default:
		p.asking = append(p.asking, o)
	}
}

// over ends an order and lets those in who have been waiting for that.
func (p *plainServer) over(at time.Duration, o *plainOrder, how Outcome) {
	o.end = &Ending{At: at, Outcome: how, Queued: at - o.arrived, Gone: o.gone}
	if o.place != outside {
		o.end.Queued, o.end.Service = o.entered-o.arrived, at-o.entered
		p.inside--
	}
	if o.place == onDB {
		p.conn--
	}
	is := func(other *plainOrder) bool { return other == o }
	p.waiting, p.asking = slices.DeleteFunc(p.waiting, is), slices.DeleteFunc(p.asking, is)
	if len(p.asking) > 0 && p.hasRoom(p.Database.Conns, p.conn) {
		next := take(&p.asking, p.Database.Conns.LIFO)
		p.query(at, next)
	}
	if len(p.waiting) > 0 && p.hasRoom(p.Bulkhead, p.inside) {
		p.enter(at, take(&p.waiting, p.Bulkhead.LIFO))
	}
}

func take(from *[]*plainOrder, last bool) *plainOrder {
	i := 0
	if last {
		i = len(*from) - 1
	}
	o := (*from)[i]
	*from = slices.Delete(*from, i, i+1)
	return o
}

// leave is told that the caller of an order has left.
func (p *plainServer) leave(at time.Duration, id int) {
	o := p.orders[id]
	o.gone = true
	onStation := o.place == onCPUs || o.place == onDB
	if p.Abandon == AbandonNone || p.Abandon == AbandonQueue && onStation {
		return
	}
	switch o.place {
	case onCPUs:
		o.work, _ = p.cpus.Remove(at, id)
	case onDB:
		attained, _ := p.db.Remove(at, id)
		o.work += attained
	}
	p.over(at, o, Dropped)
}

// advance lets everything happen until an instant. What happens at one and the
// same has this order: the database is done, somebody has waited too long for it,
// the CPUs are done, somebody has waited too long for them.
func (p *plainServer) advance(until time.Duration) {
	for {
		at, happen := until+1, func() {}
		earlier := func(when time.Duration, ok bool, what func()) {
			if ok && when < at {
				at, happen = when, what
			}
		}
		done, working := p.db.Next()
		earlier(done, working, func() { id, at := p.db.Leave(); p.served(at, p.orders[id]) })
		if wait := p.Database.Conns.Wait; wait > 0 && len(p.asking) > 0 {
			earlier(p.asking[0].asked+wait, true, func() { p.over(at, p.asking[0], Expired) })
		}
		done, working = p.cpus.Next()
		earlier(done, working, func() { id, at := p.cpus.Leave(); p.ask(at, p.orders[id]) })
		if wait := p.Bulkhead.Wait; wait > 0 && len(p.waiting) > 0 {
			earlier(p.waiting[0].arrived+wait, true, func() { p.over(at, p.waiting[0], Expired) })
		}
		if at > until {
			return
		}
		happen()
	}
}

func (p *plainServer) served(at time.Duration, o *plainOrder) {
	o.work += o.query
	p.over(at, o, Served)
	p.completed++
	o.end.Seq = p.completed
}

// counters counts the orders, one by one.
func (p *plainServer) counters(at time.Duration) (c Counters) {
	p.advance(at)
	p.cpus.Advance(at)
	p.db.Advance(at)
	c.Accepted, c.WorkDone, c.Database.WorkDone = int64(len(p.orders)), p.cpus.Work()+p.db.Work(), p.db.Work()
	for _, o := range p.orders {
		p.count(&c, o)
	}
	return c
}

func (p *plainServer) count(c *Counters, o *plainOrder) {
	add := func(to *int64, also *int64) {
		*to++
		if o.place >= asksDB {
			*also++
		}
	}
	if o.place >= asksDB {
		c.Database.Accepted++
	}
	if o.end == nil {
		p.countPresent(c, o)
		return
	}
	if o.gone || o.end.Outcome != Served {
		c.WorkWasted += o.work
	}
	switch o.end.Outcome {
	case Served:
		add(&c.Completed, &c.Database.Completed)
		if o.gone {
			c.CompletedLate++
		}
	case Expired:
		add(&c.RejectedWait, &c.Database.RejectedWait)
	case Dropped:
		add(&c.Abandoned, &c.Database.Abandoned)
	default:
		add(&c.RejectedFull, &c.Database.RejectedFull)
	}
}

// countPresent counts an order that has not ended.
func (p *plainServer) countPresent(c *Counters, o *plainOrder) {
	attained := o.work
	switch o.place {
	case outside:
		c.Queued++
	case onCPUs:
		c.Inside++
		attained, _ = p.cpus.Attained(o.id)
	case asksDB:
		c.Inside++
		c.Database.Queued++
	case onDB:
		c.Inside++
		c.Database.Inside++
		more, _ := p.db.Attained(o.id)
		attained += more
	}
	if o.gone {
		c.Zombies++
		c.WorkWasted += attained
	}
}
