package results

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// A Writer saves one run as it goes. What it has returned from survives the end
// of the process: a run that is killed is on disk up to its last window.
//
// A run that is simulated takes milliseconds, which waiting for the disk would
// make seconds: it is brought to the disk once, by [Writer.Finish].
//
// The first write that goes wrong is the error of that call and of every later
// one; what was written before it stays readable. A Writer is not safe for
// concurrent use, its [TrialWriter] is.
type Writer struct {
	run     Run
	dir     string // where the run is being written
	final   string // where it will be when it is whole
	fault   fault
	encoder histEncoder  // used by the open trial alone
	open    *TrialWriter // nil between trials
	create  func(path string) (file, error)
	replace func(path string, data []byte) error
}

// Create begins to save a run in the store: it writes run.json, with the status
// partial and no trials, and the text of the experiment, word for word. The run
// must have an id that is not in the store; see [NewID].
func (s Store) Create(run Run, experiment []byte) (*Writer, error) {
	if err := checkID(run.ID); err != nil {
		return nil, err
	}
	w := &Writer{run: run, final: filepath.Join(s.Dir, run.ID), create: create, replace: replace}
	if run.Simulated {
		w.create, w.replace = createLazy, replaceLazy
	}
	w.dir = w.final + partial
	if err := absent(w.final); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(s.Dir, 0o755); err != nil {
		return nil, locate(s.Dir, err)
	}
	if err := os.Mkdir(w.dir, 0o755); err != nil {
		return nil, locate(w.dir, err)
	}
	w.run.Version, w.run.Status, w.run.Trials = Version, Partial, []Trial{}
	w.run.Started = w.run.Started.UTC().Round(0)
	if err := w.replace(filepath.Join(w.dir, experimentFile), experiment); err != nil {
		return nil, err
	}
	return w, w.save()
}

// absent returns an error if there is something at path.
func absent(path string) error {
	_, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return locate(path, first(err, fs.ErrExist))
}

// Dir returns the directory in which the run is while it is being written.
func (w *Writer) Dir() string { return w.dir }

// Warn adds a warning to the run. It is on disk with the next trial.
func (w *Writer) Warn(text string) { w.run.Warnings = append(w.run.Warnings, text) }

// Trial begins the next trial. The head is what is known before it is made:
// number, round, variant, seed and start; it is what remains of the trial in
// run.json if the run is killed.
func (w *Writer) Trial(head Trial) (*TrialWriter, error) {
	if err := w.fault.get(); err != nil {
		return nil, err
	}
	if w.open != nil {
		return nil, fmt.Errorf("results: trial %d is not finished", w.open.head.Number)
	}
	head.Status, head.Started = Partial, head.Started.UTC().Round(0)
	head.Dir = fmt.Sprintf("%s/%02d-%s-r%d", trialsDir, head.Number, safe(head.Variant), head.Round)
	t, err := newTrialWriter(w, head)
	if err != nil {
		return nil, w.fault.note(err)
	}
	w.open = t
	w.run.Trials = append(w.run.Trials, head)
	if err := w.save(); err != nil {
		return nil, err
	}
	return t, nil
}

// ended takes the trial that was open as it ended.
func (w *Writer) ended(t Trial) error {
	w.open = nil
	w.run.Trials[len(w.run.Trials)-1] = t
	return w.save()
}

// save writes run.json as things stand.
func (w *Writer) save() error {
	if err := w.fault.get(); err != nil {
		return err
	}
	path := filepath.Join(w.dir, runFile)
	text, err := encodeRun(&w.run)
	if err != nil {
		return w.fault.note(locate(path, err))
	}
	return w.fault.note(w.replace(path, text))
}

// encodeRun returns the text of run.json.
func encodeRun(r *Run) ([]byte, error) {
	text, err := json.MarshalIndent(r, "", "  ")
	return append(text, '\n'), err
}

// Finish ends the run and moves it to where it belongs, which it returns. A
// trial that is still open stays as a trial that was cut short. If something
// cannot be written, or something is there already, the run stays where it is:
// then that place is returned, with the error.
func (w *Writer) Finish(status Status) (string, error) {
	if w.open != nil {
		w.fault.note(w.open.close())
		w.open = nil
	}
	w.run.Status, w.run.Ended = status, time.Now().UTC()
	if err := w.save(); err != nil {
		return w.dir, err
	}
	if err := w.settle(); err != nil {
		return w.dir, err
	}
	// It refuses a directory that is there already.
	if err := os.Rename(w.dir, w.final); err != nil {
		return w.dir, w.fault.note(locate(w.final, errors.Unwrap(err)))
	}
	syncDir(filepath.Dir(w.final))
	return w.final, nil
}

// settle brings to the disk what is not there yet.
func (w *Writer) settle() error {
	if !w.run.Simulated {
		return nil
	}
	return w.fault.note(syncTree(w.dir))
}
