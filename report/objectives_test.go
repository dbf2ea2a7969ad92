package report

import (
	"strings"
	"testing"
	"time"

	"matchday/measure"
	"matchday/results"
)

// solo is one trial of the duet in which nobody fails: browse wants an answer
// within 50 ms, and waits 80 ms in the peak.
func solo() results.Run {
	r := duet()
	r.Experiment.Streams[1].SLO = 50 * time.Millisecond
	r.Trials = []results.Trial{duetTrial(r.Experiment, "none", 1, 0, 80*time.Millisecond)}
	return r
}

// An answer that is late to its stream is late among all traffic. Of six hundred
// users the hundred of browse in the peak have to wait for too long.
func TestWithinTheSLOsOfStreams(t *testing.T) {
	c := Compare([]Input{{Run: solo()}})
	check := func(cell Cell, want float64) {
		t.Helper()
		if cell.UsersServed != 1 || cell.UsersInSLO != want {
			t.Errorf("%s: %v served, %v in the SLO; want all and %v", cell.Name, cell.UsersServed, cell.UsersInSLO, want)
		}
	}
	cells := c.Variants[0].Cells
	check(cells[0], 500./600)
	check(cells[1], 1)
	check(cells[2], .5)
	if !strings.Contains(c.Winner.Sentence, "(83.3 % within their stream's SLO)") {
		t.Error(c.Winner.Sentence)
	}
}

// Without an SLO no table tells what is within it.
func TestNothingIsWithinNoSLO(t *testing.T) {
	r := duet()
	r.Experiment.Streams[0].SLO = 0
	c := Compare([]Input{{Run: r}})
	for _, col := range append(c.roundsTable(), c.columns(dotted)...) {
		if strings.Contains(col.head, "in SLO") {
			t.Errorf("there is a column %q", col.head)
		}
	}
	if g := recoveryGrid(c); len(g.Head) != 4 || len(g.Rows[0].Fields) != 4 || g.Head[2].Title != "backlog" {
		t.Errorf("the return after peaks is headed %+v, with %+v below", g.Head, g.Rows[0].Fields)
	}
}

// The windows of a phase tell of it where the stream has other phases.
func TestStrandWithOtherPhases(t *testing.T) {
	row := func(second int, inSLO int64) results.Row {
		return results.Row{Window: measure.Window{
			Start: time.Duration(second) * time.Second, Length: time.Second, Counts: measure.Counts{InSLO: inSLO},
		}}
	}
	peak := measure.Phase{Name: "peak-1", Start: time.Second, End: 3 * time.Second, Peak: true}
	s := strand{
		stretches: []measure.Stretch{{Phase: peak, Tally: measure.Tally{Counts: measure.Counts{InSLO: 7}}}},
		rows:      func() []results.Row { return []results.Row{row(0, 1), row(1, 2), row(2, 4), row(3, 8)} },
	}
	if got := s.in(peak).InSLO; got != 7 {
		t.Errorf("%d in a phase of its own, want 7", got)
	}
	peak.Name = "peak-1-checkout"
	if got := s.in(peak).InSLO; got != 6 {
		t.Errorf("%d in a phase of others, want 2 + 4", got)
	}
}

// The windows of all traffic have within the SLO what those of its streams have.
func TestWindowsWithinTheSLOsOfStreams(t *testing.T) {
	in := Input{Run: solo()}
	in.Timeline = func(trial results.Trial) ([]results.Row, error) {
		w := measure.Window{Length: time.Second}
		w.Users, w.Attempts[measure.OK], w.InSLO, w.UsersInSLO = 20, 20, 20, 20
		if len(trial.Streams) == 0 {
			w.Users, w.Attempts[measure.OK], w.InSLO, w.UsersInSLO = 10, 10, 4, 3
		}
		return []results.Row{{Window: w}}, nil
	}
	p := Compare([]Input{in}).Variants[0].Series[0]
	if p.InTime != 20 || p.InSLO != 8 {
		t.Errorf("%v in time and %v in the SLO, want 20 and 4 of each stream", p.InTime, p.InSLO)
	}
	rows, err := in.byStreams().Timeline(in.Run.Trials[0])
	if err != nil || rows[0].Users != 20 || rows[0].UsersInSLO != 6 {
		t.Errorf("%+v, %v; want 20 users and 3 of each stream in the SLO", rows, err)
	}
}
