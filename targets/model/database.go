package model

import (
	"fmt"
	"time"

	"matchday/targets/bulkhead"
)

// A Database is a second station behind a server. A request goes there once the
// server's own CPUs are done with it, keeps its seat in the server meanwhile, and
// is answered when the database is done. So there are never more at the database
// than are inside the server.
type Database struct {
	CPUs     int              // requests served at full speed at the same time, at least 1
	Demand   time.Duration    // mean time a request takes there at full speed
	Sizes    Sizes            // how demands spread around their mean
	Overhead float64          // share of speed lost with every further full load, 0 for none
	Conns    bulkhead.Setting // connections there are to it, and the queue for one
}

// Check returns an error that names the first thing no database can have.
func (d Database) Check() error {
	if d.Demand <= 0 {
		return errDemand(d.Demand)
	}
	if err := checkStation(d.CPUs, d.Overhead, d.Sizes); err != nil {
		return err
	}
	if err := checkDoor(d.Conns); err != nil {
		return fmt.Errorf("conns %q: %w", d.Conns, err)
	}
	if d.Conns.Kind == bulkhead.Deadline {
		return fmt.Errorf("conns %q: a pool of connections knows no deadlines, want one such as 20/inf", d.Conns)
	}
	return nil
}

// String tells what the database is, leaving out what is as usual, for example
// 20 cpus, 50ms, conns 20/inf.
func (d Database) String() string {
	text := fmt.Sprintf("%d cpus, %v", d.CPUs, d.Demand)
	if sizes := d.Sizes.String(); sizes != "fixed" {
		text += ", sizes " + sizes
	}
	if d.Overhead > 0 {
		text += fmt.Sprintf(", overhead %v", d.Overhead)
	}
	if d.Conns.Inside > 0 {
		text += ", conns " + d.Conns.String()
	}
	return text
}

// databaseStream makes the seed of the demands at the database: what is drawn
// there must not be tied to what the same seed draws elsewhere.
const databaseStream = 0x6461746162617365

// stage returns the database as a stage, still empty. The seed is the server's.
func (d Database) stage(seed uint64) stage {
	s := newStage(d.CPUs, d.Overhead, d.Conns)
	s.draw = d.Sizes.Draws(d.Demand, seed^databaseStream)
	return s
}

// DatabaseCounters are what a server says of the database behind it.
type DatabaseCounters struct {
	Accepted     int64 `json:"accepted"`      // requests that came to it
	Completed    int64 `json:"completed"`     // served to the end
	RejectedFull int64 `json:"rejected_full"` // found neither a connection nor room to wait for one
	RejectedWait int64 `json:"rejected_wait"` // refused after the longest wait
	Abandoned    int64 `json:"abandoned"`     // dropped because the caller had left

	Inside    int64 `json:"inside"`     // being served now
	Queued    int64 `json:"queued"`     // waiting for a connection now
	MaxInside int64 `json:"max_inside"` // most being served ever
	MaxQueued int64 `json:"max_queued"` // most waiting ever

	InsideTime time.Duration `json:"inside_time_ns"` // ∫inside dt
	QueuedTime time.Duration `json:"queued_time_ns"` // ∫queued dt
	FullTime   time.Duration `json:"full_time_ns"`   // how long it would have refused a newcomer

	WorkDone time.Duration `json:"work_done_ns"` // CPU time given to requests, ended or not
}

// closes returns an error unless every request that came is accounted for.
func (c DatabaseCounters) closes() error {
	err := Counters{
		Accepted: c.Accepted, Completed: c.Completed, RejectedFull: c.RejectedFull, RejectedWait: c.RejectedWait,
		Abandoned: c.Abandoned, Inside: c.Inside, Queued: c.Queued,
	}.Closes()
	if err != nil {
		return fmt.Errorf("database: %w", err)
	}
	return nil
}

// sub returns what happened since earlier counters; what is a state stays.
func (c DatabaseCounters) sub(earlier DatabaseCounters) DatabaseCounters {
	c.Accepted -= earlier.Accepted
	c.Completed -= earlier.Completed
	c.RejectedFull -= earlier.RejectedFull
	c.RejectedWait -= earlier.RejectedWait
	c.Abandoned -= earlier.Abandoned
	c.InsideTime -= earlier.InsideTime
	c.QueuedTime -= earlier.QueuedTime
	c.FullTime -= earlier.FullTime
	c.WorkDone -= earlier.WorkDone
	return c
}
