package main

import (
	"github.com/spf13/cobra"

	"matchday/targets/reference/counting"
)

// lockWorkerVerb starts one of the worker processes of matchday target lock. It is
// for that program to call, and for nobody else.
const lockWorkerVerb = "lock-worker"

func lockWorker(s streams) *cobra.Command {
	var job counting.Job
	var locked bool
	c := &cobra.Command{
		Use:    lockWorkerVerb,
		Short:  "Be a worker of matchday target lock",
		Hidden: true,
		Args:   noArgs,
		RunE: func(*cobra.Command, []string) error {
			job.Unlocked = !locked
			return counting.Work(s.in, s.out, job)
		},
	}
	c.Flags().IntVar(&job.Width, "width", 64, "bits of the counter")
	c.Flags().BoolVar(&locked, "locked", true, "whether to take the lock")
	return c
}
