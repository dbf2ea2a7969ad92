package measure

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"
)

func TestStretchMerge(t *testing.T) {
	round := func(most int) Stretch {
		s := Stretch{Phase: Phase{Name: "peak", End: 10 * time.Second}, Gauge: time.Second, MaxFlight: most}
		s.Users = 100
		return s
	}
	s := round(3)
	if s.Time() != 10*time.Second {
		t.Errorf("one round lasts %v", s.Time())
	}
	s.Merge(round(5))
	s.Merge(round(4))
	if s.Users != 300 || s.Gauge != 3*time.Second || s.MaxFlight != 5 || s.Rounds != 3 || s.Time() != 30*time.Second {
		t.Errorf("%+v lasting %v", s, s.Time())
	}
	if f := s.Figures(Limits{}); f.Offered != 10 || f.InFlight != .1 {
		t.Errorf("offered %v, in flight %v; want the mean over rounds, 10 and 0.1", f.Offered, f.InFlight)
	}
	two := round(1)
	two.Merge(round(1))
	s.Merge(two)
	if s.Rounds != 5 {
		t.Errorf("%d rounds, want 5", s.Rounds)
	}
}

// All but the histograms is kept in JSON.
func TestStretchJSON(t *testing.T) {
	s := Stretch{Phase: Phase{Name: "peak 1", Start: 1, End: 2, Peak: true}, Gauge: 3, MaxFlight: 4, Rounds: 5}
	next := int64(10)
	fill(reflect.ValueOf(&s.Counts).Elem(), &next)
	s.Lag.Record(time.Second)
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var back Stretch
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	s.Latencies = Latencies{}
	if !reflect.DeepEqual(back, s) {
		t.Errorf("%s is read as\n%+v, want\n%+v", text, back, s)
	}
}
