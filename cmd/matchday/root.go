package main

import (
	"context"
	"io"

	"github.com/spf13/cobra"
)

// streams are the three standard streams of the program.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// run is the program: command line in, exit code out.
func run(ctx context.Context, args []string, s streams) int {
	root := rootCommand(s)
	root.SetArgs(args)
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	return exitCode(root.ExecuteContext(ctx), s.err)
}

// rootCommand returns the program with all its verbs.
func rootCommand(s streams) *cobra.Command {
	root := &cobra.Command{
		Use:   "matchday",
		Short: "Drive a service through a match day and see which bulkhead brings it through",
		Long: `matchday drives a service through a shaped curve of traffic, such as the three
peaks of a match day, once for each bulkhead setting and with the very same
arrivals, and tells which setting served the most users in time, at what price
in refusals, and whether the service came back after each peak.`,
		Example: `  matchday run                                      the match day on the built-in target
  matchday run shop.yaml                            an experiment of your own
  matchday run --url http://127.0.0.1:8080/ --rate 200/s --duration 30s
  matchday gate latest --rule 'users_served >= 90%'`,
		SuggestionsMinimumDistance: 2,
		SilenceUsage:               true,
		SilenceErrors:              true,
		Args:                       noArgs,
		RunE:                       func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.SetFlagErrorFunc(wrongFlag)
	root.AddCommand(
		runCommand(s), simulateCommand(s), mapCommand(s), compareCommand(s), gateCommand(s), baselineCommand(s), noiseCommand(s), reportCommand(s), runsCommand(s),
		profileCommand(s), targetCommand(s), proxyCommand(s), gameCommand(s), versionCommand(s), guardCommand(s),
	)
	return root
}

// noArgs refuses arguments after a verb that takes none.
func noArgs(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return usage(unknownArgument(c, args[0]))
}

// exactly refuses any other number of arguments; what says what they are.
func exactly(n int, what string) cobra.PositionalArgs {
	return between(n, n, what)
}

// between refuses fewer or more arguments; most below zero means any number.
func between(least, most int, what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) >= least && (most < 0 || len(args) <= most) {
			return nil
		}
		return usage(wrongNumber(c, what, len(args)))
	}
}
