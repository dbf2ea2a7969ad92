package main

import (
	"context"
	"fmt"
	"os/exec"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"matchday/cmd/matchday/internal/experiment"
	"matchday/targets"
)

// guardCommand is for the program itself, which starts it between itself and a
// service that an experiment starts, see [targets.Process.Guard]. It ends with
// the status of the service.
func guardCommand(s streams) *cobra.Command {
	return &cobra.Command{
		Use:    experiment.Guarding + " GRACE -- COMMAND [ARGUMENT ...]",
		Short:  "Run a command and end everything that came of it",
		Hidden: true,
		// What follows belongs to the command.
		DisableFlagParsing: true,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) < 3 || args[1] != "--" {
				return usage(fmt.Errorf("want %s, for example %s 5s -- ./server", c.Use, c.CommandPath()))
			}
			grace, err := time.ParseDuration(args[0])
			if err != nil {
				return usage(err)
			}
			return guard(c.Context(), s, args[2:], grace)
		},
	}
}

func guard(ctx context.Context, s streams, command []string, grace time.Duration) error {
	ctx, stop := targets.UntilParentEnds(ctx, s.in)
	defer stop()
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdout, cmd.Stderr = s.out, s.err
	status, err := targets.Guard(ctx, cmd, grace)
	if err != nil || status == 0 {
		return err
	}
	if status > 128 {
		return coded{status, fmt.Errorf("%s was ended by a signal: %v", command[0], syscall.Signal(status-128))}
	}
	return coded{status, errQuiet}
}
