package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"time"

	"github.com/spf13/cobra"

	"matchday/targets"
	"matchday/targets/bulkhead"
	"matchday/targets/model"
	"matchday/targets/reference"
)

func targetCommand(s streams) *cobra.Command {
	c := &cobra.Command{
		Use:   "target",
		Short: "Serve a reference target of known capacity",
		Long: `target serves a service whose capacity is known, to learn, demonstrate, calibrate
and test with. It does no real work: its processors are kept by virtual time, so
that any number of them fits on any machine.`,
		Example: "  matchday target ps --cpus 20 --demand 50ms --bulkhead 20/20",
		Args:    noArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(psCommand(s))
	return c
}

// psFlags are the knobs of the processor-sharing target.
type psFlags struct {
	listen   string
	cpus     int
	demand   time.Duration
	sizes    model.Sizes
	overhead float64
	abandon  model.Abandon
	seed     uint64
	bulkhead bulkhead.Setting
	dips     dipsFlag
	database databaseFlags
	tethered bool
}

// A dipsFlag is a flag that may be given several times, once for each dip.
type dipsFlag []model.Dip

func (*dipsFlag) Type() string     { return "dip" }
func (d *dipsFlag) String() string { return "" }

func (d *dipsFlag) Set(text string) error {
	dip, err := model.ParseDip(text)
	*d = append(*d, dip)
	return err
}

func psCommand(s streams) *cobra.Command {
	f := psFlags{}
	c := &cobra.Command{
		Use:   "ps",
		Short: "Processor sharing: twice the load, half the speed",
		Long: `ps shares its processors evenly among all requests inside: with twice as many as
it has processors each takes twice as long. Its capacity is cpus / demand
requests a second. It listens on /order, and tells of itself on /stats, /metrics
and /healthz; POST /reset starts it afresh, and with it the time that dips are
counted in.

Sizes from a file are one a line, as durations or as plain numbers. They are
scaled to the mean that --demand says, or not at all if it says nothing and they
are durations.

With any of the flags --database-… there is a database behind it that shares
processors of its own in the same way. A request goes there when ps is done with
it, and stays inside meanwhile. With --demand 0s all it does is wait for the
database, as a pool of threads does.`,
		Example: `  matchday target ps
  matchday target ps --listen 127.0.0.1:8080 --bulkhead 20/20
  matchday target ps --sizes lognormal:1.5 --overhead 0.02
  matchday target ps --sizes file:demands.txt
  matchday target ps --dip '0 at 60s for 5s'
  matchday target ps --demand 1ms --database-cpus 20 --database-conns 20/inf`,
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := readSizes(&f.sizes, &f.demand, c.Flags().Changed("demand")); err != nil {
				return usage(err)
			}
			if err := f.database.read(c.Flags()); err != nil {
				return usage(err)
			}
			return f.serve(c.Context(), s)
		},
	}
	fs := c.Flags()
	fs.SortFlags = false
	fs.StringVar(&f.listen, "listen", "127.0.0.1:8080", "address to listen on; port 0 lets the system choose")
	fs.IntVar(&f.cpus, "cpus", 20, "processors it has")
	fs.DurationVar(&f.demand, "demand", 50*time.Millisecond, "time a request takes on a processor of its own, on average")
	fs.TextVar(&f.sizes, "sizes", model.Sizes{}, "how that time is spread: fixed, exp, lognormal:CV or file:PATH")
	fs.Float64Var(&f.overhead, "overhead", 0, "speed lost for every 100 % of over-commitment, such as 0.02")
	fs.TextVar(&f.abandon, "abandon", model.AbandonNone, "what is dropped when its caller leaves: none, queue or all")
	fs.Uint64Var(&f.seed, "seed", 1, "which times are drawn")
	fs.TextVar(&f.bulkhead, "bulkhead", bulkhead.Setting{}, "at most this many inside and queued, such as 20/20")
	fs.Var(&f.dips, "dip", "cpus left for a while, such as '5 at 60s for 10s' or '0 at 1s for 50ms every 2s'; repeatable")
	f.database.add(fs)
	fs.BoolVar(&f.tethered, "tethered", false, "end when standard input ends")
	return c
}

// readSizes reads the file of the sizes, where they come from one. Unless the
// demand was given it becomes their mean, where that is a duration.
func readSizes(sizes *model.Sizes, demand *time.Duration, given bool) error {
	if sizes.File == "" {
		return nil
	}
	file, err := os.Open(sizes.File)
	if err != nil {
		return fmt.Errorf("sizes %q: %w", sizes, err)
	}
	defer file.Close()
	*sizes, err = model.ReadSizes(sizes.File, file)
	if mean := sizes.Mean(); mean > 0 && !given {
		*demand = mean
	}
	return err
}

// serve serves until it is told to stop.
func (f psFlags) serve(ctx context.Context, s streams) error {
	o := model.Options{
		CPUs: f.cpus, Demand: f.demand, Sizes: f.sizes, Seed: f.seed,
		Overhead: f.overhead, Abandon: f.abandon, Bulkhead: f.bulkhead, Dips: f.dips,
		Database: f.database.given(),
	}
	service, err := reference.NewSharing(o)
	if err != nil {
		return usage(err)
	}
	l, err := net.Listen("tcp", f.listen)
	if err != nil {
		return err
	}
	if f.tethered {
		var stop context.CancelFunc
		ctx, stop = targets.UntilParentEnds(ctx, s.in)
		defer stop()
	}
	fmt.Fprintf(s.out, "listening http://%s\n", l.Addr())
	if err := reference.Serve(ctx, l, service); err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}
