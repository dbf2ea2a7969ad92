package results

import (
	"errors"
	"fmt"
	"io"
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

	mu      sync.Mutex
	closed  bool
	tracks  []track                // of all traffic, and of each stream
	target  *table[TargetRow]      // nil until the first reading
	samples *table[measure.Sample] // nil until the first sample
	printed *outputLog             // nil until the target prints something
	syncer  *syncer
}

func newTrialWriter(w *Writer, head Trial) (*TrialWriter, error) {
	t := &TrialWriter{run: w, head: head, dir: filepath.Join(w.dir, filepath.FromSlash(head.Dir))}
	folders := []string{""}
	for _, s := range w.run.Experiment.Streams {
		folders = append(folders, s.Name)
	}
	for _, folder := range folders {
		if err := os.MkdirAll(filepath.Join(t.dir, folder), 0o755); err != nil {
			return nil, locate(t.dir, err)
		}
		k, err := newTrack(t, folder)
		if err != nil {
			return nil, err
		}
		t.tracks = append(t.tracks, k)
	}
	t.syncer = startSyncer(syncRest, func() {
		for _, k := range t.tracks {
			w.fault.note(k.sync())
		}
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
		if t.samples != nil {
			if err := t.samples.flush(); err != nil {
				return err
			}
		}
		defer t.syncer.wake()
		return t.tracks[0].window(w)
	})
}

// Stream adds the next window of one of the experiment's streams, as Window does
// for all traffic.
func (t *TrialWriter) Stream(name string, w measure.Window) error {
	return t.do(func() error {
		for _, k := range t.tracks[1:] {
			if k.folder == name {
				return k.window(w)
			}
		}
		return fmt.Errorf("results: %s: stream %q is not one of the experiment's", t.head.label(), name)
	})
}

// Target adds a reading of the target.
func (t *TrialWriter) Target(r TargetRow) error {
	return t.do(func() (err error) {
		if t.target == nil {
			var also []string
			for _, a := range r.Also {
				also = append(also, a.Name)
			}
			if t.target, err = newTrialTable(t, targetFile, targetColumns(also...)); err != nil {
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

// Output returns where what the target prints is kept: the first of it and the
// last, half a mebibyte each at most, with a line between them that says how much
// was left out. A write that goes wrong is not the writer's trouble: it is the
// error of the next window.
func (t *TrialWriter) Output() io.Writer { return printing{t} }

// Finish ends the trial: it writes the histograms of its stretches and enters
// it in run.json as it is given, but for number, round, variant and directory,
// which stay as they began. It closes the trial's files in any case.
func (t *TrialWriter) Finish(trial Trial) error {
	trial.Number, trial.Round, trial.Variant, trial.Dir = t.head.Number, t.head.Round, t.head.Variant, t.head.Dir
	if trial.Started.IsZero() {
		trial.Started = t.head.Started
	}
	trial.Started = trial.Started.UTC().Round(0)
	err := t.do(func() error { return t.allPhases(trial) })
	if err = first(err, t.run.fault.note(t.close())); err != nil {
		return err
	}
	return t.run.ended(trial)
}

// allPhases writes phases.hlog of all traffic, and of each stream.
func (t *TrialWriter) allPhases(trial Trial) error {
	err := t.phases(t.tracks[0], trial.Stretches)
	for _, k := range t.tracks[1:] {
		err = first(err, t.phases(k, trial.stream(k.folder).Stretches))
	}
	return err
}

func (t *TrialWriter) phases(k track, stretches []measure.Stretch) error {
	log, err := t.histLog(k.in(phasesFile))
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
	var err error
	for _, k := range t.tracks {
		err = first(err, k.close())
	}
	if t.target != nil {
		err = first(err, t.target.close())
	}
	if t.samples != nil {
		err = first(err, t.samples.close())
	}
	if t.printed != nil {
		err = first(err, t.printed.close())
	}
	for _, k := range t.tracks {
		if !t.run.run.Simulated {
			syncDir(filepath.Join(t.dir, k.folder))
		}
	}
	return err
}
