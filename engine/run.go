package engine

import (
	"context"
	"iter"
	"sync/atomic"
	"time"

	"matchday/measure"
)

// A run is one call of Run: everything about it but who carries attempts out,
// which is what engines differ in.
type run struct {
	clock
	plan      Plan
	agenda    *agenda
	waiter    *waiter
	doer      *doer
	recording *recording
	gauge     measure.Gauge
	bucket    *bucket      // of the retry budget
	flying    atomic.Int64 // attempts taken from the agenda that have not ended
}

// A carrier takes attempts with [run.take] until there are none, has each made
// with [run.perform], and returns when all have ended.
type carrier func(context.Context, *run)

// drive makes a run of the plan with the attempts carried out by carry.
func drive(ctx context.Context, p Plan, rec Recorder, carry carrier) (Account, error) {
	if err := p.check(); err != nil {
		return Account{}, err
	}
	pull, stop := iter.Pull(p.Arrivals)
	defer stop()
	r := &run{plan: p, agenda: newAgenda(pull), bucket: newBucket(p.Client.RetryBudget), clock: clock{time.Now()}}
	var err error
	if r.doer, err = newDoer(r.clock, p); err != nil {
		return Account{}, err
	}
	r.waiter = newWaiter(r.clock)
	defer r.waiter.close()
	r.recording = newRecording(r.clock, p.Tick, rec, &r.gauge)

	conns := r.recording.during(func() int64 {
		carry(ctx, r)
		r.cutRest()
		return r.doer.close()
	})
	a := r.recording.count
	a.Began, a.Conns, a.Resent, a.Withheld = r.start, conns, r.doer.resent.Load(), r.bucket.withheld()
	a.Resumed = r.doer.lines.resumed.Load()
	if spoken := r.doer.protocol.Load(); spoken != nil {
		a.Protocol = *spoken
	}
	if r.recording.cut {
		return a, ctx.Err()
	}
	return a, nil
}

// take waits for the next attempt that is due and may leave. It reports false
// when there is none or ctx has ended. One goroutine at a time may call it.
//
// An attempt that is late is returned at once: nothing is ever skipped.
func (r *run) take(ctx context.Context) (attempt, bool) {
	for {
		due, more := r.agenda.earliest()
		if !more {
			return attempt{}, false
		}
		switch r.waiter.until(ctx, due, r.agenda.wake) {
		case ended:
			return attempt{}, false
		case woken:
			continue
		}
		a := r.agenda.take()
		if a.number == 1 {
			r.bucket.deposit()
		}
		if r.flying.Add(1) <= r.plan.Client.inFlight() {
			return a, true
		}
		r.skip(a, measure.Unsent)
	}
}

// perform makes the attempt and books how it ended.
func (r *run) perform(ctx context.Context, a attempt) {
	if ctx.Err() != nil {
		r.skip(a, measure.Cut)
		return
	}
	e, request := r.begin(a)
	e.Sent = r.now()
	r.gauge.Add(r.now(), +1)
	r.doer.do(ctx, request, &e)
	e.Done = r.now()
	r.gauge.Add(r.now(), -1)
	r.end(&e)
}

// skip books an attempt that never left.
func (r *run) skip(a attempt, why measure.Outcome) {
	e, _ := r.begin(a)
	e.Outcome, e.Done = why, r.now()
	r.end(&e)
}

func (r *run) begin(a attempt) (ending, *Request) {
	request, place := r.plan.Source.Request(a.user)
	return ending{Sample: measure.Sample{
		User: a.user, Attempt: a.number, Arrived: a.arrived, Due: a.due, Request: place,
	}}, request
}

// end books the end of an attempt, and puts the user's next one on the agenda.
func (r *run) end(e *ending) {
	next, again := r.plan.conclude(e, r.bucket)
	r.recording.add(e.Sample)
	if again {
		r.agenda.again(next)
	} else {
		r.agenda.done()
	}
	r.recording.await()
	r.flying.Add(-1)
}

// cutRest books everything that the end of the run kept from leaving. It does
// nothing after a run that was not cut short.
func (r *run) cutRest() {
	for {
		if due, _ := r.agenda.earliest(); due == never {
			return
		}
		r.flying.Add(1)
		r.skip(r.agenda.take(), measure.Cut)
	}
}
