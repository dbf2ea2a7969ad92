// Command matchday drives a service through a shaped curve of traffic, once for
// each bulkhead setting, and tells which setting served the most users in time
// and whether the service came back after each peak.
//
// This package is the program around the libraries: it reads the command line
// and the files, shows progress, stores runs, and is the only place that
// prints, catches signals and decides the exit code.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// After the first signal the next one ends the program the hard way.
	context.AfterFunc(ctx, stop)
	code := run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr})
	stop()
	os.Exit(code)
}
