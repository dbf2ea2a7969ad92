//go:build !unix

package counting

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"time"

	"matchday/targets/gallery"
)

// A Crew cannot be had on this system.
type Crew struct{}

var errSystem = fmt.Errorf("worker processes that share memory are not to be had on %s", runtime.GOOS)

// Start returns an error: this system has nothing that a crew could be made of.
func Start(Options) (*Crew, error) { return nil, errSystem }

// Work returns an error, as Start does.
func Work(io.Reader, io.Writer, Job) error { return errSystem }

// Do returns an error, as Start does.
func (*Crew) Do(context.Context, time.Duration, func(time.Duration)) (int64, error) {
	return 0, errSystem
}

// Gauges returns nothing.
func (*Crew) Gauges() []gallery.Gauge { return nil }

// Reset returns an error, as Start does.
func (*Crew) Reset() error { return errSystem }

// Close does nothing.
func (*Crew) Close() {}
