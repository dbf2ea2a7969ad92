package engine

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"matchday/measure"
	"matchday/targets/model"
)

// A Machine is a target in virtual time. It is told what happens and when, in
// order of time, and tells what happens next. [model.Server] is one.
type Machine interface {
	// OnEnd has f told of every ending, in their order. The id is free for the
	// next arrival once f has returned.
	OnEnd(f func(id int, e model.Ending))
	// Arrive takes in an attempt, whose demand is drawn if it is zero. Ids are
	// small numbers. If ok is false the attempt was turned away at once, and
	// there will be no ending.
	Arrive(at, demand time.Duration) (id int, ok bool)
	// Leave is told that a caller has left whose attempt has not ended.
	Leave(at time.Duration, id int)
	// Next returns the instant of the next thing to happen by itself; ok is
	// false if there is none.
	Next() (at time.Duration, ok bool)
	// Advance lets everything happen that is due by an instant.
	Advance(at time.Duration)
}

// Virtual is the engine that drives a model instead of a target, in virtual
// time: nothing is sent, nobody waits, and an evening passes in a moment. Users
// behave as they do with the other engines, by the same policy, and their
// attempts come to the same samples. Everything happens at its exact instant,
// so a run can be repeated to the last nanosecond.
//
// At one and the same instant the machine goes first, then those give up who
// have waited for T, then the gauge is read, and then attempts are sent: an
// answer at exactly due + T is in time. A run ends with its last attempt; what
// the machine still does for callers who have left is not waited for.
//
// No call of the recorder comes from within a call of the machine, unless it is
// to record an ending: a recorder may look at the machine when it is given a
// level, at the level's instant.
type Virtual struct {
	Machine Machine // fresh; it serves one run
}

// Name returns "virtual".
func (Virtual) Name() string { return "virtual" }

// Caps returns what the engine can do.
func (Virtual) Caps() Caps { return Caps{Virtual: true} }

// Run sends the plan; see [Engine]. Since nothing travels it refuses plans that
// say how it should, and since nothing is answered it refuses assertions.
// Whether ctx has ended is looked at every few thousand events.
func (v Virtual) Run(ctx context.Context, p Plan, rec Recorder) (Account, error) {
	if v.Machine == nil {
		return Account{}, errors.New("virtual engine: no machine to drive; wanted one such as a model.Server")
	}
	if err := p.check(); err != nil {
		return Account{}, err
	}
	if err := p.checkVirtual(); err != nil {
		return Account{}, err
	}
	s := newSimulation(p, v.Machine, rec)
	began := time.Now()
	err := s.run(ctx)
	s.count.Began, s.count.Withheld = began, s.bucket.withheld()
	return s.count, err
}

// checkVirtual refuses what has no meaning without a wire, in a plan that is
// sound otherwise.
func (p Plan) checkVirtual() error {
	switch t := p.Transport; {
	case t.Protocol != "" && t.Protocol != protoHTTP1:
		return fmt.Errorf("protocol %q: nothing travels in virtual time; wanted http/1.1 or none", t.Protocol)
	case t.Unix != "":
		return fmt.Errorf("unix socket %q: nothing travels in virtual time; wanted none", t.Unix)
	case t.CAFile != "":
		return fmt.Errorf("CA file %q: there is no TLS in virtual time; wanted none", t.CAFile)
	case t.Insecure || t.ServerName != "":
		return errors.New("certificates: there is no TLS in virtual time; wanted no demands on them")
	case t.NoReuse || t.IdleConns != 0 || t.IdleFor != 0:
		return errors.New("connections: there are none in virtual time; wanted no demands on them")
	}
	if a := p.Client.Assert; a.Statuses != nil || a.Contains != "" || a.Length != 0 || a.SHA256 != "" {
		return errors.New("assertions: answers have no content in virtual time; wanted none")
	}
	if first, _ := p.Source.Request(0); strings.HasPrefix(first.URL, "https:") {
		return fmt.Errorf("URL %q: there is no TLS in virtual time; wanted one such as http://model/", first.URL)
	}
	return nil
}

// A verdict is what an attempt came to, in the client's eyes.
type verdict struct {
	outcome    measure.Outcome
	status     int
	retryAfter time.Duration
	queued     time.Duration // in the machine's queue, of what it served
	inside     time.Duration // in work there
}

// verdicts returns what the client makes of a machine's endings. They look as
// the reference service's would: a refusal asks to stay away for a second.
func (c Client) verdicts() (of [4]verdict) {
	refusal := http.Header{"Retry-After": {"1"}, "X-Matchday-Reject": {"full"}}
	c.Reject = c.Reject.orDefault()
	of[model.Served] = verdict{outcome: c.classify(http.StatusOK, false, body{}), status: http.StatusOK}
	of[model.Expired] = verdict{
		outcome: c.classify(http.StatusServiceUnavailable, c.Reject.marked(refusal), body{}), status: http.StatusServiceUnavailable,
		retryAfter: retryAfter(refusal.Get("Retry-After"), time.Time{}),
	}
	of[model.Refused] = of[model.Expired]
	of[model.Dropped] = verdict{outcome: measure.Reset}
	return of
}
