package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"matchday/cmd/matchday/internal/experiment"
	"matchday/report"
	"matchday/results"
)

// How many rounds each side has unless told otherwise, and at least: of fewer
// than six there is no interval of 95 %.
const (
	noiseRounds      = 10
	leastNoiseRounds = 6
)

func noiseCommand(s streams) *cobra.Command {
	var f runFlags
	c := &cobra.Command{
		Use:   "noise [FILE]",
		Short: "Learn the smallest change that this machine and target can see",
		Long: `noise makes every round of an experiment twice in a row, with the same users and
the same setting, and holds the first against the second: what differs by chance
alone. The smallest change of each figure that can be told from that is stored
beside the runs, and gate and compare call no smaller one a change on the same
target, profile, clients, engine and class of machine.

It ends with 3 if the two sides come out as different, since a machine that tells
apart what is the same is not fit to judge by; nothing is stored then. The more
rounds, the smaller the changes that are seen.`,
		Example: `  matchday noise
  matchday noise shop.yaml --rounds 20
  matchday noise --url http://127.0.0.1:8080/order --rate 200/s --duration 30s
  matchday noise --engine virtual
  matchday noise show`,
		Args:              between(0, 1, "at most one experiment file"),
		ValidArgsFunction: completeExperiment,
		RunE: func(c *cobra.Command, args []string) error {
			f.changed = func(flag string) bool { return flag == "rounds" || c.Flags().Changed(flag) }
			return f.noise(c.Context(), s, args)
		},
	}
	f.register(c)
	_ = c.Flags().MarkHidden("print-experiment")
	rounds := c.Flags().Lookup("rounds")
	rounds.Usage = "how many rounds each of the two sides has"
	f.over.Rounds, rounds.DefValue = noiseRounds, fmt.Sprint(noiseRounds)
	c.AddCommand(noiseShow(s))
	return c
}

// noise makes the run and stores what it tells of noise.
func (f *runFlags) noise(ctx context.Context, s streams, args []string) error {
	e, text, err := f.experiment(args)
	switch {
	case err != nil:
		return usage(err)
	case e.Engine == experiment.Both:
		return usage(errors.New("noise wants one engine, for example --engine native"))
	case e.Rounds < leastNoiseRounds:
		return usage(fmt.Errorf("--rounds %d: noise wants at least %d, since of fewer nothing can be said with 95 %% confidence", e.Rounds, leastNoiseRounds))
	}
	if err := e.CheckHosts(ctx, f.allow); err != nil {
		return usage(err)
	}
	calm()
	r := f.runner(s, e.Doubled(), text)
	path, err := r.make(ctx, results.Store{Dir: filepath.Join(noiseDir(f.store), "runs")})
	if err != nil {
		return err
	}
	run, err := results.Load(path)
	if err != nil {
		return err
	}
	test, err := report.MeasureNoise(report.Stored(*run, path))
	if err != nil {
		return err
	}
	return f.tell(s, test)
}

// tell prints what is known of noise, and stores it if the machine is fit.
func (f *runFlags) tell(s streams, t report.NoiseTest) error {
	var err error
	if f.json {
		err = report.NoiseJSON(s.out, t)
	} else {
		err = report.ShowNoise(s.out, t, screenOf(s.out))
	}
	if err == nil && len(t.Different()) > 0 {
		err = errors.New("this machine tells apart what is the same: it is not fit to judge by, and nothing was stored")
	}
	if err != nil {
		return err
	}
	path, err := results.NoiseStore{Dir: noiseDir(f.store)}.Save(t.Noise)
	if err == nil && !f.json {
		fmt.Fprintf(s.out, "\nkept        %s\n", path)
	}
	return err
}

// noiseDir is where what is known of noise lies: beside the runs. Its own runs
// lie there too, so that the latest run is one that somebody asked about.
func noiseDir(store string) string {
	return filepath.Join(filepath.Dir(filepath.Clean(store)), "noise")
}
