package experiment

import (
	"cmp"
	"fmt"
	"time"

	"matchday/targets/model"
)

// DatabaseFile is a database behind a reference service, as an experiment file
// says it.
type DatabaseFile struct {
	CPUs     int     `yaml:"cpus"`
	Demand   length  `yaml:"demand"`
	Sizes    string  `yaml:"sizes"`
	Overhead float64 `yaml:"overhead"`
	Conns    setting `yaml:"conns"`
}

// demand is a duration that may be zero, of a service that does nothing itself.
type demand struct {
	length time.Duration
	given  bool
}

// UnmarshalText reads a duration such as 50ms or 0s.
func (d *demand) UnmarshalText(text []byte) error {
	length, err := time.ParseDuration(string(text))
	if err != nil || length < 0 {
		return fmt.Errorf("%q is not a duration such as 50ms", text)
	}
	*d = demand{length, true}
	return nil
}

// or returns the duration, or another where none was given.
func (d demand) or(other time.Duration) time.Duration {
	if !d.given {
		return other
	}
	return d.length
}

// database builds what stands behind the service, nil if nothing does.
func (b *builder) database() *model.Database {
	t := b.Target.Database
	if t == nil {
		return nil
	}
	sizes := b.sizes(t.Sizes, "target", "database", "sizes")
	d := model.Database{
		CPUs: cmp.Or(t.CPUs, usualCPUs), Demand: t.Demand.or(cmp.Or(sizes.Mean(), usualDemand)),
		Sizes: sizes, Overhead: t.Overhead, Conns: t.Conns.bulkhead(),
	}
	if err := d.Check(); err != nil {
		b.fault("database: "+err.Error(), "target", "database")
	}
	return &d
}
