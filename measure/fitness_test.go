package measure

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

func TestValidityReadsBack(t *testing.T) {
	for _, v := range []Validity{Valid, Suspect, Invalid} {
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		var back Validity
		if err := json.Unmarshal(text, &back); err != nil || back != v {
			t.Errorf("%s is read as %v, %v", text, back, err)
		}
	}
	v := Suspect
	if err := v.UnmarshalText([]byte("fine")); err == nil || v != Suspect || !strings.Contains(err.Error(), `validity "fine" is not one of valid, suspect, invalid`) {
		t.Errorf("%v, %v", v, err)
	}
	if got := Validity(9).String(); got != "invalid" {
		t.Errorf("a validity that is none is called %q", got)
	}
}

func TestWorst(t *testing.T) {
	check := func(want Validity, all ...Validity) {
		t.Helper()
		var fits []Fitness
		for _, v := range all {
			fits = append(fits, Fitness{Validity: v})
		}
		if got := Worst(fits); got != want {
			t.Errorf("worst of %v is %v, want %v", all, got, want)
		}
	}
	check(Valid)
	check(Valid, Valid, Valid)
	check(Suspect, Valid, Suspect, Valid)
	check(Invalid, Invalid, Suspect)
}

// healthy is a phase of ten seconds in which nothing was wrong: 1000 attempts,
// each answered after 100 ms.
func healthy() Checkup {
	c := Checkup{
		Stretch: Stretch{Phase: Phase{Name: "peak 1", Start: time.Minute, End: 70 * time.Second}, Gauge: 100 * time.Second, MaxFlight: 12},
		Tick:    tenth,
		Self:    []Self{{At: time.Minute, Procs: 2}, {At: 70 * time.Second, Procs: 2, CPU: 10 * time.Second}},
	}
	c.Counts = Counts{Users: 1000, Attempts: ByOutcome{OK: 1000}, SentDue: 1000, Sent: 1000, Occupied: 100 * time.Second}
	c.Response[OK].RecordN(100*time.Millisecond, 1000)
	c.Lag.RecordN(time.Millisecond, 1000)
	for at := c.Start; at < c.End; at += time.Second {
		c.Windows = append(c.Windows, Window{Start: at, Length: time.Second, Counts: Counts{SentDue: 100, Sent: 100}})
	}
	return c
}

func TestFitnessOfAHealthyPhase(t *testing.T) {
	got := healthy().Fitness()
	if got.Validity != Valid || len(got.Causes) != 0 || got.Phase != "peak 1" || got.Start != time.Minute || got.End != 70*time.Second {
		t.Errorf("%+v", got)
	}
}

// The worst of several causes decides, and all are named.
func TestFitnessNamesAllCauses(t *testing.T) {
	c := healthy()
	c.Counts.Attempts[Unsent] = 1
	c.Self[1].CPU = 19 * time.Second
	got := c.Fitness()
	want := []Cause{
		{"unsent", "1 of 1001 attempts could not leave", Suspect},
		{"cpu", "the generator used 95 % of its processors", Invalid},
	}
	if got.Validity != Invalid || len(got.Causes) != 2 || got.Causes[0] != want[0] || got.Causes[1] != want[1] {
		t.Errorf("%+v", got)
	}
}
