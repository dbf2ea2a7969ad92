package results

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Store is a directory of runs, usually results/runs. It need not be there
// before the first run is made.
type Store struct {
	Dir string
}

// A Head is what a list of runs tells of one.
type Head struct {
	Path      string // its directory
	ID        string
	Name      string // of the experiment
	Status    Status
	Simulated bool
	Started   time.Time
	Ended     time.Time // zero if it was killed
	Target    string
	Variants  []string // their names, in the order of the experiment
	Rounds    int
	Trials    int // how many were begun, of variants × rounds

	GitCommit string // as in an [Environment]
	GitDirty  bool
}

// List returns the runs of the store, the newest first, those that are not
// whole included. The errors name the directories that hold no run that can be
// read.
func (s Store) List() ([]Head, []error) {
	names, err := s.names()
	if err != nil {
		return nil, []error{err}
	}
	var heads []Head
	var errs []error
	for _, name := range names {
		h, err := readHead(filepath.Join(s.Dir, name))
		if err != nil {
			errs = append(errs, err)
			continue
		}
		heads = append(heads, h)
	}
	slices.SortFunc(heads, func(a, b Head) int {
		return cmp.Or(b.Started.Compare(a.Started), strings.Compare(b.ID, a.ID))
	})
	return heads, errs
}

// names returns the names of the directories in the store, in order, the
// hidden ones left out. A store that is not there is empty.
func (s Store) names() ([]string, error) {
	entries, err := os.ReadDir(s.Dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, locate(s.Dir, err)
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

func readHead(dir string) (Head, error) {
	r, err := readRun(os.DirFS(dir))
	if err != nil {
		return Head{}, fmt.Errorf("results: %q: %w", dir, err)
	}
	h := Head{
		Path: dir, ID: r.ID, Name: r.Name, Status: r.Status, Simulated: r.Simulated,
		Started: r.Started, Ended: r.Ended,
		Target: r.Experiment.Target, Rounds: r.Experiment.Rounds, Trials: len(r.Trials),
		GitCommit: r.Environment.GitCommit, GitDirty: r.Environment.GitDirty,
	}
	for _, v := range r.Experiment.Variants {
		h.Variants = append(h.Variants, v.Name)
	}
	return h, nil
}

// Find returns the directory of a run. It is named by its id, by the beginning
// of an id that no other run shares, by its age (latest, latest~1 for the one
// before, and so on), or by the path of its directory, which need not be in
// the store.
func (s Store) Find(ref string) (string, error) {
	if strings.ContainsAny(ref, `/\`) || ref == "." || ref == ".." {
		return byPath(ref)
	}
	if back, ok, err := age(ref); ok || err != nil {
		return s.byAge(ref, back, err)
	}
	names, err := s.names()
	if err != nil {
		return "", err
	}
	var found []string
	for _, name := range names {
		if strings.TrimSuffix(name, partial) == ref || name == ref {
			return filepath.Join(s.Dir, name), nil
		}
		if ref != "" && strings.HasPrefix(name, ref) {
			found = append(found, name)
		}
	}
	return s.only(ref, found, names)
}

// only returns the one run that was found, or says why there is not one.
func (s Store) only(ref string, found, all []string) (string, error) {
	switch {
	case len(found) == 1:
		return filepath.Join(s.Dir, found[0]), nil
	case len(found) > 1:
		return "", fmt.Errorf("results: %q begins the ids of %d runs: %s", ref, len(found), newest(found))
	}
	if dir, err := byPath(ref); err == nil {
		return dir, nil
	}
	return "", fmt.Errorf("results: there is no run %q in %q: wanted an id or its beginning, latest, latest~1 or a path; there is %s",
		ref, s.Dir, newest(all))
}

// newest names the last few of the names, which are in order, for an error.
func newest(names []string) string {
	const few = 5
	if len(names) == 0 {
		return "none yet"
	}
	names = slices.Clone(names)
	slices.Reverse(names)
	if more := len(names) - few; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:few], ", "), more)
	}
	return strings.Join(names, ", ")
}

// age reads latest and latest~n; ok tells whether ref is one of them.
func age(ref string) (back int, ok bool, err error) {
	if ref == "latest" {
		return 0, true, nil
	}
	text, ok := strings.CutPrefix(ref, "latest~")
	if !ok {
		return 0, false, nil
	}
	back, err = strconv.Atoi(text)
	if err != nil || back < 0 {
		return 0, true, fmt.Errorf("results: %q does not say how many runs back: wanted a number such as latest~1", ref)
	}
	return back, true, nil
}

func (s Store) byAge(ref string, back int, err error) (string, error) {
	if err != nil {
		return "", err
	}
	heads, errs := s.List()
	if back < len(heads) {
		return heads[back].Path, nil
	}
	if len(heads) == 0 && len(errs) > 0 {
		return "", fmt.Errorf("results: there is no %q: no run in %q can be read: %w", ref, s.Dir, errs[0])
	}
	return "", fmt.Errorf("results: there is no %q: %q holds %d runs", ref, s.Dir, len(heads))
}

// byPath returns the path if it is the directory of a run.
func byPath(path string) (string, error) {
	path = filepath.Clean(path)
	if _, err := os.Stat(filepath.Join(path, runFile)); err != nil {
		return "", fmt.Errorf("results: %q is not the directory of a run: there is no %s in it", path, runFile)
	}
	return path, nil
}

// Remove deletes a run of the store, named as for [Store.Find]. It refuses what
// is not a run, and what is not in the store.
func (s Store) Remove(ref string) error {
	dir, err := s.Find(ref)
	if err != nil {
		return err
	}
	if err := s.holds(dir); err != nil {
		return err
	}
	if _, err := readHead(dir); err != nil {
		return fmt.Errorf("%w: not removed", err)
	}
	return locate(dir, os.RemoveAll(dir))
}

// holds returns an error unless dir is a directory, not a link to one, right
// below the store's.
func (s Store) holds(dir string) error {
	store, err := filepath.Abs(s.Dir)
	if err != nil {
		return locate(s.Dir, err)
	}
	path, err := filepath.Abs(dir)
	if err != nil {
		return locate(dir, err)
	}
	if at, err := os.Lstat(path); err != nil || !at.IsDir() || filepath.Dir(path) != store {
		return fmt.Errorf("results: %q is not a run in %q: not removed", dir, s.Dir)
	}
	return nil
}
