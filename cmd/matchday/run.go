package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"matchday/cmd/matchday/internal/experiment"
	"matchday/results"
)

func runCommand(s streams) *cobra.Command {
	var f runFlags
	c := &cobra.Command{
		Use:   "run [FILE]",
		Short: "Drive every variant through the profile and compare them",
		Long: `run makes the trials of an experiment: every variant, in every round, on a fresh
target and with the same arrivals. Without a FILE it is the match day on the
built-in target: a server that takes in everybody against three bulkheads.

What is measured is stored as it is measured. Ctrl-C ends the run at once and
keeps what is there.

With --engine both it is made twice, with the native engine and with vegeta, and
ends with whether the two agree: with 0 if they do, with 3 if not.

` + exampleHelp(),
		Example: `  matchday run
  matchday run --bulkhead none --bulkhead 20/20 --rounds 5
  matchday run shop.yaml --samples
  matchday run shop.yaml --engine both
  matchday run --url http://127.0.0.1:8080/order --rate 200/s --duration 30s
  matchday run --print-experiment > shop.yaml
  matchday run gallery:pool --duration 320s`,
		Args:              between(0, 1, "at most one experiment file"),
		ValidArgsFunction: completeExperiment,
		RunE: func(c *cobra.Command, args []string) error {
			f.changed = c.Flags().Changed
			if f.print {
				return f.printExperiment(s.out, args)
			}
			return f.run(c.Context(), s, args)
		},
	}
	f.register(c)
	return c
}

// run makes the run that the flags and the file ask for.
func (f *runFlags) run(ctx context.Context, s streams, args []string) error {
	e, text, err := f.experiment(args)
	if err != nil {
		return usage(err)
	}
	if err := e.CheckHosts(ctx, f.allow); err != nil {
		return usage(err)
	}
	calm()
	if e.Engine == experiment.Both {
		return f.both(ctx, s, e, text)
	}
	r := f.runner(s, e, text)
	path, failed := r.make(ctx, results.Store{Dir: f.store})
	if path == "" {
		return failed
	}
	if failed == nil {
		failed = r.predict(ctx, path)
	}
	return errors.Join(f.show(s, path), failed)
}

// calm keeps the runtime of this program out of what it measures.
func calm() {
	// The generator's garbage is small and its pauses are not: collect less
	// often, within bounds.
	debug.SetGCPercent(400)
	debug.SetMemoryLimit(120 << 20)
	// An event loop keeps a processor of the runtime to itself, also where the
	// system has only one.
	runtime.GOMAXPROCS(max(2, runtime.GOMAXPROCS(0)))
}

// runner returns what makes a run, which it announces.
func (f *runFlags) runner(s streams, e experiment.Experiment, text []byte) runner {
	quiet := f.quiet || f.json
	r := runner{experiment: e, text: text, samples: f.samples, watcher: newWatcher(s.err, quiet), surveyor: surveyor{out: s.err, quiet: quiet}}
	if f.mapped {
		r.surveyor.most = math.MaxInt64
	}
	if !quiet && e.Engine != experiment.Virtual {
		fmt.Fprintln(s.err, r.announcement())
	}
	return r
}

// show prints what the run came to and writes the reports beside it.
func (f *runFlags) show(s streams, path string) error {
	c, err := compare(path)
	if err != nil {
		return err
	}
	page, err := writeReports(c, path)
	if f.json {
		return errors.Join(err, renderers["json"](s.out, c))
	}
	fmt.Fprintln(s.out)
	err = errors.Join(err, renderers["terminal"](s.out, c))
	if page != "" {
		fmt.Fprintf(s.out, "\nreport      %s\n", page)
	}
	return err
}

// A runner makes the trials of one run, one after the other.
type runner struct {
	experiment experiment.Experiment
	text       []byte // of the experiment file
	writer     *results.Writer
	watcher    *watcher
	surveyor   surveyor
	began      time.Time
	samples    bool
}

// make makes the run and returns where it is stored, "" if it could not be
// stored at all.
func (r runner) make(ctx context.Context, store results.Store) (path string, failed error) {
	r.began = time.Now()
	var err error
	if r.writer, err = store.Create(newRun(ctx, r.experiment, r.began), r.text); err != nil {
		return "", err
	}
	status, failed := r.all(ctx)
	if failed == nil && r.surveyor.most > 0 {
		failed = r.around(ctx)
	}
	path, err = r.writer.Finish(status)
	return path, errors.Join(failed, err)
}

// around stores the map of the settings around those of the run.
func (r runner) around(ctx context.Context) error {
	m, err := r.surveyor.survey(ctx, r.experiment)
	if err != nil {
		return err
	}
	if err := r.writer.Map(m); err != nil {
		return storage(err)
	}
	return nil
}

// predictionDir is where a run keeps what the model says of it, as a run.
const predictionDir = "prediction"

// predict stores beside a run on a target whose model is known what the model
// says of its first round, and of the settings around its own. Of callers who
// take turns the model says nothing, nor of settings that it does not know.
func (r runner) predict(ctx context.Context, path string) error {
	e := r.experiment
	if e.Engine == experiment.Virtual || e.Target.Reference == nil || e.Callers > 0 {
		return nil
	}
	r.surveyor.most = passing(r.experiment)
	r.experiment = r.experiment.Simulated()
	if len(r.experiment.Variants) == 0 {
		return nil
	}
	r.experiment.Rounds = 1
	r.samples, r.watcher = false, newWatcher(io.Discard, true)
	_, err := r.make(ctx, results.Store{Dir: filepath.Join(path, predictionDir)})
	return err
}

// announcement says what is about to happen.
func (r runner) announcement() string {
	e := r.experiment
	trials := len(e.Trials())
	return fmt.Sprintf("%s: %s, variants %s, rounds %d, engine %s, about %s", e.Name, e.Target.Name(), names(e), e.Rounds, e.Engine,
		(time.Duration(trials) * (e.Length() + time.Second)).Round(time.Second))
}

// names lists the variants.
func names(e experiment.Experiment) string {
	var out []string
	for _, v := range e.Variants {
		out = append(out, v.String())
	}
	return strings.Join(out, " ")
}

// all makes every trial and returns how the run ended. A target that fails does
// not keep the other variants from their trials; an interruption does, and so
// does a disk that takes no more.
func (r runner) all(ctx context.Context) (results.Status, error) {
	program, err := os.Executable()
	if err != nil {
		return results.Failed, err
	}
	var failures []error
	for _, t := range r.experiment.Trials() {
		err := r.trial(ctx, program, t)
		switch {
		case ctx.Err() != nil:
			return results.Partial, errInterrupted
		case errors.Is(err, errStorage):
			return results.Partial, err
		case err != nil:
			failures = append(failures, fmt.Errorf("trial %d, %s: %w", t.Number, t.Variant, err))
		}
	}
	if len(failures) > 0 {
		return results.Failed, errors.Join(failures...)
	}
	return results.Complete, nil
}

// trial makes one trial and stores it.
func (r runner) trial(ctx context.Context, program string, t experiment.Trial) error {
	head := trialHead(t, time.Now())
	w, err := r.writer.Trial(head)
	if err != nil {
		return storage(err)
	}
	k := &trialKeeper{writer: w, samples: r.samples}
	t.Output = w.Output()
	applier, sender, err := r.experiment.Stage(program, t)
	if err != nil {
		return err
	}
	d := experiment.NewDrive(r.experiment, t, applier, sender, k)
	done := make(chan struct{})
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		r.watcher.follow(scene{experiment: r.experiment, trial: t, total: len(r.experiment.Trials())}, r.began, d.Live, done)
	}()
	result, failed := d.Run(ctx)
	close(done)
	<-finished
	if err := w.Finish(trialResult(head, result, failed, ctx.Err() != nil)); err != nil {
		return storage(err)
	}
	return failed
}
