package results

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"
	"time"

	"matchday/measure"
)

// label names the trial in an error.
func (t Trial) label() string {
	return fmt.Sprintf("trial %d (%s, round %d)", t.Number, t.Variant, t.Round)
}

// file opens one of the trial's files.
func (t Trial) file(name string) (fs.File, error) {
	if t.files == nil {
		return nil, fmt.Errorf("results: %s was not loaded from the directory of a run", t.label())
	}
	return t.files.Open(path.Join(t.Dir, name))
}

// A parse yields what is in a file of that name. An error ends it.
type parse[T any] func(name string, in io.Reader) iter.Seq2[T, error]

// read yields what is in one of the trial's files. Where a trial was cut short
// it ends at what was torn, without an error: there is a warning in its run.
func read[T any](t Trial, name string, parse parse[T]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for v, err := range readStrictly(t, name, parse) {
			if torn := err != nil && t.short && !errors.Is(err, fs.ErrNotExist); torn || !yield(v, err) {
				return
			}
		}
	}
}

// readStrictly is read with an error for what was torn.
func readStrictly[T any](t Trial, name string, parse parse[T]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		f, err := t.file(name)
		if err != nil {
			var none T
			yield(none, err)
			return
		}
		defer f.Close()
		parse(path.Join(t.Dir, name), f)(yield)
	}
}

// collect gathers a sequence up to its error.
func collect[T any](seq iter.Seq2[T, error]) ([]T, error) {
	var all []T
	for v, err := range seq {
		if err != nil {
			return all, err
		}
		all = append(all, v)
	}
	return all, nil
}

// Timeline returns the trial's windows, in order and without gaps.
func (t Trial) Timeline() ([]Row, error) {
	all, err := collect(read(t, timelineFile, parseRows))
	if t.short && errors.Is(err, fs.ErrNotExist) {
		return nil, nil // killed before its first window
	}
	return all, err
}

// parseRows reads timeline.csv.
func parseRows(name string, in io.Reader) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		var end time.Duration
		line := 1
		for r, err := range rows(name, in, rowColumns()) {
			line++
			if err == nil {
				err = r.follows(end)
				if err != nil {
					err = fmt.Errorf("%s:%d:1: %w", name, line, err)
				}
			}
			end = r.End()
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

// TargetRows returns what the target said of itself, none if it says nothing.
func (t Trial) TargetRows() ([]TargetRow, error) {
	all, err := collect(read(t, targetFile, parseTarget))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return all, err
}

// parseTarget reads target.csv, whose header says which series of its own the
// target was asked for.
func parseTarget(name string, in io.Reader) iter.Seq2[TargetRow, error] {
	return func(yield func(TargetRow, error) bool) {
		text := bufio.NewReaderSize(in, longestHeader)
		head, _ := text.Peek(longestHeader)
		line, _, _ := strings.Cut(string(head), "\n")
		names, _ := splitNames(line) // what is wrong with it is found again
		var also []string
		for _, n := range names {
			if series, ok := strings.CutPrefix(n, alsoPrefix); ok {
				also = append(also, series)
			}
		}
		rows(name, text, targetColumns(also...))(yield)
	}
}

// longestHeader is as much of a header as series are looked for in.
const longestHeader = 1 << 16

// ErrNoSamples is the error of asking for samples that were not kept.
var ErrNoSamples = errors.New("no samples were kept: run again with --samples")

// Samples yields the trial's attempts in the order in which they ended, without
// holding more than one of them. A trial that kept none yields [ErrNoSamples].
func (t Trial) Samples() iter.Seq2[measure.Sample, error] {
	return func(yield func(measure.Sample, error) bool) {
		for s, err := range read(t, samplesFile, parseSamples) {
			if errors.Is(err, fs.ErrNotExist) {
				err = fmt.Errorf("results: %s: %w", t.label(), ErrNoSamples)
			}
			if !yield(s, err) {
				return
			}
		}
	}
}

func parseSamples(name string, in io.Reader) iter.Seq2[measure.Sample, error] {
	return rows(name, in, sampleColumns())
}

// Latencies returns the trial's stretches with their histograms, the whole
// trial first.
func (t Trial) Latencies() ([]measure.Stretch, error) {
	stretches := slices.Clone(t.Stretches)
	if t.short || len(stretches) == 0 {
		return stretches, nil
	}
	byTag := map[string]*measure.Hist{}
	eachHist(stretches, func(tag string, _ *measure.Stretch, h *measure.Hist) { byTag[tag] = h })
	for i, err := range read(t, phasesFile, intervals) {
		if err != nil {
			return nil, err
		}
		if h := byTag[i.tag]; h != nil {
			h.Merge(i.hist)
		}
	}
	return stretches, nil
}
