package results

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"time"
)

// exportHist writes the histograms of all windows as one log.
func exportHist(to *bufio.Writer, run *Run) error {
	base := begun(run)
	log := histWriter{to: to, encoder: new(histEncoder)}
	err := log.header(base)
	for _, t := range run.Trials {
		for _, part := range t.parts() {
			err = first(err, part.exportHist(&log, t.Started.Sub(base)))
		}
	}
	return err
}

// begun returns the start of the first trial, to the millisecond that a log keeps.
func begun(run *Run) time.Time {
	var base time.Time
	for _, t := range run.Trials {
		if base.IsZero() || t.Started.Before(base) {
			base = t.Started
		}
	}
	return base.Truncate(time.Millisecond)
}

// exportHist adds the histograms of one part of a trial that began so long after
// the first.
func (p part) exportHist(log *histWriter, after time.Duration) error {
	lead := fmt.Sprintf("%s/r%d/", Word(p.Variant), p.Round)
	if p.of != "" {
		lead += "[" + Word(p.of) + "]/"
	}
	for i, err := range read(p.Trial, latencyFile, intervals) {
		if errors.Is(err, fs.ErrNotExist) {
			err = fmt.Errorf("results: %s: no histograms of its windows were kept", p.label())
		}
		if err != nil {
			return err
		}
		i.tag = lead + i.tag
		i.start, i.end = i.start+after, i.end+after
		if err := log.write(i); err != nil {
			return err
		}
	}
	return nil
}
