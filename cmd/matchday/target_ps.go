package main

import (
	"flag"
	"fmt"
	"os"
	"time"

	"github.com/spf13/pflag"

	"matchday/targets/bulkhead"
	"matchday/targets/gallery"
	"matchday/targets/model"
	"matchday/targets/reference"
)

// psOptions are the knobs of the target that shares processors. It is the server
// of package model, which the gallery is built around.
type psOptions struct {
	cpus     int
	demand   time.Duration
	sizes    model.Sizes
	overhead float64
	abandon  model.Abandon
	dips     dipsFlag
	database databaseFlags
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

// Bind implements [gallery.Options].
func (o *psOptions) Bind(fs *flag.FlagSet) {
	fs.IntVar(&o.cpus, "cpus", 20, "processors it has")
	fs.DurationVar(&o.demand, "demand", 50*time.Millisecond, "time a request takes on a processor of its own, on average")
	fs.TextVar(&o.sizes, "sizes", model.Sizes{}, "how that time is spread: fixed, exp, lognormal:CV or file:PATH")
	fs.Float64Var(&o.overhead, "overhead", 0, "speed lost for every 100 % of over-commitment, such as 0.02")
	fs.TextVar(&o.abandon, "abandon", model.AbandonNone, "what is dropped when its caller leaves: none, queue or all")
	fs.Var(&o.dips, "dip", "cpus left for a while, such as '5 at 60s for 10s' or '0 at 1s for 50ms every 2s'; repeatable")
	o.database.bind(fs)
}

// read reads the files that sizes come from, and looks what was given.
func (o *psOptions) read(fs *pflag.FlagSet) error {
	if err := readSizes(&o.sizes, &o.demand, fs.Changed("demand")); err != nil {
		return err
	}
	return o.database.read(fs)
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

func (o *psOptions) server(setting bulkhead.Setting, seed uint64) model.Options {
	return model.Options{
		CPUs: o.cpus, Demand: o.demand, Sizes: o.sizes, Seed: seed,
		Overhead: o.overhead, Abandon: o.abandon, Bulkhead: setting, Dips: o.dips,
		Database: o.database.given(),
	}
}

// Check implements [gallery.Options].
func (o *psOptions) Check() error { return o.server(bulkhead.Setting{}, 0).Check() }

// Capacity implements [gallery.Options], without the database.
func (o *psOptions) Capacity() float64 { return float64(o.cpus) / o.demand.Seconds() }

// Service implements [gallery.Options], without the database.
func (o *psOptions) Service() time.Duration { return o.demand }

// New implements [gallery.Options].
func (o *psOptions) New(setting bulkhead.Setting, seed uint64) (gallery.Machine, error) {
	return reference.Sharing(o.server(setting, seed))
}
