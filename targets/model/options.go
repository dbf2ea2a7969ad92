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
	Demand   time.Duration    // mean time a request takes at full speed
	Sizes    Sizes            // how demands spread around their mean
	Seed     uint64           // of the demands drawn
	Overhead float64          // share of speed lost with every further full load, 0 for none
	Abandon  Abandon          // what becomes of requests whose caller has left
	Bulkhead bulkhead.Setting // in front of it all
	Dips     []Dip            // when CPUs are taken away
}

// Check returns an error that names the first option no server can have.
func (o Options) Check() error {
	switch {
	case o.CPUs < 1:
		return fmt.Errorf("cpus %d: want at least 1, for example 20", o.CPUs)
	case o.Demand <= 0:
		return fmt.Errorf("demand %q: want a positive duration such as 50ms", o.Demand)
	case !(o.Overhead >= 0) || math.IsInf(o.Overhead, 1): // written so that NaN fails too
		return fmt.Errorf("overhead %v: want a share of 0 or more, for example 0.02", o.Overhead)
	case o.Abandon > AbandonAll:
		return fmt.Errorf("abandon %d: want none, queue or all", o.Abandon)
	}
	if err := o.Sizes.Check(); err != nil {
		return fmt.Errorf("sizes %q: %w", o.Sizes, err)
	}
	if err := o.Bulkhead.Check(); err != nil {
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
	return nil
}
