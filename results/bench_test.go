package results

import (
	"fmt"
	"io"
	"math/rand/v2"
	"testing"
	"time"

	"matchday/measure"
)

// busyWindow returns a window of a tenth of a second of a busy trial: four
// histograms of some dozen values each.
func busyWindow(r *rand.Rand, i int) measure.Window {
	l := new(measure.Latencies)
	for range 25 {
		response := 50*ms + time.Duration(r.ExpFloat64()*float64(20*ms))
		l.Response[measure.OK].Record(response)
		l.Response[measure.Rejected].Record(response / 100)
		l.Service.Record(response)
		l.Lag.Record(time.Duration(r.ExpFloat64() * float64(100*time.Microsecond)))
	}
	w := measure.Window{Start: time.Duration(i) * 100 * ms, Length: 100 * ms, Latency: l}
	w.Users, w.Sent, w.Attempts[measure.OK], w.Occupied = 50, 50, 25, 3*time.Second
	return w
}

func busyWindows(n int) []measure.Window {
	r := rand.New(rand.NewPCG(1, 2))
	all := make([]measure.Window, n)
	for i := range all {
		all[i] = busyWindow(r, i)
	}
	return all
}

// What one line of a histogram log costs.
func BenchmarkInterval(b *testing.B) {
	log, err := newHistLog(newOutput("x", nopFile{io.Discard}), new(histEncoder), kickoff)
	if err != nil {
		b.Fatal(err)
	}
	w := busyWindow(rand.New(rand.NewPCG(1, 2)), 0)
	b.ReportAllocs()
	for b.Loop() {
		if err := log.write(interval{"ok", w.Start, w.End(), w.Latency.Response[measure.OK]}); err != nil {
			b.Fatal(err)
		}
	}
}

// What one window costs its caller, with the writes to the operating system.
func BenchmarkWindow(b *testing.B) {
	w, err := Store{b.TempDir()}.Create(Run{ID: "a"}, nil)
	if err != nil {
		b.Fatal(err)
	}
	out, err := w.Trial(Trial{Number: 1, Variant: "none"})
	if err != nil {
		b.Fatal(err)
	}
	defer out.close()
	windows := busyWindows(100)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if err := out.Window(windows[i%100]); err != nil {
			b.Fatal(err)
		}
	}
}

// What it takes to store a whole run: four trials of half a minute.
func BenchmarkRun(b *testing.B) {
	for _, simulated := range []bool{false, true} {
		b.Run(fmt.Sprintf("simulated=%t", simulated), func(b *testing.B) {
			windows := busyWindows(320)
			stretches := phasesOf(windows)
			store := Store{b.TempDir()}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				run := Run{ID: fmt.Sprint(i), Simulated: simulated, Started: kickoff, Experiment: match()}
				if err := storeRun(store, run, windows, stretches); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func storeRun(s Store, run Run, windows []measure.Window, stretches []measure.Stretch) error {
	w, err := s.Create(run, []byte("profile: match\n"))
	if err != nil {
		return err
	}
	for n := range 4 {
		out, err := w.Trial(Trial{Number: n + 1, Round: 1, Variant: "none", Started: kickoff})
		if err != nil {
			return err
		}
		for i, window := range windows {
			err = first(err, out.Window(window), out.Target(TargetRow{At: window.End(), Inside: int64(i)}))
		}
		if err := first(err, out.Finish(Trial{Status: Complete, Stretches: stretches})); err != nil {
			return err
		}
	}
	_, err = w.Finish(Complete)
	return err
}

// phasesOf merges windows into phases of eight seconds.
func phasesOf(windows []measure.Window) []measure.Stretch {
	all := make([]measure.Stretch, (len(windows)+79)/80)
	for i, w := range windows {
		s := &all[i/80]
		s.Name = fmt.Sprint("phase-", i/80)
		s.Latencies.Merge(*w.Latency)
	}
	return all
}

// What a report reads of a trial.
func BenchmarkLatencies(b *testing.B) {
	store := Store{b.TempDir()}
	windows := busyWindows(320)
	if err := storeRun(store, Run{ID: "a", Experiment: match()}, windows, phasesOf(windows)); err != nil {
		b.Fatal(err)
	}
	run, err := Load(store.Dir + "/a")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := run.Trials[0].Latencies(); err != nil {
			b.Fatal(err)
		}
	}
}

// What it takes to put together a trial that was killed.
func BenchmarkRebuild(b *testing.B) {
	store := Store{b.TempDir()}
	w, err := store.Create(Run{ID: "a", Experiment: match()}, nil)
	if err != nil {
		b.Fatal(err)
	}
	out, err := w.Trial(Trial{Number: 1, Variant: "none"})
	if err != nil {
		b.Fatal(err)
	}
	defer out.close()
	for _, window := range busyWindows(320) {
		if err := out.Window(window); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Load(w.Dir()); err != nil {
			b.Fatal(err)
		}
	}
}
