package experiment

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"matchday/engine"
	"matchday/measure"
	"matchday/profiles"
	"matchday/targets"
	"matchday/targets/bulkhead"
	"matchday/targets/model"
)

// A stage is a target and an engine without a network. The engine answers every
// user after 20 ms; the target can be made to die, or to say nothing of itself.
type stage struct {
	dies     time.Duration // when the target is no more, 0 for never
	silent   bool
	refused  error        // why no target can be had
	accepted atomic.Int64 // counted by the engine, read by whoever keeps the books
	closed   int
	done     chan struct{}
}

func (s *stage) Apply(context.Context, bulkhead.Setting) (targets.Target, error) {
	s.done = make(chan struct{})
	if s.dies > 0 {
		time.AfterFunc(s.dies, func() { close(s.done) })
	}
	return s, s.refused
}

func (s *stage) URL() string           { return "http://127.0.0.1:1" }
func (s *stage) Done() <-chan struct{} { return s.done }
func (s *stage) Err() error            { return errors.New("exit status 7") }
func (s *stage) Close() error          { s.closed++; return nil }

func (s *stage) Counters(context.Context) (targets.Counters, error) {
	if s.silent {
		return targets.Counters{}, targets.ErrNoCounters
	}
	n := s.accepted.Load()
	return targets.Counters{Counters: model.Counters{Accepted: n, Completed: n}}, nil
}

func (*stage) Name() string      { return "stage" }
func (*stage) Caps() engine.Caps { return engine.Caps{} }

func (s *stage) Run(ctx context.Context, p engine.Plan, rec engine.Recorder) (engine.Account, error) {
	start := time.Now()
	a := engine.Account{Began: start}
	var gauge measure.Gauge
	next := p.Tick
	for due := range p.Arrivals {
		for ; next <= due; next += p.Tick {
			time.Sleep(next - time.Since(start))
			rec.Level(gauge.Read(next))
		}
		sample := measure.Sample{User: a.Users, Attempt: 1, Last: true, Arrived: due, Due: due, Sent: due, Done: due + 20*time.Millisecond, Outcome: measure.OK}
		if ctx.Err() != nil {
			sample.Sent, sample.Done, sample.Outcome = due, due, measure.Cut
		} else {
			gauge.Add(sample.Sent, 1)
			gauge.Add(sample.Done, -1)
			s.accepted.Add(1)
		}
		rec.Record(sample)
		a.Users++
	}
	time.Sleep(p.Length + 100*time.Millisecond - time.Since(start))
	rec.Level(gauge.Read(time.Since(start)))
	return a, ctx.Err()
}

// A notebook is an observer that keeps everything, until it is full.
type notebook struct {
	windows []measure.Window
	streams map[string][]measure.Window
	told    []targets.Counters
	samples int
	full    int // windows it has room for, 0 for any number
}

var errFull = errors.New("no space left")

func (n *notebook) Window(w measure.Window) error {
	if n.full > 0 && len(n.windows) == n.full {
		return errFull
	}
	n.windows = append(n.windows, w)
	return nil
}

func (n *notebook) Stream(name string, w measure.Window) error {
	if n.streams == nil {
		n.streams = map[string][]measure.Window{}
	}
	n.streams[name] = append(n.streams[name], w)
	return nil
}

func (n *notebook) Target(_ time.Duration, c targets.Counters) error {
	n.told = append(n.told, c)
	return nil
}

func (n *notebook) Sample(measure.Sample) error { n.samples++; return nil }

// trial makes a trial of ten seconds at 100/s in virtual time.
func trial(t *testing.T, s *stage, n *notebook, check func(Result, error)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		e := Experiment{
			Curve: profiles.Hold(100, 10*time.Second), Arrivals: Even, Rounds: 1, Window: 100 * time.Millisecond,
			Client: engine.Client{Timeout: 200 * time.Millisecond},
			Target: Target{URL: s.URL(), Requests: []engine.Request{{URL: "/"}}},
		}
		d := NewDrive(e, Trial{Number: 1, Round: 1}, s, s, n)
		check(d.Run(t.Context()))
		if s.refused == nil && s.closed != 1 {
			t.Errorf("the target was closed %d times, want once", s.closed)
		}
	})
}

func TestDrive(t *testing.T) {
	n := &notebook{}
	trial(t, &stage{}, n, func(r Result, err error) {
		if err != nil || n.samples != 1000 || r.Account.Users != 1000 || r.Target.Accepted != 1000 || r.Oracle != nil {
			t.Errorf("%d samples, %+v, %v", n.samples, r.Account, err)
		}
		if got := r.Summary.Phases[0].UsersServed; got != 1 {
			t.Errorf("%v of the users served, want all", got)
		}
		if len(r.Stretches) != 2 || r.Stretches[1].Response[measure.OK].Count() != 1000 {
			t.Errorf("%d stretches, want the whole and one phase with its histograms", len(r.Stretches))
		}
	})
	var users int64
	for i, w := range n.windows {
		users += w.Users
		if w.Start != time.Duration(i)*100*time.Millisecond || w.Latency == nil {
			t.Errorf("window %d begins at %v, histograms %v", i, w.Start, w.Latency != nil)
		}
	}
	if users != 1000 {
		t.Errorf("%d users in the windows, want 1000", users)
	}
	if len(n.told) < 50 || !slices.IsSortedFunc(n.told, func(a, b targets.Counters) int { return int(a.Accepted - b.Accepted) }) {
		t.Errorf("%d readings of the target, want one for about each of 100 windows", len(n.told))
	}
}

func TestDriveOfASilentTarget(t *testing.T) {
	n := &notebook{}
	trial(t, &stage{silent: true}, n, func(r Result, err error) {
		if err != nil || r.Told || len(n.told) > 0 || r.Oracle != nil {
			t.Errorf("told %v, %d readings, oracle %v, %v", r.Told, len(n.told), r.Oracle, err)
		}
	})
}

func TestDriveOfADyingTarget(t *testing.T) {
	n := &notebook{}
	trial(t, &stage{dies: 5 * time.Second}, n, func(r Result, err error) {
		if err == nil || err.Error() != "target none: exit status 7" {
			t.Errorf("error %v", err)
		}
		if cut := r.Summary.Phases[0].Cut; cut < 450 || cut > 550 {
			t.Errorf("%d attempts cut, want the later half of 1000", cut)
		}
	})
}

func TestDriveWithoutATarget(t *testing.T) {
	trial(t, &stage{refused: errors.New("nobody there")}, &notebook{}, func(_ Result, err error) {
		if err == nil || err.Error() != "target none: nobody there" {
			t.Errorf("error %v", err)
		}
	})
}

func TestDriveOntoAFullDisk(t *testing.T) {
	n := &notebook{full: 20}
	trial(t, &stage{}, n, func(r Result, err error) {
		if !errors.Is(err, errFull) || len(n.windows) != 20 {
			t.Errorf("%d windows, %v", len(n.windows), err)
		}
		if r.Summary.Phases[0].Cut < 500 {
			t.Errorf("%d attempts cut: the trial went on", r.Summary.Phases[0].Cut)
		}
	})
}
