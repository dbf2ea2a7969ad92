package bulkhead

import (
	"slices"
	"testing"
	"time"
)

// The second game of the article: two inside for three periods each, two
// queued, one arrival a period. Every third is turned away from the ninth on,
// and nobody takes longer than twice the time.
func TestGameOfTwoInsideTwoQueued(t *testing.T) {
	const period = time.Second
	s, err := NewState(Setting{Inside: 2, Queue: 2})
	if err != nil {
		t.Fatal(err)
	}
	done := map[int]time.Duration{} // when each caller inside will leave
	var refused []int
	var took []time.Duration
	for n := 1; n <= 18; n++ {
		at := time.Duration(n) * period
		for _, id := range doneBy(done, at) {
			took = append(took, (at-time.Duration(id)*period)/period)
			delete(done, id)
			if next, ok := s.Leave(at); ok {
				done[next] = at + 3*period
			}
		}
		switch s.Arrive(at, n) {
		case Admitted:
			done[n] = at + 3*period
		case Refused:
			refused = append(refused, n)
		}
	}
	if want := []int{9, 12, 15, 18}; !slices.Equal(refused, want) {
		t.Errorf("turned away %v, want %v", refused, want)
	}
	if want := []time.Duration{3, 3, 4, 4, 5, 5, 6, 6, 6, 6}; !slices.Equal(took, want) {
		t.Errorf("took %v periods, want %v", took, want)
	}
}

// doneBy returns in order of id, which is that of arrival, who is done.
func doneBy(done map[int]time.Duration, at time.Duration) (ids []int) {
	for id, when := range done {
		if when <= at {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

func TestStateAllocatesNothing(t *testing.T) {
	s, _ := NewState(Setting{Inside: 1, Queue: 5, Wait: time.Second})
	at := time.Duration(0)
	allocs := testing.AllocsPerRun(100, func() {
		for id := range 7 {
			s.Arrive(at, id)
		}
		at += time.Millisecond
		s.Drop(at, 3)
		s.Leave(at)
		at += 2 * time.Second
		for _, ok := s.Expire(at); ok; _, ok = s.Expire(at) {
		}
		s.Leave(at)
	})
	if allocs != 0 {
		t.Errorf("%v allocations, want none", allocs)
	}
}

// Two seats for good, and a queue that has stood since 10 ms: until 110 ms nobody
// has waited too long, and from then on all but those who came within 5 ms have.
// Once it has been empty a new one may stand for as long.
func TestControlledDelay(t *testing.T) {
	const ms = time.Millisecond
	s, _ := NewState(parsed(t, "2/99 codel"))
	came := []time.Duration{0, 0, 10 * ms, 20 * ms, 106 * ms, 108 * ms}
	for id, at := range came {
		s.Arrive(at, id)
	}
	check := func(want int, at time.Duration) {
		t.Helper()
		if due, ok := s.Deadline(); !ok || due != at {
			t.Errorf("%d has waited too long at %v, %v; want %v", want, due, ok, at)
		}
		if id, ok := s.Expire(at - 1); ok {
			t.Errorf("%d was refused a moment before %v", id, at)
		}
		if id, ok := s.Expire(at); !ok || id != want {
			t.Errorf("%d, %v was refused at %v, want %d", id, ok, at, want)
		}
	}
	check(2, 110*ms)
	check(3, 110*ms)
	check(4, 111*ms)
	if id, ok := s.Leave(112 * ms); !ok || id != 5 {
		t.Errorf("%d, %v came in, want 5", id, ok)
	}
	s.Arrive(200*ms, 6)
	s.Arrive(210*ms, 7)
	check(6, 300*ms)
	check(7, 300*ms)
}

// One seat. Those who left spent two and then four seconds inside, three on the
// average: the first in line is answered after six, the second after nine.
func TestDeadlineByThoseWhoLeft(t *testing.T) {
	s, _ := NewState(parsed(t, "deadline:1/9"))
	if v := s.ArriveFor(0, 0, time.Nanosecond); v != Admitted {
		t.Errorf("who finds a seat: %v, want %v", v, Admitted)
	}
	if v := s.ArriveFor(time.Second, 1, time.Nanosecond); v != Queued {
		t.Errorf("while nothing is known: %v, want %v", v, Queued)
	}
	s.Leave(2 * time.Second)
	s.Arrive(2*time.Second, 2)
	s.Leave(6 * time.Second) // 2 is inside now
	check := func(patience time.Duration, want Verdict) {
		t.Helper()
		if v := s.ArriveFor(6*time.Second, 3, patience); v != want {
			t.Errorf("with a patience of %v: %v, want %v", patience, v, want)
		}
	}
	check(6*time.Second-1, Late)
	check(-1, Late)
	check(6*time.Second, Queued)
	s.Drop(6*time.Second, 3)
	check(0, Queued) // nobody knows
	s.Arrive(6*time.Second, 4)
	if got := s.Snapshot(6 * time.Second); got.Late != 2 || got.Queued != 2 || got.Arrived() != 8 {
		t.Errorf("%+v, want two too late and two queued of eight", got)
	}
	s.Leave(9 * time.Second)
	check(9*time.Second-1, Late) // one more is in line, and the mean of 2, 4 and 3 is what it was
	check(9*time.Second, Queued)
}

// A full service whose requests are equal is known to the nanosecond once the
// rhythm in which they leave has come round often enough.
func TestPaceOfAFullService(t *testing.T) {
	const seats, demand = 7, 7 * time.Second
	s, _ := NewState(Setting{Kind: Deadline, Inside: seats, Queue: Unbounded})
	for id := range 7000 {
		s.Arrive(0, id)
	}
	for n := range 5000 {
		s.Leave(demand + time.Duration(n)*demand/seats)
	}
	queued := s.tally.Queued
	want := demand + time.Duration(queued+1)*demand/seats
	got := s.pace.answer(queued, seats)
	if off := (got - want).Abs(); off > want/1000 {
		t.Errorf("an answer is expected after %v, want %v", got, want)
	}
}

// More seats let in who waits, fewer throw out nobody, and another queue holds
// for those who come.
func TestChangeWhileCallersWait(t *testing.T) {
	s, _ := NewState(parsed(t, "2/3"))
	for id := range 5 {
		s.Arrive(0, id)
	}
	change := func(setting string, want ...int) {
		t.Helper()
		if err := s.Change(1, parsed(t, setting)); err != nil {
			t.Fatal(err)
		}
		var got []int
		for id, ok := s.Admit(1); ok; id, ok = s.Admit(1) {
			got = append(got, id)
		}
		if !slices.Equal(got, want) {
			t.Errorf("with %s %v came in, want %v", setting, got, want)
		}
	}
	change("3/9", 2)
	change("1/1")
	if got := s.Snapshot(1); got.Inside != 3 || got.Queued != 2 {
		t.Errorf("with fewer seats %+v, want 3 inside and 2 queued", got)
	}
	if v := s.Arrive(1, 5); v != Refused {
		t.Errorf("with a shorter queue: %v, want %v", v, Refused)
	}
	for range 2 {
		if id, ok := s.Leave(2); ok {
			t.Errorf("%d came in while more were inside than there are seats", id)
		}
	}
	if id, ok := s.Leave(2); !ok || id != 3 {
		t.Errorf("%d, %v came in, want 3", id, ok)
	}
	change("none", 4)
	if err := s.Change(1, parsed(t, "xsync:3")); err == nil || s.Setting() != (Setting{}) {
		t.Errorf("%v, and %v is in force; want an error and none", err, s.Setting())
	}
}
