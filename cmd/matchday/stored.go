package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"matchday/report"
	"matchday/results"
)

// compare loads stored runs and compares their variants.
func compare(paths ...string) (report.Comparison, error) {
	var inputs []report.Input
	for _, path := range paths {
		run, err := results.Load(path)
		if err != nil {
			return report.Comparison{}, err
		}
		inputs = append(inputs, report.Stored(*run, path))
	}
	c := report.Compare(inputs)
	if len(paths) > 1 {
		return c, nil
	}
	return foretold(c, paths[0])
}

// foretold adds to the comparison of one run what a model says beside it: of the
// same variants, and of those around them.
func foretold(c report.Comparison, path string) (report.Comparison, error) {
	model, err := results.Store{Dir: filepath.Join(path, predictionDir)}.Find("latest")
	if err != nil {
		return mapped(c, path), nil // it may be a run on the model itself
	}
	run, err := results.Load(model)
	if err != nil {
		return c, err
	}
	c = c.Predicted(report.Compare([]report.Input{report.Stored(*run, model)}))
	return mapped(c, model), nil
}

// mapped adds the map that lies in the directory of a run, if there is one. One
// that cannot be read takes nothing away from what was measured.
func mapped(c report.Comparison, path string) report.Comparison {
	m, err := results.LoadMap(path)
	switch {
	case err == nil:
		return c.Mapped(m)
	case !errors.Is(err, fs.ErrNotExist):
		c.Warnings = append(c.Warnings, err.Error())
	}
	return c
}

// renderers are the formats of a comparison.
var renderers = map[string]func(io.Writer, report.Comparison) error{
	"terminal": func(w io.Writer, c report.Comparison) error {
		return report.Terminal(w, c, screenOf(w))
	},
	"markdown": report.Markdown,
	"html":     report.HTML,
	"json":     report.JSON,
	"svg":      report.SVG,
}

// screenOf returns how text is laid out for a stream: in colour on a terminal,
// unless its owner does not want any.
func screenOf(w io.Writer) report.Screen {
	width, terminal := terminalWidth(w)
	return report.Screen{Width: min(110, width()), Color: terminal && os.Getenv("NO_COLOR") == ""}
}

// formats returns the names of the renderers.
func formats() []string {
	var names []string
	for name := range renderers {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// writeReports writes the page and the Markdown beside a run and returns the
// path of the page.
func writeReports(c report.Comparison, dir string) (string, error) {
	page := filepath.Join(dir, "report.html")
	if err := writeReport(page, c, report.HTML); err != nil {
		return "", err
	}
	return page, writeReport(filepath.Join(dir, "report.md"), c, report.Markdown)
}

func writeReport(path string, c report.Comparison, render func(io.Writer, report.Comparison) error) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := render(f, c); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
