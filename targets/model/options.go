package model

import (
	"fmt"
	"math"
	"time"

	"matchday/targets/bulkhead"
)

// Options say which server it is. They are data: nothing changes them once the
// server runs.
type Options struct {
	CPUs     int              // requests served at full speed at the same time, at least 1
	Demand   time.Duration    // mean time a request takes at full speed; may be 0 in front of a database
	Sizes    Sizes            // how demands spread around their mean
	Seed     uint64           // of the demands drawn
	Overhead float64          // share of speed lost with every further full load, 0 for none
	Abandon  Abandon          // what becomes of requests whose caller has left
	Bulkhead bulkhead.Setting // in front of it all
	Patience time.Duration    // how long all callers say that they wait for their answer; 0 if they do not say
	Dips     []Dip            // when CPUs are taken away, of its own and not the database's
	Database *Database        // where requests go from there, nil for none
}

// Check returns an error that names the first option no server can have.
func (o Options) Check() error {
	if err := checkStation(o.CPUs, o.Overhead, o.Sizes); err != nil {
		return err
	}
	switch {
	case o.Demand < 0 || o.Demand == 0 && o.Database == nil:
		return errDemand(o.Demand)
	case o.Patience < 0:
		return fmt.Errorf("patience %q: want a positive duration such as 500ms", o.Patience)
	case o.Abandon > AbandonAll:
		return fmt.Errorf("abandon %d: want none, queue or all", o.Abandon)
	}
	if err := checkDoor(o.Bulkhead); err != nil {
		return fmt.Errorf("bulkhead %q: %w", o.Bulkhead, err)
	}
	for _, d := range o.Dips {
		if err := d.check(); err != nil {
			return fmt.Errorf("dip %q: %w", d, err)
		}
		if d.CPUs >= o.CPUs {
			return fmt.Errorf("dip %q: want fewer cpus than the %d there are", d, o.CPUs)
		}
	}
	if o.Database != nil {
		if err := o.Database.Check(); err != nil {
			return fmt.Errorf("database: %w", err)
		}
	}
	return nil
}

// checkDoor returns an error unless the setting is one that virtual time knows.
func checkDoor(s bulkhead.Setting) error {
	if err := s.Check(); err != nil {
		return err
	}
	return s.CheckModelled()
}

// checkStation returns an error that names the first property no station can
// have.
func checkStation(cpus int, overhead float64, sizes Sizes) error {
	switch {
	case cpus < 1:
		return fmt.Errorf("cpus %d: want at least 1, for example 20", cpus)
	case !(overhead >= 0) || math.IsInf(overhead, 1): // written so that NaN fails too
		return fmt.Errorf("overhead %v: want a share of 0 or more, for example 0.02", overhead)
	}
	if err := sizes.Check(); err != nil {
		return fmt.Errorf("sizes %q: %w", sizes, err)
	}
	return nil
}

func errDemand(demand time.Duration) error {
	return fmt.Errorf("demand %q: want a positive duration such as 50ms", demand)
}

// stage returns the server's own stage, still empty.
func (o Options) stage() stage {
	s := newStage(o.CPUs, o.Overhead, o.Bulkhead)
	s.draw = o.Sizes.Draws(o.Demand, o.Seed)
	return s
}
