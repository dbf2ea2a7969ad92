package results

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"time"

	"matchday/measure"
)

// syncRest is how long a trial's files are left alone after each sync: about
// what the end of the machine may cost.
const syncRest = time.Second

// A TrialWriter saves one trial as it goes. It is safe for concurrent use.
//
// A window costs its caller some ten microseconds: about one for each of its
// histograms, the rest for a few writes to the operating system's memory. There
// is no wait for the disk: files are brought to it about once a second, beside
// the caller, and a slow disk makes that rarer, not the caller slower. So
// nothing is lost when the process is killed, and little when the machine is.
type TrialWriter struct {
	run  *Writer
	head Trial
	dir  string

	mu       sync.Mutex
	closed   bool
	timeline *table[Row]
	latency  *histLog
	target   *table[TargetRow]      // nil until the first reading
	samples  *table[measure.Sample] // nil until the first sample
	syncer   *syncer
}

func newTrialWriter(w *Writer, head Trial) (*TrialWriter, error) {
	t := &TrialWriter{run: w, head: head, dir: filepath.Join(w.dir, filepath.FromSlash(head.Dir))}
	if err := os.MkdirAll(t.dir, 0o755); err != nil {
		return nil, locate(t.dir, err)
	}
	var err error
	if t.timeline, err = newTrialTable(t, timelineFile, rowColumns()); err != nil {
		return nil, err
	}
	if t.latency, err = t.histLog(latencyFile); err != nil {
		return nil, err
	}
	t.syncer = startSyncer(syncRest, func() {
		w.fault.note(first(t.latency.sync(), t.timeline.sync()))
	})
	return t, nil
}

// output makes a file in the trial's directory.
func (t *TrialWriter) output(name string) (*output, error) {
	path := filepath.Join(t.dir, name)
	f, err := t.run.create(path)
	if err != nil {
		return nil, locate(path, err)
	}
	return newOutput(path, f), nil
}

func (t *TrialWriter) histLog(name string) (*histLog, error) {
	out, err := t.output(name)
	if err != nil {
		return nil, err
	}
	return newHistLog(out, &t.run.encoder, t.head.Started)
}

func newTrialTable[T any](t *TrialWriter, name string, columns []column[T]) (*table[T], error) {
	out, err := t.output(name)
	if err != nil {
		return nil, err
	}
	return newTable(out, columns)
}

// do runs one step of writing, unless there was a fault before.
func (t *TrialWriter) do(step func() error) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.run.fault.get(); err != nil {
		return err
	}
	if t.closed {
		return errors.New("results: the trial is finished")
	}
	return t.run.fault.note(step())
}

// Window adds the next window with its histograms. Windows come in order and
// without gaps, as [measure.Timeline.Ripe] hands them on.
func (t *TrialWriter) Window(w measure.Window) error {
	return t.do(func() error {
		if err := t.histograms(w); err != nil {
			return err
		}
		// The row comes last: where there is a row, its histograms are whole.
		if err := t.timeline.append(rowOf(w)); err != nil {
			return err
		}
		t.syncer.wake()
		return t.timeline.flush()
	})
}

// histograms writes the histograms of a window, and what is waiting of samples.
func (t *TrialWriter) histograms(w measure.Window) error {
	var err error
	if w.Latency != nil {
		w.Latency.Each(func(tag string, h *measure.Hist) {
			err = first(err, t.latency.write(interval{tag, w.Start, w.End(), *h}))
		})
	}
	if t.samples != nil {
		err = first(err, t.samples.flush())
	}
	return first(err, t.latency.flush())
}

// Target adds a reading of the target.
func (t *TrialWriter) Target(r TargetRow) error {
	return t.do(func() (err error) {
		if t.target == nil {
			if t.target, err = newTrialTable(t, targetFile, targetColumns()); err != nil {
				return err
			}
		}
		return first(t.target.append(r), t.target.flush())
	})
}

// Sample adds one attempt that has ended, for runs that keep their samples. It
// is on its way to the disk with the next window.
func (t *TrialWriter) Sample(s measure.Sample) error {
	return t.do(func() (err error) {
		if t.samples == nil {
			if t.samples, err = newTrialTable(t, samplesFile, sampleColumns()); err != nil {
				return err
			}
		}
		return t.samples.append(s)
	})
}

// Finish ends the trial: it writes the histograms of its stretches and enters
// it in run.json as it is given, but for number, round, variant and directory,
// which stay as they began. It closes the trial's files in any case.
func (t *TrialWriter) Finish(trial Trial) error {
	trial.Number, trial.Round, trial.Variant, trial.Dir = t.head.Number, t.head.Round, t.head.Variant, t.head.Dir
	if trial.Started.IsZero() {
		trial.Started = t.head.Started
	}
	trial.Started = trial.Started.UTC().Round(0)
	err := t.do(func() error { return t.phases(trial.Stretches) })
	if err = first(err, t.run.fault.note(t.close())); err != nil {
		return err
	}
	return t.run.ended(trial)
}

// phases writes phases.hlog.
func (t *TrialWriter) phases(stretches []measure.Stretch) error {
	log, err := t.histLog(phasesFile)
	if err != nil {
		return err
	}
	eachHist(stretches, func(tag string, s *measure.Stretch, h *measure.Hist) {
		err = first(err, log.write(interval{tag, s.Start, s.End, *h}))
	})
	return first(err, log.close())
}

// close closes the trial's files.
func (t *TrialWriter) close() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		return nil
	}
	t.closed = true
	t.syncer.stop()
	err := first(t.latency.close(), t.timeline.close())
	if t.target != nil {
		err = first(err, t.target.close())
	}
	if t.samples != nil {
		err = first(err, t.samples.close())
	}
	if !t.run.run.Simulated {
		syncDir(t.dir)
	}
	return err
}
