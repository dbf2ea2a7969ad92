package experiment

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"matchday/measure"
	"matchday/profiles"
	"matchday/targets"
	"matchday/targets/bulkhead"
)

// forever is more work than any map of the tests wants.
const forever = 1000 * time.Hour

// around returns the axes of the default experiment with other variants.
func around(t *testing.T, change func(*Experiment), variants ...string) Axes {
	t.Helper()
	e := usual(t)
	if change != nil {
		change(&e)
	}
	e.Variants = settings(t, variants...)
	a, fits := e.Around(forever)
	if !fits {
		t.Errorf("%v: no map fits", variants)
	}
	return a
}

func settings(t *testing.T, texts ...string) []bulkhead.Setting {
	t.Helper()
	var out []bulkhead.Setting
	for _, text := range texts {
		s, err := bulkhead.ParseSetting(text)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	return out
}

// n = 20 and T = 10 D, so that up to 180 may queue.
func TestAround(t *testing.T) {
	check := func(a Axes, want string) {
		t.Helper()
		if got := fmt.Sprint(a.Inside, a.Queue); got != want {
			t.Errorf("axes %s, want %s", got, want)
		}
	}
	size := func(n int, timeout time.Duration) func(*Experiment) {
		return func(e *Experiment) { e.Target.Facts.CPUs, e.Client.Timeout = n, timeout }
	}
	const insides = "[5 10 15 20 25 30 35 40] "
	const evenly = "[0 20 40 60 80 100 120 140 160 180 200"
	check(around(t, nil, "none", "20/20", "20/100", "20/200"), insides+evenly+" 220]")
	check(around(t, nil, "none"), insides+evenly+"]")
	check(around(t, nil, "17/33", "20/inf"), "[5 10 15 17 20 25 30 35 40] [0 20 33 40 60 80 100 120 140 160 180 200]")
	check(around(t, nil, "20/5"), insides+"[0 2 3 5 7 10 15 20 30 50 70 100 150 200]")
	check(around(t, nil, "400/20"), "[5 10 20 30 50 100 200 300 400 500] "+evenly+"]")
	half := 500 * time.Millisecond
	check(around(t, size(1, half), "1/0"), "[1 2 3 4 5 6 7 8] [0 1 2 3 4 5 6 7 8 9 10]")
	check(around(t, size(24, half), "24/24"), "[5 10 15 20 24 25 30 35 40 45 50] [0 20 24 40 60 80 100 120 140 160 180 200 220 240]")
	check(around(t, size(4, 20*time.Second), "4/8"), "[1 2 3 4 5 6 7 8] [0 5 8 10 20 30 50 100 200 300 500 1000 2000]")
	check(around(t, size(20, time.Millisecond), "20/0"), insides+"[0 2 4 6 8 10 12 14 16 18 20]")
}

// A queue has the order that the variants have, and where they differ that of
// the plain one.
func TestAroundKeepsTheOrder(t *testing.T) {
	check := func(want bulkhead.Setting, variants ...string) {
		t.Helper()
		if got := around(t, nil, variants...).Like; got != want {
			t.Errorf("%v: like %+v, want %+v", variants, got, want)
		}
	}
	check(bulkhead.Setting{}, "none")
	check(bulkhead.Setting{}, "none", "20/20 lifo", "20/20")
	check(bulkhead.Setting{LIFO: true}, "none", "20/20 lifo", "20/100 lifo wait 1s")
	check(bulkhead.Setting{Wait: time.Second}, "20/20 wait 1s")
	check(bulkhead.Setting{Wait: 100 * time.Millisecond, Shrunk: 5 * time.Millisecond}, "xsync:3", "20/20 codel")
	check(bulkhead.Setting{Kind: bulkhead.Deadline}, "adaptive", "deadline:20/20")
	a := Axes{Inside: []int{20}, Queue: []int{0, 5}, Like: bulkhead.Setting{LIFO: true, Wait: time.Second}}
	if got := fmt.Sprint(a.Settings()); got != "[20/0 20/5 lifo wait 1s]" {
		t.Errorf("settings %s", got)
	}
}

// A map of longer trials is coarser, but holds the variants all the same; of
// trials that are too long there is none.
func TestAroundTakesItsTime(t *testing.T) {
	check := func(length time.Duration, inside, queue int, want bool) {
		t.Helper()
		e := usual(t)
		e.Curve = profiles.Hold(200, length)
		a, fits := e.Around(10 * time.Second)
		if len(a.Inside) != inside || len(a.Queue) != queue || fits != want {
			t.Errorf("%v: %v × %v, fits: %v", length, a.Inside, a.Queue, fits)
		}
		for _, v := range e.Variants {
			if v.Inside > 0 && !slices.Contains(a.Settings(), v) {
				t.Errorf("%v: %s has no place", length, v)
			}
		}
	}
	check(time.Minute, 8, 12, true)
	check(6*time.Minute, 8, 7, true)
	check(10*time.Minute, 4, 7, true)
	check(24*time.Hour, 4, 7, false)
}

// The map around an experiment says of the experiment's own settings what its
// trials in virtual time say, and has the edge between them.
func TestMapAround(t *testing.T) {
	e := usual(t)
	e.Curve = profiles.Hold(.7*e.Target.Capacity(), 3*time.Second).Then(
		profiles.Hold(2*e.Target.Capacity(), 2*time.Second).Mark("peak-1"), profiles.Hold(.7*e.Target.Capacity(), 12*time.Second).Mark("tail"))
	a := e.axes(size{5, 6})
	found, err := Explore(t.Context(), e.Settings(a), Find, func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	for _, trial := range e.Simulated().Trials() {
		i := slices.Index(a.Settings(), trial.Variant)
		if i < 0 {
			if trial.Variant.Inside > 0 {
				t.Errorf("%s has no place on %v", trial.Variant, a)
			}
			continue
		}
		r := simulate(t, trial.Variant.String(), trial.Seed, func(other *Experiment) { *other = e.Simulated() })
		if found[i].Setting != trial.Variant || found[i].Figures != r.Summary.Phases[0].Figures || found[i].Judgement.Verdict != r.Summary.Judgement.Verdict {
			t.Errorf("%s: the map has %+v, a trial %+v", trial.Variant, found[i], r.Summary.Judgement)
		}
	}
	at := func(inside, queue int) measure.Verdict {
		return found[slices.Index(a.Settings(), bulkhead.Setting{Inside: inside, Queue: queue})].Judgement.Verdict
	}
	if near, far := at(20, 20), at(20, 200); near != measure.Recovered || far != measure.Metastable {
		t.Errorf("20/20 %s, 20/200 %s", near, far)
	}
}

// Whatever the variants are, they have a place, the axes rise, and they are not
// much longer than a page is wide.
func FuzzAround(f *testing.F) {
	f.Add(20, 20, 200, 20, int64(10))
	f.Add(1, 1000000000, 1, 0, int64(1))
	f.Add(3, 7, 1000000000, -1, int64(1000000))
	f.Fuzz(func(t *testing.T, cpus, inside, queue, other int, patience int64) {
		const most = 1_000_000_000
		if min(cpus, inside) < 1 || queue < 0 || other < -1 || max(cpus, inside, queue, other) > most || patience < 1 || patience > 1e6 {
			return
		}
		demand := 50 * time.Millisecond
		e := Experiment{Variants: []bulkhead.Setting{{Inside: inside, Queue: queue}, {Inside: cpus, Queue: other}}}
		e.Target.Facts = targets.Facts{CPUs: cpus, Demand: demand}
		e.Client.Timeout = time.Duration(patience) * demand
		a, _ := e.Around(0)
		for _, values := range [][]int{a.Inside, a.Queue} {
			if !slices.IsSorted(values) || len(slices.Compact(slices.Clone(values))) != len(values) || len(values) > 15 {
				t.Errorf("values %v", values)
			}
		}
		if a.Inside[0] < 1 || a.Queue[0] != 0 || !slices.Contains(a.Settings(), e.Variants[0]) {
			t.Errorf("axes %+v without %v", a, e.Variants)
		}
		if last := a.Queue[len(a.Queue)-1]; last < queue || last < e.protected() {
			t.Errorf("queues %v end before %d or %d", a.Queue, queue, e.protected())
		}
	})
}
