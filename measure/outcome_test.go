package measure

import (
	"strings"
	"testing"
)

func TestOutcomeReadsBack(t *testing.T) {
	for o := range Outcomes {
		got, err := ParseOutcome(Outcome(o).String())
		if err != nil || got != Outcome(o) {
			t.Errorf("ParseOutcome(%q) = %v, %v", Outcome(o), got, err)
		}
	}
}

func TestOutcomeUnknown(t *testing.T) {
	_, err := ParseOutcome("fine")
	if err == nil || !strings.Contains(err.Error(), `outcome "fine" is not one of unsent, dns,`) {
		t.Errorf("error %v", err)
	}
	if got := Outcome(Outcomes).String(); got != "outcome(13)" {
		t.Errorf("an outcome that is none is called %q", got)
	}
}

// Every outcome is in exactly one of the classes that shares are made of.
func TestOutcomeClasses(t *testing.T) {
	classes := map[string]func(Outcome) bool{
		"success":  func(o Outcome) bool { return o == OK },
		"rejected": func(o Outcome) bool { return o == Rejected },
		"cut":      func(o Outcome) bool { return o == Cut },
		"timeout":  Outcome.TimedOut,
		"failed":   Outcome.Failed,
	}
	for o := range Outcomes {
		var in []string
		for name, is := range classes {
			if is(Outcome(o)) {
				in = append(in, name)
			}
		}
		if len(in) != 1 {
			t.Errorf("%v is in the classes %v, want one", Outcome(o), in)
		}
	}
}

func TestOutcomeAnswered(t *testing.T) {
	want := map[Outcome]bool{Rejected: true, ServerError: true, ClientError: true, BadBody: true, OK: true}
	for o := range Outcomes {
		if got := Outcome(o).Answered(); got != want[Outcome(o)] {
			t.Errorf("%v answered: %v", Outcome(o), got)
		}
	}
}
