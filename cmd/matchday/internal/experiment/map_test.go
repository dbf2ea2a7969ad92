package experiment

import (
	"context"
	"errors"
	"math"
	"slices"
	"sync"
	"testing"
	"time"

	"matchday/measure"
	"matchday/targets/bulkhead"
)

// usual is the experiment that runs when no file is named.
func usual(t testing.TB) Experiment {
	t.Helper()
	f, err := Parse("default.yaml", DefaultFile())
	if err != nil {
		t.Fatal(err)
	}
	e, err := f.Build(nil)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestSettingsOfMap(t *testing.T) {
	e := usual(t)
	e.Rounds = 3
	var got []string
	for _, one := range e.Settings(Axes{Inside: []int{5, 20}, Queue: []int{0, 20, 40}}) {
		trials := one.Trials()
		if len(trials) != 1 || trials[0].Seed != e.Seed || one.Length() != e.Length() {
			t.Errorf("trials %v of %v", trials, one.Length())
		}
		got = append(got, trials[0].Variant.String())
	}
	if want := []string{"5/0", "5/20", "5/40", "20/0", "20/20", "20/40"}; !slices.Equal(got, want) {
		t.Errorf("settings %v, want %v", got, want)
	}
	if len(e.Variants) != 4 {
		t.Errorf("the experiment itself has become %v", e.Variants)
	}
}

func TestTriggersOfMap(t *testing.T) {
	e := usual(t) // C = 400/s, D = 50 ms
	all := e.Triggers(bulkhead.Setting{Inside: 20, Queue: 20}, Span{.4, .6}, Span{0, 1.5}, time.Minute)
	if len(all) != 4 {
		t.Fatalf("%d experiments, want 4", len(all))
	}
	c := all[3].Curve
	if err := c.Check(); err != nil {
		t.Fatal(err)
	}
	check := func(what string, got, want float64) {
		t.Helper()
		if math.Abs(got-want) > 1 { // the bell is drawn to a thousandth of its height
			t.Errorf("%s %v, want %v", what, got, want)
		}
	}
	check("rate at the start", c.Rate(0), 240)
	check("rate at the top", c.Rate(6200*time.Millisecond), 840)
	check("rate one sigma on", c.Rate(6800*time.Millisecond), 240+600*math.Exp(-.5))
	check("rate in the tail", c.Rate(30*time.Second), 240)
	check("users of the bell", c.Arrivals()-240*c.Duration().Seconds(), 600*.6*math.Sqrt(2*math.Pi))
	if got, want := c.Duration(), 67400*time.Millisecond; got != want {
		t.Errorf("length %v, want %v", got, want)
	}
	want := []measure.Phase{
		{Name: "warm-up", End: time.Second}, {Name: "base", Start: time.Second, End: 5 * time.Second},
		{Name: "peak-1", Start: 5 * time.Second, End: 7400 * time.Millisecond, Peak: true},
		{Name: "tail", Start: 7400 * time.Millisecond, End: 67400 * time.Millisecond},
	}
	if got := Phases(c); !slices.Equal(got, want) {
		t.Errorf("phases %v, want %v", got, want)
	}
	flat := all[0].Curve
	check("users without a trigger", flat.Arrivals(), 160*67.4)
	if got := flat.PeakRate(); got != 160 {
		t.Errorf("highest rate without a trigger %v, want 160", got)
	}
}

// Ten demands of patience: with as many inside as processors or fewer, nine
// times as many may queue; with more inside they share.
func TestProtects(t *testing.T) {
	e := usual(t)
	check := func(text string, want bool) {
		t.Helper()
		s, err := bulkhead.ParseSetting(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := e.Protects(s); got != want {
			t.Errorf("%s protects: %v, want %v", text, got, want)
		}
	}
	check("none", false)
	check("20/inf", false)
	check("20/180", true)
	check("20/181", false)
	check("5/45", true)
	check("5/46", false)
	check("40/160", true)
	check("40/161", false)
}

func TestBest(t *testing.T) {
	found := func(c, q int, share float64) Finding {
		return Finding{Setting: bulkhead.Setting{Inside: c, Queue: q}, Figures: measure.Figures{UsersInSLO: share}}
	}
	check := func(name string, want int, all ...Finding) {
		t.Helper()
		if got := Best(all); got != want {
			t.Errorf("%s: %d, want %d", name, got, want)
		}
	}
	check("none", -1)
	check("most users", 1, found(10, 0, .8), found(20, 20, .9), found(30, 20, .85))
	check("smaller bulkhead", 2, found(20, 40, .9), found(40, 10, .9), found(20, 20, .9))
	check("fewer inside", 1, found(30, 10, .9), found(20, 20, .9))
}

// The map of a few well-known settings: the queue rule allows 20/180 and
// forbids 20/200, and without a bulkhead a trigger that is high enough keeps the
// service down.
func TestFind(t *testing.T) {
	e := usual(t)
	find := func(e Experiment) Finding {
		t.Helper()
		f, err := Find(context.Background(), e)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	for text, want := range map[string]measure.Verdict{"20/20": measure.Recovered, "20/200": measure.Metastable} {
		s, _ := bulkhead.ParseSetting(text)
		f := find(e.only(s))
		if f.Judgement.Verdict != want || f.Setting != s || f.Protects != (want == measure.Recovered) {
			t.Errorf("%s: %+v, protects %v; want %s", text, f.Judgement, f.Protects, want)
		}
	}
	trigger := e.Triggers(bulkhead.Setting{}, Span{.4, .6}, Span{1.5}, time.Minute)
	if low, high := find(trigger[0]), find(trigger[1]); low.Judgement.Verdict == measure.Metastable || high.Judgement.Verdict != measure.Metastable {
		t.Errorf("none at 0.4 C: %+v\nat 0.6 C: %+v; want only the second metastable", low.Judgement, high.Judgement)
	}
	if _, err := Find(context.Background(), Experiment{Variants: e.Variants, Rounds: 1}); !errors.Is(err, ErrNoModel) {
		t.Errorf("a service of its own: %v, want %v", err, ErrNoModel)
	}
}

func TestExplore(t *testing.T) {
	all := usual(t).Settings(Axes{Inside: []int{1, 2, 3, 4, 5, 6, 7}, Queue: []int{0}})
	var dones []int
	got, err := Explore(context.Background(), all, func(_ context.Context, e Experiment) (Finding, error) {
		return Finding{Setting: e.Variants[0]}, nil
	}, func(done int) { dones = append(dones, done) })
	if err != nil || !slices.Equal(dones, []int{1, 2, 3, 4, 5, 6, 7}) {
		t.Fatalf("done %v, %v", dones, err)
	}
	for i, f := range got {
		if f.Setting != all[i].Variants[0] {
			t.Errorf("place %d holds %v", i, f.Setting)
		}
	}
}

// One failure is told and stops the rest; so does the context.
func TestExploreStops(t *testing.T) {
	all := usual(t).Settings(Axes{Inside: []int{1, 2, 3, 4, 5, 6, 7, 8, 9}, Queue: []int{0}})
	bad := errors.New("out of order")
	var mu sync.Mutex
	tried := 0
	try := func(stop context.CancelFunc, err error) error {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		if stop == nil {
			stop = cancel
		}
		_, got := Explore(ctx, all, func(ctx context.Context, e Experiment) (Finding, error) {
			mu.Lock()
			tried++
			mu.Unlock()
			if e.Variants[0].Inside == 1 {
				if err == nil {
					stop()
					return Finding{}, ctx.Err()
				}
				return Finding{}, err
			}
			<-ctx.Done()
			return Finding{}, ctx.Err()
		}, func(int) {})
		return got
	}
	if err := try(nil, bad); err != bad {
		t.Errorf("error %v, want %v", err, bad)
	}
	if err := try(nil, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
	if tried > 2*4 {
		t.Errorf("%d trials were begun after the end", tried)
	}
}

// BenchmarkFind makes one cell of a map.
func BenchmarkFind(b *testing.B) {
	e := usual(b)
	for _, text := range []string{"20/20", "20/200"} {
		s, _ := bulkhead.ParseSetting(text)
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Find(context.Background(), e.only(s)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
