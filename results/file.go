package results

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"syscall"
)

// The names of what is in the directory of a run and of a trial.
const (
	runFile        = "run.json"
	experimentFile = "experiment.yaml"
	mapFile        = "map.json"
	trialsDir      = "trials"

	timelineFile = "timeline.csv"
	latencyFile  = "latency.hlog"
	phasesFile   = "phases.hlog"
	targetFile   = "target.csv"
	samplesFile  = "samples.csv"
	outputFile   = "target.log"

	partial = ".partial" // end of the name of a run that is not whole
)

// A file is what is written to: an [os.File], or in tests a disk that is full.
type file interface {
	io.WriteCloser
	Sync() error
}

// create makes a new file. It never opens one that is there.
func create(path string) (file, error) {
	return os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
}

// locate puts the path before an error, once.
func locate(path string, err error) error {
	if err == nil {
		return nil
	}
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		err = p.Err
	}
	return fmt.Errorf("results: %q: %w", path, err)
}

// A fault is the first error of many writes. What comes after a lost write
// would only hide it, so the first one stays.
type fault struct {
	mu  sync.Mutex
	err error
}

// note keeps err if it is the first and returns the one that was.
func (f *fault) note(err error) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.err = first(f.err, err)
	return f.err
}

// get returns the first error, nil if there was none.
func (f *fault) get() error { return f.note(nil) }

// An output is a file that is appended to.
type output struct {
	path string
	file file
	buf  *bufio.Writer
}

func newOutput(path string, f file) *output {
	return &output{path: path, file: f, buf: bufio.NewWriterSize(f, 1<<16)}
}

// flush hands what was written to the operating system: from here on it
// survives the end of this process.
func (o *output) flush() error { return locate(o.path, o.buf.Flush()) }

// sync brings what was flushed to the disk: from here on it survives the end
// of the machine. It may be called while the output is being written to.
func (o *output) sync() error { return locate(o.path, syncFile(o.file)) }

func (o *output) close() error {
	flushed, synced := o.flush(), o.sync()
	return first(flushed, synced, locate(o.path, o.file.Close()))
}

// first returns the first error that is one.
func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// syncFile syncs f, and lets pass that some file systems cannot.
func syncFile(f file) error {
	err := f.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		return nil
	}
	return err
}

// A lazyFile is not brought to the disk by itself: see [syncTree].
type lazyFile struct{ file }

// Sync does nothing.
func (lazyFile) Sync() error { return nil }

// createLazy makes a new file that is not brought to the disk by itself.
func createLazy(path string) (file, error) {
	f, err := create(path)
	return lazyFile{f}, err
}

// replace writes the file at path anew, so that at every instant either the old
// or the new one is there, whole, whatever becomes of the machine.
func replace(path string, data []byte) error {
	if err := swap(path, data, syncFile); err != nil {
		return err
	}
	syncDir(filepath.Dir(path))
	return nil
}

// replaceLazy is replace without the disk: it holds for the end of the process.
func replaceLazy(path string, data []byte) error {
	return swap(path, data, func(file) error { return nil })
}

// swap writes a file beside that at path, syncs it, and puts it in its place.
func swap(path string, data []byte, sync func(file) error) error {
	temp := path + ".tmp"
	f, err := os.Create(temp)
	if err != nil {
		return locate(path, err)
	}
	_, err = f.Write(data)
	err = first(err, sync(f), f.Close())
	if err == nil {
		err = os.Rename(temp, path)
	}
	if err != nil {
		_ = os.Remove(temp) // it would only take room on a disk that may be full
		return locate(path, err)
	}
	return nil
}

// syncTree brings to the disk what is in a directory and below it. The files go
// all at once, since a disk takes many hardly slower than one.
func syncTree(dir string) error {
	var all sync.WaitGroup
	var fault fault
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return locate(path, err)
		case d.IsDir():
			all.Go(func() { syncDir(path) })
		default:
			all.Go(func() { fault.note(locate(path, syncPath(path))) })
		}
		return nil
	})
	all.Wait()
	return first(err, fault.get())
}

// syncPath brings the file at path to the disk.
func syncPath(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return first(syncFile(f), f.Close())
}

// syncDir makes a rename last. Where directories cannot be synced the rename is
// done all the same, so there is nothing to report.
func syncDir(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}
