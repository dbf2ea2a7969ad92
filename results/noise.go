package results

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// A Noise is the least change that one machine sees of one target: what two sides
// differed by that were the same.
type Noise struct {
	Run     string         `json:"run"`   // id of the run it was read off
	Title   string         `json:"title"` // name of the experiment
	Started time.Time      `json:"started"`
	Rounds  int            `json:"rounds"` // of each side
	Facts   []BaselineFact `json:"facts"`  // what it holds for: the machine's class, the target, the profile, the clients, the engine
	Floors  []NoiseFloor   `json:"floors"`
}

// A NoiseFloor is the least change of one metric of one variant over the whole
// trial that can be told from none, in the base unit of the metric.
type NoiseFloor struct {
	Variant string  `json:"variant"`
	Metric  string  `json:"metric"`
	Least   float64 `json:"least"`
	Figure  float64 `json:"figure"` // what the metric itself came to
}

// Fact returns the value of a fact, "" where it is not told.
func (n Noise) Fact(name string) string { return valueOf(n.Facts, name) }

// A NoiseStore is a directory with what is known of noise, one file for each set
// of facts, usually results/noise beside the runs.
type NoiseStore struct {
	Dir string
}

// path returns the file for what holds under these facts. Facts make a long
// name, so a hash of them stands for it.
func (s NoiseStore) path(facts []BaselineFact) string {
	var text strings.Builder
	writeFacts(&text, facts)
	sum := sha256.Sum256([]byte(text.String()))
	return filepath.Join(s.Dir, hex.EncodeToString(sum[:6])+textEnd)
}

// Save writes what is known in place of what was known for the same facts, and
// returns where.
func (s NoiseStore) Save(n Noise) (string, error) {
	if err := os.MkdirAll(s.Dir, 0o755); err != nil {
		return "", locate(s.Dir, err)
	}
	path := s.path(n.Facts)
	return path, replace(path, []byte(n.String()))
}

// Load reads what is known for these facts. The error is [fs.ErrNotExist] where
// nothing is.
func (s NoiseStore) Load(facts []BaselineFact) (Noise, error) {
	return loadText(s.path(facts), ParseNoise)
}

// List returns all that is known. The errors name the files that cannot be read.
func (s NoiseStore) List() ([]Noise, []error) {
	entries, err := os.ReadDir(s.Dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, []error{locate(s.Dir, err)}
	}
	var all []Noise
	var errs []error
	for _, e := range entries {
		if e.IsDir() || !strings.HasSuffix(e.Name(), textEnd) {
			continue
		}
		n, err := loadText(filepath.Join(s.Dir, e.Name()), ParseNoise)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		all = append(all, n)
	}
	return all, errs
}
