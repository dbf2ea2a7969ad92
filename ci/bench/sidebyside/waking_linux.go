package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"time"

	"golang.org/x/sys/unix"
)

// wakeVerb is the argument by which the program calls itself as a thread that
// does nothing but wake up.
const wakeVerb = "wake"

// wakings is how often it does, and napping how far apart: as often as a client
// that sends what is due at least every half millisecond.
const (
	wakings = 2000
	napping = 500 * time.Microsecond
)

// wake prints the processor time of one waking up, in nanoseconds: of a thread
// that sleeps until the next instant of a schedule, and then sleeps again.
func wake(out io.Writer) error {
	runtime.LockOSThread()
	if err := unix.Prctl(unix.PR_SET_TIMERSLACK, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("timer slack: %w", err)
	}
	before, err := threadTime()
	if err != nil {
		return err
	}
	var now unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_MONOTONIC, &now); err != nil {
		return err
	}
	for at := now.Nano() + int64(napping); at <= now.Nano()+int64(wakings*napping); at += int64(napping) {
		until := unix.NsecToTimespec(at)
		for errors.Is(unix.ClockNanosleep(unix.CLOCK_MONOTONIC, unix.TIMER_ABSTIME, &until, nil), unix.EINTR) {
		}
	}
	after, err := threadTime()
	if err != nil {
		return err
	}
	return json.NewEncoder(out).Encode((after - before) / wakings)
}

// threadTime returns the processor time of the calling thread.
func threadTime() (time.Duration, error) {
	var used unix.Timespec
	err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &used)
	return time.Duration(used.Nano()), err
}

// waking measures on one core what it costs to wake up.
func waking(ctx context.Context, cpu int) (time.Duration, error) {
	self, err := os.Executable()
	if err != nil {
		return 0, err
	}
	c := command(ctx, self, wakeVerb)
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		return 0, err
	}
	if err := start(c, cpu); err != nil {
		return 0, err
	}
	var took time.Duration
	err = json.NewDecoder(out).Decode(&took)
	return took, errors.Join(err, c.Wait())
}
