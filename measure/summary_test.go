package measure

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"
	"time"
)

func TestSummary(t *testing.T) {
	g := Grid{
		Length: 4 * time.Second, Window: time.Second, Hold: time.Second,
		Phases: []Phase{
			{Name: "base", End: 2 * time.Second},
			{Name: "peak 1", Start: 2 * time.Second, End: 4 * time.Second, Peak: true},
		},
	}
	tl := NewTimeline(g)
	for due := time.Duration(0); due < g.Length; due += tenth {
		s := at(due)
		s.Done = due + 50*time.Millisecond
		if due >= 2*time.Second {
			s.Outcome, s.Sent, s.Done = Unsent, due, due
		}
		tl.Record(s)
	}
	tl.Level(Level{At: 4 * time.Second, Integral: 20 * time.Microsecond, Max: 1})
	tl.Rest() // the conclusions do not need the histograms of windows
	s := tl.Summary(Review{})

	var names []string
	for _, p := range s.Phases {
		names = append(names, p.Name)
	}
	if !slices.Equal(names, []string{Whole, "base", "peak 1"}) {
		t.Errorf("phases %v", names)
	}
	if s.Phases[0].Attempts != 40 || s.Phases[1].Success != 1 || s.Phases[2].Unsent != 20 || s.Phases[1].Lag.Count != 20 {
		t.Errorf("%+v", s.Phases)
	}
	if len(s.Little) != 3 || s.Little[0].Phase != Whole || s.Little[2].Phase != "peak 1" {
		t.Errorf("%+v", s.Little)
	}
	if len(s.Generator) != 2 || s.Generator[0].Validity != Valid || s.Generator[1].Causes[0].Signal != "unsent" || s.Validity() != Invalid {
		t.Errorf("%+v", s.Generator)
	}
	if s.Judgement.Verdict != Undecided || len(s.Judgement.Recovery) != 1 {
		t.Errorf("%+v", s.Judgement)
	}

	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var back Summary
	if err := json.Unmarshal(text, &back); err != nil || !reflect.DeepEqual(back, s) {
		t.Errorf("%s is read as\n%+v, %v", text, back, err)
	}
}

// Without phases the generator is judged over the whole.
func TestSummaryWithoutPhases(t *testing.T) {
	tl := NewTimeline(Grid{Length: time.Second})
	tl.Record(at(0))
	s := tl.Summary(Review{})
	if len(s.Phases) != 1 || len(s.Generator) != 1 || s.Generator[0].Phase != Whole || s.Judgement.Verdict != NoPeak {
		t.Errorf("%+v", s)
	}
}

func TestReadings(t *testing.T) {
	var all []Self
	for _, at := range []time.Duration{0, 10, 20, 30} {
		all = append(all, Self{At: at})
	}
	check := func(from, to time.Duration, want ...time.Duration) {
		t.Helper()
		var got []time.Duration
		for _, s := range readings(all, from, to) {
			got = append(got, s.At)
		}
		if !slices.Equal(got, want) {
			t.Errorf("readings from %d to %d: %v, want %v", from, to, got, want)
		}
	}
	check(0, 30, 0, 10, 20, 30)
	check(10, 20, 10, 20)
	check(11, 29, 10, 20)
	check(12, 15, 10)
	check(40, 50, 30)
	all = all[1:]
	check(0, 15, 10) // the first came late
	all = nil
	check(0, 15)
}
