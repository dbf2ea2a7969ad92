package main

import (
	"flag"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"matchday/targets/bulkhead"
	"matchday/targets/model"
)

// databaseFlags are the knobs of the database behind a target. It is there as
// soon as one of them is given.
type databaseFlags struct {
	model.Database
	there bool
}

func (f *databaseFlags) bind(fs *flag.FlagSet) {
	fs.IntVar(&f.CPUs, "database-cpus", 20, "processors of a database behind it")
	fs.DurationVar(&f.Demand, "database-demand", 50*time.Millisecond, "time a request takes there on a processor of its own, on average")
	fs.TextVar(&f.Sizes, "database-sizes", model.Sizes{}, "how that time is spread, as --sizes")
	fs.Float64Var(&f.Overhead, "database-overhead", 0, "speed lost there for every 100 % of over-commitment")
	fs.TextVar(&f.Conns, "database-conns", bulkhead.Setting{}, "connections to it and how many may wait for one, such as 20/inf")
}

// read looks whether there is a database, and reads the file of its sizes where
// they come from one.
func (f *databaseFlags) read(fs *pflag.FlagSet) error {
	fs.Visit(func(given *pflag.Flag) { f.there = f.there || strings.HasPrefix(given.Name, "database-") })
	return readSizes(&f.Sizes, &f.Demand, fs.Changed("database-demand"))
}

// given returns the database, nil if there is none.
func (f databaseFlags) given() *model.Database {
	if !f.there {
		return nil
	}
	return &f.Database
}
