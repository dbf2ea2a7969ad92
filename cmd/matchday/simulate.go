package main

import (
	"github.com/spf13/cobra"

	"matchday/cmd/matchday/internal/experiment"
)

func simulateCommand(s streams) *cobra.Command {
	var f runFlags
	c := &cobra.Command{
		Use:   "simulate [FILE]",
		Short: "Make the run on a model of the target, in virtual time",
		Long: `simulate makes the same run as run does, with the same users and the same
clients, but asks a model of the target instead of the target, in virtual time:
what takes minutes on the wire takes milliseconds. The run is stored like any
other and labelled simulated; report, compare and gate work on it.

` + exampleHelp(),
		Example: `  matchday simulate
  matchday simulate --seeds 10
  matchday simulate shop.yaml --bulkhead 20/20 --bulkhead 20/40
  matchday simulate --map
  matchday simulate gallery:loop`,
		Args:              between(0, 1, "at most one experiment file"),
		ValidArgsFunction: completeExperiment,
		RunE: func(c *cobra.Command, args []string) error {
			f.simulated(c)
			return f.run(c.Context(), s, args)
		},
	}
	f.registerSimulated(c)
	return c
}

// registerSimulated registers the flags of simulate.
func (f *runFlags) registerSimulated(c *cobra.Command) {
	f.register(c)
	_ = c.Flags().MarkHidden("engine")
	_ = c.Flags().MarkHidden("print-experiment")
	c.Flags().BoolVar(&f.mapped, "map", false, "map the settings around the variants as well, for the page of the report")
	c.Flags().IntVar(&f.seeds, "seeds", 1, "how many seeds to make it with: as many rounds, each with users of its own")
}

// simulated turns the flags, once they are read, into those of a run in virtual
// time.
func (f *runFlags) simulated(c *cobra.Command) {
	f.over.Engine = experiment.Virtual
	seeded := c.Flags().Changed("seeds")
	if seeded {
		f.over.Rounds = f.seeds
	}
	f.changed = func(flag string) bool {
		return flag == "engine" || flag == "rounds" && seeded || c.Flags().Changed(flag)
	}
}
