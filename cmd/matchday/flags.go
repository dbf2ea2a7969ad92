package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"matchday/cmd/matchday/internal/experiment"
)

// defaultStore is where runs land unless told otherwise.
const defaultStore = "results/runs"

// runFlags are the flags of run: what people change most of an experiment, and
// where its results go.
type runFlags struct {
	over    experiment.Overrides
	store   string
	allow   []string
	samples bool
	quiet   bool
	json    bool
	print   bool
	seeds   int  // how many, of a run in virtual time
	mapped  bool // a map around the variants, of a run in virtual time
	changed func(string) bool
}

func (f *runFlags) register(c *cobra.Command) {
	fs := c.Flags()
	fs.SortFlags = false
	fs.StringArrayVarP(&f.over.Bulkheads, "bulkhead", "b", nil, "a variant, such as none, 20/20 or 20/inf; may be repeated")
	fs.StringVar(&f.over.URL, "url", "", "drive a service that runs already instead of the built-in target")
	fs.BoolVar(&f.over.Proxy, "proxy", false, "put the bulkheads in front of the service of --url")
	fs.StringVar(&f.over.Profile, "profile", "", "a preset, a file or a text such as 'hold 200/s 60s, ramp 200/s 800/s 5s'")
	fs.Float64Var(&f.over.Speed, "speed", 1, "replay the profile this many times as fast")
	fs.StringVar(&f.over.Rate, "rate", "", "a constant rate such as 200/s instead of a profile, or max for callers who take turns; wants --duration")
	fs.DurationVar(&f.over.Duration, "duration", 0, "how long the constant rate lasts, or where to cut the profile")
	fs.IntVar(&f.over.Rounds, "rounds", 0, "how often every variant is driven; 5 or more to claim a difference")
	fs.Uint64Var(&f.over.Seed, "seed", 0, "which users come, the same for every variant")
	fs.DurationVar(&f.over.Timeout, "timeout", 0, "how long a user waits, counted from when the request was due")
	fs.DurationVar(&f.over.SLO, "slo", 0, "up to when an answer is a good one")
	fs.IntVar(&f.over.Retries, "retries", 0, "how often a user who timed out tries again")
	fs.StringVar(&f.over.RetryBudget, "retry-budget", "", "how many retries all users together may make, such as 10% of the users; or none for no bound")
	fs.StringVar(&f.over.Engine, "engine", "", "what sends the requests: auto, native, vegeta, both to check one by the other, or virtual for a model of the target")
	fs.StringVar(&f.over.Pacing, "pacing", "", "how sends are timed: exact, batched (up to 0.5 ms late, for less CPU), or auto")
	fs.IntVar(&f.over.Connections, "connections", 0, "how many callers take turns with --rate max; 64 unless told")
	fs.StringVar(&f.store, "store", defaultStore, "directory for the results")
	fs.BoolVar(&f.samples, "samples", false, "store every single attempt as well")
	fs.StringArrayVar(&f.allow, "allow-host", nil, "name of a host other than this machine that may be loaded; may be repeated")
	fs.BoolVarP(&f.quiet, "quiet", "q", false, "show no progress")
	fs.BoolVar(&f.json, "json", false, "print the result as JSON, and nothing else, to standard output")
	fs.BoolVar(&f.print, "print-experiment", false, "print the experiment file, the default one or that of an example, and exit")
}

// experiment returns the experiment that the flags and the file ask for, and
// the text of the file.
func (f *runFlags) experiment(args []string) (experiment.Experiment, []byte, error) {
	name, text, root, err := f.source(args)
	if err != nil {
		return experiment.Experiment{}, nil, err
	}
	e, err := f.build(name, text, root)
	return e, text, err
}

// build makes the experiment of a file's text and the flags.
func (f *runFlags) build(name string, text []byte, root fs.FS) (experiment.Experiment, error) {
	file, err := experiment.Parse(name, text)
	if err != nil {
		return experiment.Experiment{}, err
	}
	f.over.Changed = f.changed
	f.over.Profile, f.over.Folder = profileFile(f.over.Profile)
	if err := file.Override(f.over); err != nil {
		return experiment.Experiment{}, err
	}
	return file.Build(root)
}

// source returns the experiment file to start from: the one named, or one that
// the program brings along. Files that it names lie beside it.
func (f *runFlags) source(args []string) (name string, text []byte, root fs.FS, err error) {
	switch {
	case len(args) == 1 && experiment.IsExample(args[0]):
		text, err = experiment.Example(args[0])
		return args[0], text, os.DirFS("."), err
	case len(args) == 1:
		text, err = os.ReadFile(args[0])
		return args[0], text, os.DirFS(filepath.Dir(args[0])), err
	case f.over.URL == "":
		return "default.yaml", experiment.DefaultFile(), os.DirFS("."), nil
	case f.over.Rate == "" && f.over.Profile == "":
		return "", nil, nil, fmt.Errorf("--url wants to be told how much to send, for example --rate 200/s --duration 30s or --profile spike")
	}
	return "plain.yaml", experiment.PlainFile(), os.DirFS("."), nil
}

// profileFile tells whether a profile is the name of a file; if so it returns
// the name inside its folder, and the folder.
func profileFile(text string) (string, fs.FS) {
	if info, err := os.Stat(text); err != nil || info.IsDir() {
		return text, nil
	}
	return filepath.Base(text), os.DirFS(filepath.Dir(text))
}

// commandLine returns the command as it was given, fit for repeating it.
func commandLine() []string {
	return append([]string{"matchday"}, os.Args[1:]...)
}
