package measure

import (
	"testing"
	"time"
)

// The two verdicts that the program exists for must not hang on a seed, nor on
// single attempts that fail for reasons of their own.
func TestMatchDay(t *testing.T) {
	check := func(name string, e evening, want Verdict) {
		t.Helper()
		e.retries, e.tail = 1, seconds(11.3)
		for e.seed = range 3 {
			s := e.play().Summary(Review{Tick: tenth})
			if s.Judgement.Verdict != want {
				t.Errorf("%s, seed %d: %s: %s; want %s", name, e.seed, s.Judgement.Verdict, s.Judgement.Reason, want)
			}
			if v := s.Validity(); v != Valid {
				t.Errorf("%s, seed %d: %s: %+v", name, e.seed, v, s.Generator)
			}
		}
	}
	check("none", evening{}, Metastable)
	check("none, one in a thousand fails", evening{stray: .001}, Metastable)
	check("20/20", evening{inside: 20, queue: 20}, Recovered)
	check("20/20, one in a thousand fails", evening{inside: 20, queue: 20, stray: .001}, Recovered)
	check("20/100", evening{inside: 20, queue: 100}, Recovered)
}

// Without retries the same server works its backlog off, in time for the end of
// the evening but not for the third peak.
func TestMatchDayWithoutRetries(t *testing.T) {
	got := evening{tail: seconds(11.3), seed: 1}.play().Summary(Review{Tick: tenth}).Judgement
	if got.Verdict != Slow || got.Recovery[1].InTime.Back || !got.Recovery[2].InTime.Back {
		t.Errorf("%s: %s: %+v", got.Verdict, got.Reason, got.Recovery)
	}
}

// With a tail of two seconds nothing can be said.
func TestMatchDayTooShort(t *testing.T) {
	got := evening{retries: 1, tail: 2 * time.Second, seed: 1}.play().Summary(Review{Tick: tenth}).Judgement
	if got.Verdict != Undecided {
		t.Errorf("%s: %s", got.Verdict, got.Reason)
	}
}

// A bulkhead of 20/20 answers nobody later than twice the demand.
func TestMatchDayFigures(t *testing.T) {
	e := evening{inside: 20, queue: 20, retries: 1, tail: seconds(11.3), seed: 1}
	s := e.play().Summary(Review{Tick: tenth})
	whole := s.Phases[0]
	if whole.Response.Max < 2*eveningDemand-time.Millisecond || whole.Response.Max > 2*eveningDemand+time.Millisecond {
		t.Errorf("the longest answer took %v, want 2 D", whole.Response.Max)
	}
	if whole.TimedOut != 0 || whole.Unsent != 0 || whole.Cut != 0 {
		t.Errorf("%+v", whole.Outcomes)
	}
	if whole.UsersServed < .9 || whole.UsersServed > .96 {
		t.Errorf("%.3f of the users served, want about 0.93", whole.UsersServed)
	}
}
