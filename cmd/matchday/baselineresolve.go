package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"matchday/report"
	"matchday/results"
)

// A bookshelf is where what a run is held against is looked for.
type bookshelf struct {
	store  string // of the runs
	dir    string // of the baselines
	judged string // id of the run that is judged; "" for none
}

// A book is what was found: a baseline in a file, or a run in its directory.
type book struct {
	baseline *results.Baseline // nil for a run
	path     string
}

// isOf tells whether the book is of that run.
func (b book) isOf(run report.Source) bool {
	if b.baseline != nil {
		return b.baseline.Run == run.ID
	}
	return filepath.Base(b.path) == run.ID || filepath.Clean(b.path) == filepath.Clean(run.Path)
}

// find finds what a text names: the newest run of a branch, a file or a
// directory, a baseline of the folder, or a run as everywhere. What could be
// two of these is an error, since a gate must not guess what it judges by.
func (b bookshelf) find(ctx context.Context, text string) (book, error) {
	if name, ok := strings.CutPrefix(text, latestOf); ok {
		run, err := b.latestOf(ctx, name)
		return book{path: run}, err
	}
	if isPath(text) {
		return b.at(text)
	}
	folder := results.Baselines{Dir: b.dir}
	kept, missing := folder.Load(text)
	file, unnameable := folder.Path(text)
	run, noRun := results.Store{Dir: b.store}.Find(text)
	switch {
	case missing == nil && noRun == nil:
		return book{}, fmt.Errorf("%q is a baseline in %q and a run, %q: wanted the path of one of them, such as %s",
			text, b.dir, run, filepath.ToSlash(file))
	case missing == nil:
		return book{&kept, file}, nil
	case noRun == nil:
		return book{path: run}, nil
	case !errors.Is(missing, fs.ErrNotExist) && unnameable == nil:
		return book{}, missing // it is there, and cannot be read
	}
	return book{}, fmt.Errorf("there is neither a baseline nor a run %q: baselines in %q are %s; %w", text, b.dir, b.kept(), noRun)
}

// at returns what lies at a path.
func (b bookshelf) at(path string) (book, error) {
	info, err := os.Stat(path)
	if err != nil {
		return book{}, fmt.Errorf("there is no baseline and no run at %q: %w", path, fs.ErrNotExist)
	}
	if !info.IsDir() {
		found, err := results.LoadBaseline(path)
		return book{&found, path}, err
	}
	run, err := results.Store{Dir: b.store}.Find(filepath.Clean(path) + string(filepath.Separator))
	return book{path: run}, err
}

// kept lists the names of the baselines, for an error.
func (b bookshelf) kept() string {
	names, err := results.Baselines{Dir: b.dir}.Names()
	if err != nil || len(names) == 0 {
		return "none yet"
	}
	return strings.Join(names, ", ")
}
