package model

import (
	"strings"
	"testing"
	"time"

	"matchday/targets/bulkhead"
)

func TestDatabaseInWords(t *testing.T) {
	d := Database{CPUs: 20, Demand: 50 * time.Millisecond}
	if got := d.String(); got != "20 cpus, 50ms" {
		t.Errorf("got %s", got)
	}
	d.Sizes.Shape, d.Overhead, d.Conns = Exponential, .02, bulkhead.Setting{Inside: 20, Queue: bulkhead.Unbounded}
	if got := d.String(); got != "20 cpus, 50ms, sizes exp, overhead 0.02, conns 20/inf" {
		t.Errorf("got %s", got)
	}
}

func TestOptionsSayWhatTheyWant(t *testing.T) {
	good := Options{CPUs: 20, Demand: 50 * time.Millisecond}
	check := func(want string, spoil func(*Options)) {
		t.Helper()
		o := good
		spoil(&o)
		if _, err := NewServer(o); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%+v: %v, want an error that begins with %s", o, err, want)
		}
	}
	check(`cpus 0: want at least 1`, func(o *Options) { o.CPUs = 0 })
	check(`demand "0s": want a positive duration`, func(o *Options) { o.Demand = 0 })
	check(`overhead -0.1: want a share`, func(o *Options) { o.Overhead = -.1 })
	check(`abandon 3: want none, queue or all`, func(o *Options) { o.Abandon = 3 })
	check(`sizes "lognormal:0": the coefficient`, func(o *Options) { o.Sizes.Shape = 2 })
	check(`bulkhead "0/3": inside must be at least 1`, func(o *Options) { o.Bulkhead.Queue = 3 })
	check(`dip "20 at 0s for 1s": want fewer cpus than the 20`, func(o *Options) { o.Dips = []Dip{{CPUs: 20, For: time.Second}} })
	check(`demand "-1ns": want a positive duration`, func(o *Options) { o.Demand, o.Database = -1, &Database{CPUs: 1, Demand: 1} })
	check(`database: cpus 0: want at least 1`, func(o *Options) { o.Database = &Database{Demand: 1} })
	check(`database: demand "0s": want a positive duration`, func(o *Options) { o.Database = &Database{CPUs: 1} })
	check(`database: conns "0/3": inside must`, func(o *Options) { o.Database = &Database{CPUs: 1, Demand: 1, Conns: bulkhead.Setting{Queue: 3}} })
	check(`dip "5 at 0s for 0s": want a beginning`, func(o *Options) { o.Dips = []Dip{{CPUs: 5}} })
}
