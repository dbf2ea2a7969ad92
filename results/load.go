package results

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// largestRun bounds run.json: a run of a thousand trials takes a tenth of it.
const largestRun = 256 << 20

// Load reads the run in a directory; see [Store.Find] for names of runs. What
// is in the files of its trials is read when it is asked for, except where a
// trial was cut short by a kill: its stretches and its summary are put together
// from the rows it left, and a warning says so.
func Load(dir string) (*Run, error) {
	r, err := LoadFS(os.DirFS(dir))
	if err != nil {
		return nil, fmt.Errorf("results: %q: %w", dir, err)
	}
	return r, nil
}

// LoadFS reads the run whose directory is the root of a file system. Errors
// name the file in it.
func LoadFS(files fs.FS) (*Run, error) {
	r, err := readRun(files)
	if err != nil {
		return nil, err
	}
	for i := range r.Trials {
		t := &r.Trials[i]
		t.files = files
		if len(t.Stretches) == 0 {
			r.Warnings = append(r.Warnings, t.rebuild(r.Experiment)...)
			t.rebuildStreams(r.Experiment)
		}
	}
	return r, nil
}

// readRun reads run.json alone.
func readRun(files fs.FS) (*Run, error) {
	f, err := files.Open(runFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no run here: no %s", runFile)
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, largestRun))
	if err != nil {
		return nil, err
	}
	return decodeRun(text)
}

// decodeRun reads the text of run.json, of this version or an older one.
func decodeRun(text []byte) (*Run, error) {
	var r Run
	if err := json.Unmarshal(text, &r); err != nil {
		return nil, fmt.Errorf("%s:%s %w", runFile, position(text, err), err)
	}
	if r.Version < 1 || r.Version > Version {
		return nil, fmt.Errorf("%s: version %d is not one from 1 to %d: a newer matchday may read it", runFile, r.Version, Version)
	}
	return &r, nil
}

// position returns where in the text an error of package json lies, as
// line:column:, or nothing where it does not say.
func position(text []byte, err error) string {
	var offset int64
	if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		offset = e.Offset
	} else if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		offset = e.Offset
	} else {
		return ""
	}
	line, column := 1, 1
	for _, b := range text[:min(offset, int64(len(text)))] {
		column++
		if b == '\n' {
			line, column = line+1, 1
		}
	}
	return fmt.Sprintf("%d:%d:", line, column)
}
