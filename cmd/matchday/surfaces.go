package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/pflag"

	"matchday/ci"
	"matchday/report"
)

// surfaceFlags say where a gate shows its verdict besides standard output.
type surfaceFlags struct {
	on    platform
	junit string
}

// A judgement is a verdict with all that it is shown with.
type judgement struct {
	verdict    ci.Verdict
	comparison report.Comparison
	rules      string // file with the rules, "" for none
}

// shown is the run with its variants beside those that it was held against, if it
// was held against any.
func (h hearing) shown() report.Comparison {
	if h.ref == nil {
		return h.run
	}
	return h.run.Against(*h.ref)
}

func (f *surfaceFlags) register(fs *pflag.FlagSet) {
	f.on = auto
	fs.Var(&f.on, "ci", "where the verdict is shown besides: auto, github, gitlab or none; auto asks the environment")
	fs.StringVar(&f.junit, "junit", "", "file for the verdict as JUnit XML; "+junitFile+" where there is a pipeline")
}

// conclude shows the verdict and returns how the program ends. A surface that
// could not be written leaves a failed gate what it is, and any other one
// without a verdict: nobody would see it.
func (f surfaceFlags) conclude(s streams, j judgement) error {
	code := j.verdict.ExitCode()
	err := f.show(s, j)
	switch {
	case err == nil && code == exitOK:
		return nil
	case err == nil:
		return coded{code, errQuiet}
	case code == exitRegressed:
		return coded{code, err}
	}
	return coded{exitFailed, err}
}

// show writes every surface, and goes on where one cannot be written.
func (f surfaceFlags) show(s streams, j judgement) error {
	on := f.on.resolved()
	var wrong []error
	if path := f.junitPath(on); path != "" {
		wrong = append(wrong, into(path, s.out, func(w io.Writer) error { return j.verdict.JUnit(w, j.comparison.Title) }))
	}
	switch on {
	case github:
		wrong = append(wrong, j.annotate(s.err), j.summarise(os.Getenv("GITHUB_STEP_SUMMARY")))
	case gitlab:
		wrong = append(wrong, j.metrics(), j.fold(s.err))
	}
	return errors.Join(wrong...)
}

// junitPath returns the file for JUnit XML, "" for none.
func (f surfaceFlags) junitPath(on platform) string {
	if f.junit == "" && on != nowhere {
		return junitFile
	}
	return f.junit
}

// annotate writes what GitHub shows beside a change. It reads commands from both
// streams, and on standard output is nothing but the verdict.
func (j judgement) annotate(w io.Writer) error {
	places := map[string]ci.Place{}
	if j.rules != "" {
		text, err := os.ReadFile(j.rules)
		if err != nil {
			return err
		}
		places = ci.Places(inRepository(j.rules), string(text))
	}
	return j.verdict.Annotations(w, places)
}

// inRepository returns a path as GitHub knows it: from the top of what it checked
// out, wherever the job is.
func inRepository(path string) string {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	from, err := filepath.Rel(os.Getenv("GITHUB_WORKSPACE"), absolute)
	if err != nil {
		return path
	}
	return filepath.ToSlash(from)
}

// summarise adds the verdict to the summary of a job, which other steps write to
// as well.
func (j judgement) summarise(path string) error {
	if path == "" {
		return errors.New("the summary of the job cannot be written: GITHUB_STEP_SUMMARY names no file")
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("summary of the job: %w", err)
	}
	return errors.Join(j.verdict.Markdown(f, j.comparison), f.Close())
}
