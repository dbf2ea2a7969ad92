package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"matchday/cmd/matchday/internal/experiment"
	"matchday/report"
	"matchday/results"
)

// both makes the experiment with one engine and then with the other, as two
// runs, and shows whether they agree. If they do not it ends with [exitFailed]:
// which of the two is right cannot be told. What the model says of the first
// holds for the second.
func (f *runFlags) both(ctx context.Context, s streams, e experiment.Experiment, text []byte) error {
	store := results.Store{Dir: f.store}
	r := f.runner(s, e.By(experiment.Native), text)
	native, failed := r.make(ctx, store)
	if native == "" {
		return failed
	}
	if failed == nil {
		failed = r.predict(ctx, native)
	}
	if failed != nil {
		return errors.Join(f.show(s, native), failed)
	}
	vegeta, failed := f.runner(s, e.By(experiment.Vegeta), text).make(ctx, store)
	if vegeta == "" {
		return errors.Join(f.show(s, native), failed)
	}
	if err := sharePrediction(native, vegeta); err != nil {
		return errors.Join(err, failed)
	}
	disagree := f.showBoth(s, native, vegeta)
	if failed != nil {
		return failed // the cross-check says so as well
	}
	return disagree
}

// showBoth prints two runs side by side and whether they agree, and writes the
// reports beside each. If they do not agree the error is a quiet one.
func (f *runFlags) showBoth(s streams, native, vegeta string) error {
	c, err := compare(native, vegeta)
	if err != nil {
		return err
	}
	c = c.Against(c.Usual().Forced()) // that the engines differ is the point of it
	check, err := crossCheck(native, vegeta)
	if err != nil {
		return err
	}
	c.CrossCheck = &check
	pages, err := pagesOf(native, vegeta)
	if f.json {
		err = errors.Join(err, renderers["json"](s.out, c))
	} else {
		err = errors.Join(err, printBoth(s.out, c, pages))
	}
	if err != nil || check.Agree {
		return err
	}
	return coded{exitFailed, errQuiet}
}

// printBoth writes all that there is to say of two runs as text.
func printBoth(out io.Writer, c report.Comparison, pages []string) error {
	screen := screenOf(out)
	fmt.Fprintln(out)
	if err := report.TerminalInFull(out, c, screen); err != nil {
		return err
	}
	fmt.Fprintln(out)
	if err := report.Agreement(out, *c.CrossCheck, screen); err != nil {
		return err
	}
	fmt.Fprintln(out)
	for _, page := range pages {
		fmt.Fprintf(out, "report      %s\n", page)
	}
	return nil
}

// crossCheck holds two stored runs against each other.
func crossCheck(native, vegeta string) (report.CrossCheck, error) {
	first, err := results.Load(native)
	if err != nil {
		return report.CrossCheck{}, err
	}
	second, err := results.Load(vegeta)
	if err != nil {
		return report.CrossCheck{}, err
	}
	return report.Check(*first, *second), nil
}

// pagesOf writes the reports beside each of the runs.
func pagesOf(paths ...string) ([]string, error) {
	var pages []string
	for _, path := range paths {
		c, err := compare(path)
		if err != nil {
			return pages, err
		}
		page, err := writeReports(c, path)
		if err != nil {
			return pages, err
		}
		pages = append(pages, page)
	}
	return pages, nil
}

// sharePrediction stores beside the second of two runs what the model says of
// the first: it is the same, and takes its time.
func sharePrediction(from, to string) error {
	err := os.CopyFS(filepath.Join(to, predictionDir), os.DirFS(filepath.Join(from, predictionDir)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil // there is no model of this target
	}
	return err
}
