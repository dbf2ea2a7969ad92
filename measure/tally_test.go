package measure

import (
	"reflect"
	"slices"
	"testing"
	"time"
)

// fill sets every number of a struct to a value of its own.
func fill(v reflect.Value, next *int64) {
	switch v.Kind() {
	case reflect.Struct:
		for _, f := range v.Fields() {
			fill(f, next)
		}
	case reflect.Array:
		for i := range v.Len() {
			fill(v.Index(i), next)
		}
	default:
		*next++
		v.SetInt(*next)
	}
}

// A field that is forgotten in Merge would be lost wherever anything is summed.
func TestCountsMergeTakesInEveryField(t *testing.T) {
	var c, doubled Counts
	next := int64(0)
	fill(reflect.ValueOf(&c).Elem(), &next)
	doubled.Merge(c)
	if doubled != c {
		t.Errorf("merged into nothing: %+v, want %+v", doubled, c)
	}
	doubled.Merge(c)
	want, got := reflect.ValueOf(c), reflect.ValueOf(doubled)
	for i := range want.NumField() {
		if f := want.Field(i); f.Kind() == reflect.Int64 && got.Field(i).Int() != 2*f.Int() {
			t.Errorf("%s is %d, want %d", want.Type().Field(i).Name, got.Field(i).Int(), 2*f.Int())
		}
	}
	for o := range Outcomes {
		if doubled.Attempts[o] != 2*c.Attempts[o] || doubled.Final[o] != 2*c.Final[o] {
			t.Errorf("%v is not doubled", Outcome(o))
		}
	}
}

func TestCountsSums(t *testing.T) {
	c := Counts{
		Attempts: ByOutcome{OK: 5, Timeout: 3, Cut: 2, Unsent: 1},
		Final:    ByOutcome{OK: 5, Timeout: 1, Cut: 4},
	}
	if c.Planned() != 11 || c.Counted() != 9 || c.Ended() != 6 {
		t.Errorf("planned %d, counted %d, ended %d; want 11, 9, 6", c.Planned(), c.Counted(), c.Ended())
	}
}

func TestLatenciesOfSamples(t *testing.T) {
	tl := NewTimeline(Grid{Length: time.Minute})
	for o := range Outcomes {
		tl.Record(Sample{Outcome: Outcome(o), Due: 0, Sent: time.Millisecond, Done: 2 * time.Millisecond})
	}
	tl.Record(Sample{Outcome: Cut, Sent: time.Second, Done: time.Second})
	l := tl.Windows()[0].Latency
	for o := range l.Response {
		want := int64(1)
		if Outcome(o) == Unsent {
			want = 0 // it waited for nothing that a target did
		}
		if got := l.Response[o].Count(); got != want {
			t.Errorf("%d response times of %v, want %d", got, Outcome(o), want)
		}
	}
	if l.Lag.Count() != 12 || l.Service.Count() != 1 {
		t.Errorf("%d lags, %d service times; want 12, 1", l.Lag.Count(), l.Service.Count())
	}
	if !near(l.Service.Max(), time.Millisecond) || !near(l.Response[OK].Max(), 2*time.Millisecond) {
		t.Errorf("service %v, response %v", l.Service.Max(), l.Response[OK].Max())
	}
}

func TestLatenciesEach(t *testing.T) {
	var l Latencies
	l.Each(func(tag string, h *Hist) { h.RecordN(time.Second, int64(len(tag))) })
	var tags []string
	l.Each(func(tag string, h *Hist) {
		tags = append(tags, tag)
		if h.Count() != int64(len(tag)) {
			t.Errorf("%q is not the histogram it was", tag)
		}
	})
	want := append(slices.Clone(outcomeNames[:]), "service", "lag", "network", "queued", "inside")
	if !slices.Equal(tags, want) {
		t.Errorf("tags %v, want %v", tags, want)
	}
	if l.Response[Rejected].Count() != int64(len("rejected")) || l.Lag.Count() != 3 || l.Service.Count() != 7 ||
		l.Network.Count() != 7 || l.Queued.Count() != 6 || l.Inside.Count() != 6 {
		t.Error("tags do not name the histograms they stand for")
	}
}

func TestTallyMerge(t *testing.T) {
	a := Tally{Counts: Counts{Users: 1}}
	a.Response[OK].Record(time.Second)
	b := Tally{Counts: Counts{Users: 2}}
	b.Response[OK].Record(time.Minute)
	b.Service.Record(time.Second)
	b.Lag.Record(time.Second)
	a.Merge(b)
	if a.Users != 3 || a.Response[OK].Count() != 2 || a.Service.Count() != 1 || a.Lag.Count() != 1 {
		t.Errorf("merged to %d users, %d response times, %d service times, %d lags",
			a.Users, a.Response[OK].Count(), a.Service.Count(), a.Lag.Count())
	}
	if b.Response[OK].Count() != 1 {
		t.Error("merging changes what is merged")
	}
}
