package results

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Baselines is a directory of baselines, usually baselines beside the
// experiment files, where version control keeps it. It need not be there before
// the first one is set.
type Baselines struct {
	Dir string
}

// textEnd is the end of the names of the small text files.
const textEnd = ".txt"

// largestText bounds them: the baseline of a match day of four variants in five
// rounds takes a hundredth of it.
const largestText = 16 << 20

// Path returns the file of a baseline, whether it is there or not. The error
// says which names cannot be had.
func (b Baselines) Path(name string) (string, error) {
	plain := filepath.IsLocal(name) && !strings.ContainsAny(name, `/\:`) && !strings.HasPrefix(name, ".")
	if !plain || strings.HasPrefix(name, "latest") || strings.HasSuffix(name, textEnd) {
		return "", fmt.Errorf("results: %q cannot be the name of a baseline: wanted a plain one such as main; latest stands for runs, and what ends with %s for a file", name, textEnd)
	}
	return filepath.Join(b.Dir, name+textEnd), nil
}

// Names returns the names of the baselines, in order.
func (b Baselines) Names() ([]string, error) {
	entries, err := os.ReadDir(b.Dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, locate(b.Dir, err)
	}
	var names []string
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), textEnd)
		if _, err := b.Path(name); ok && err == nil && !e.IsDir() {
			names = append(names, name)
		}
	}
	return names, nil
}

// Load reads the baseline of that name. The error of one that is not there is an
// [fs.ErrNotExist] and says which there are.
func (b Baselines) Load(name string) (Baseline, error) {
	path, err := b.Path(name)
	if err != nil {
		return Baseline{}, err
	}
	found, err := LoadBaseline(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return found, err
	}
	names, _ := b.Names()
	if len(names) == 0 {
		names = []string{"none yet"}
	}
	return Baseline{}, fmt.Errorf("results: there is no baseline %q in %q, there is %s: %w", name, b.Dir, strings.Join(names, ", "), fs.ErrNotExist)
}

// Save writes a baseline in place of the one of its name. At every instant the
// old one or the new one is there, whole. It returns where.
func (b Baselines) Save(baseline Baseline) (string, error) {
	path, err := b.Path(baseline.Name)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(b.Dir, 0o755); err != nil {
		return "", locate(b.Dir, err)
	}
	return path, replace(path, []byte(baseline.String()))
}

// Remove deletes the baseline of that name.
func (b Baselines) Remove(name string) error {
	if _, err := b.Load(name); errors.Is(err, fs.ErrNotExist) {
		return err
	}
	path, err := b.Path(name)
	if err != nil {
		return err
	}
	return locate(path, os.Remove(path))
}

// LoadBaseline reads the file of a baseline.
func LoadBaseline(path string) (Baseline, error) { return loadText(path, ParseBaseline) }
