package main

import (
	"strings"
	"testing"
	"time"

	"matchday/cmd/matchday/internal/experiment"
	"matchday/measure"
	"matchday/profiles"
	"matchday/targets/bulkhead"
)

// A trial of ten seconds, four of them gone: 100/s, of which half were answered
// in time and half turned away; 30 ended in the last half second.
func halfway() scene {
	s := scene{
		experiment: experiment.Experiment{
			Curve: profiles.Hold(100, 5*time.Second).Then(profiles.Hold(200, 5*time.Second).Mark("peak-1")), Window: time.Second,
		},
		trial:   experiment.Trial{Number: 2, Round: 1, Variant: bulkhead.Setting{Inside: 20, Queue: 20}},
		total:   4,
		elapsed: 75 * time.Second,
	}
	s.live = experiment.Live{Now: 4 * time.Second, InFlight: 7, Inside: 5, Queued: 2, Told: true}
	for i := range 4 {
		s.live.Windows = append(s.live.Windows, measure.Window{
			Start: time.Duration(i) * time.Second, Length: time.Second, Counts: measure.Counts{Good: 50},
		})
	}
	s.live.Ended[measure.OK], s.live.Ended[measure.Rejected] = 200, 200
	s.live.Response.P99, s.live.Lag.P99 = 98500*time.Microsecond, 300*time.Microsecond
	s.before.Now = 3500 * time.Millisecond
	s.before.Ended[measure.OK], s.before.Ended[measure.Rejected] = 175, 170
	return s
}

func TestPicture(t *testing.T) {
	want := `trial 2 of 4   20/20   round 1   between phases   00:04 / 00:10   1m 15s done, 28 s to go
offered  ▄▄▄▄▄▄▄▄              100/s
in time  ▂▂▂▂▂▂▂▂               50/s   rejected 60/s   timed out 0/s
in flight 7 (target: 5 inside, 2 queued)   p99 98.5 ms   lag p99 0.3 ms   unsent 0`
	got := strings.Join(halfway().picture(60), "\n")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestLine(t *testing.T) {
	want := "trial 2 of 4  20/20   between phases 00:04 / 00:10  offered  100/s  in time   50/s  rejected   60/s  timed out    0/s  in flight    7  lag p99 0.3 ms"
	if got := halfway().line(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Callers who take turns have no curve to be drawn against.
func TestPictureOfCallers(t *testing.T) {
	s := halfway()
	s.experiment.Curve, s.experiment.Callers = profiles.Hold(0, 10*time.Second), 64
	s.live.Windows[0].Good = 25
	lines := s.picture(60)
	if want := "callers     64"; lines[1] != want || !strings.Contains(s.line(), "  "+want+"  in time") {
		t.Errorf("got %q and %q, want %q in both", lines[1], s.line(), want)
	}
	if want := "in time  ▄▄██████ "; !strings.HasPrefix(lines[2], want) {
		t.Errorf("got %q, want it drawn against its own highest: %q", lines[2], want)
	}
}

// Before anything has happened there is nothing to divide by.
func TestPictureOfTheBeginning(t *testing.T) {
	s := halfway()
	s.live, s.before = experiment.Live{}, experiment.Live{}
	if got := s.picture(200)[2]; !strings.HasPrefix(got, "in time  ") || !strings.Contains(got, "   0/s") {
		t.Errorf("got %q", got)
	}
}

func TestPainter(t *testing.T) {
	var b strings.Builder
	p := painter{out: &b}
	p.paint([]string{"one", "two is too long"}, 8)
	p.paint([]string{"three"}, 80)
	p.wipe()
	want := "one\ntwo is \n" + "\x1b[2A\r\x1b[J" + "three\n" + "\x1b[1A\r\x1b[J"
	if b.String() != want {
		t.Errorf("got %q, want %q", b.String(), want)
	}
}
