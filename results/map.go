package results

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"matchday/measure"
)

// largestMap bounds map.json: one of ten thousand cells takes a twentieth of it.
const largestMap = 64 << 20

// A Map is what a model says of many bulkheads, those that were tried and those
// around them. It is what map.json holds: every cell is one trial with the same
// users.
type Map struct {
	Version int           `json:"version"`
	Seed    uint64        `json:"seed"`               // which users came
	Timeout time.Duration `json:"timeout_ns"`         // of the users, which the queue rule is held against
	Kind    string        `json:"kind,omitempty"`     // as in a Variant
	LIFO    bool          `json:"lifo,omitempty"`     // last come, first served in every queue
	Wait    time.Duration `json:"wait_ns,omitempty"`  // the longest wait in every queue, 0 for as long as it takes
	Inside  []int         `json:"inside"`             // rising, a row for each
	Queue   []int         `json:"queue"`              // rising, a column for each
	Cells   []MapCell     `json:"cells"`              // row by row
	LeftOut string        `json:"left_out,omitempty"` // why there are no cells
}

// A MapCell is what one setting of a map came to. Shares are of the users.
type MapCell struct {
	Setting     string           `json:"setting"` // such as 20/100
	Verdict     measure.Verdict  `json:"verdict"`
	Reason      string           `json:"reason"`
	UsersServed float64          `json:"users_served"`
	UsersInSLO  float64          `json:"users_in_slo"`
	Back        *time.Duration   `json:"back_ns,omitempty"` // in time again so long after the last peak; nil where it was not
	Protects    bool             `json:"protects"`          // whether the queue rule allows it to
	Best        bool             `json:"best,omitempty"`    // the one to choose, by the model
	Validity    measure.Validity `json:"validity"`
}

// Map stores the map of the run, in place of the one before if there is one.
func (w *Writer) Map(m Map) error {
	if err := w.fault.get(); err != nil {
		return err
	}
	m.Version = Version
	path := filepath.Join(w.dir, mapFile)
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return w.fault.note(locate(path, err))
	}
	return w.fault.note(w.replace(path, append(text, '\n')))
}

// LoadMap reads the map of the run in a directory. The error of a run without
// one is [fs.ErrNotExist].
func LoadMap(dir string) (Map, error) {
	m, err := readMap(os.DirFS(dir))
	if err != nil {
		return m, fmt.Errorf("results: %q: %w", dir, err)
	}
	return m, nil
}

func readMap(files fs.FS) (Map, error) {
	f, err := files.Open(mapFile)
	if err != nil {
		return Map{}, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, largestMap))
	if err != nil {
		return Map{}, err
	}
	var m Map
	if err := json.Unmarshal(text, &m); err != nil {
		return Map{}, fmt.Errorf("%s:%s %w", mapFile, position(text, err), err)
	}
	if err := m.check(); err != nil {
		return Map{}, fmt.Errorf("%s: %w", mapFile, err)
	}
	return m, nil
}

// check refuses what whoever draws a map would stumble over.
func (m Map) check() error {
	switch rows, columns := len(m.Inside), len(m.Queue); {
	case m.Version < 1 || m.Version > Version:
		return fmt.Errorf("version %d is not one from 1 to %d: a newer matchday may read it", m.Version, Version)
	case len(m.Cells) != rows*columns:
		return fmt.Errorf("%d cells for %d rows of %d", len(m.Cells), rows, columns)
	case len(m.Cells) == 0 && m.LeftOut == "":
		return errors.New("there are no cells, and nothing says why")
	}
	return nil
}
