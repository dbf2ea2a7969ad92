//go:build unix

package counting

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"time"
)

// counterFD is the descriptor under which a worker finds the counter: the first
// after the three standard ones.
const counterFD = 3

// A message from the crew to a worker is how long to hold the lock, in
// nanoseconds. One back is what came of it; the first one, which nobody asked for,
// says that the worker is ready. All figures are of eight bytes, the least first.
type answer struct {
	Number       int64 // the counter's new value
	Waited, Held time.Duration
}

// Work does the job for one request after the other, as they come in, until the
// other side ends. It then returns at once, even while it waits for the lock or
// holds it, so that a worker whose parent was killed does not outlive it; the
// system takes the lock back. A worker that finds the counter full just ends: the
// error is nil, as nobody is told.
//
// It is to be the last thing that a process does, since one who waits for a lock
// cannot be called back.
func Work(in io.Reader, out io.Writer, job Job) error {
	if err := job.Check(); err != nil {
		return err
	}
	shared, err := openCounter(os.NewFile(counterFD, "counter"))
	if err != nil {
		return err
	}
	holds, ended := make(chan time.Duration), make(chan error, 2)
	go func() { ended <- read(in, holds) }()
	go func() { ended <- serve(out, holds, worker{shared, job}) }()
	if err := <-ended; err != nil && !errors.Is(err, errFull) {
		return err
	}
	return nil
}

// read hands on what is asked for, until the other side ends.
func read(in io.Reader, holds chan<- time.Duration) error {
	for {
		var hold int64
		if err := binary.Read(in, binary.LittleEndian, &hold); err == io.EOF {
			return nil
		} else if err != nil {
			return fmt.Errorf("orders: %w", err)
		}
		holds <- time.Duration(hold)
	}
}

// serve answers one request after the other.
func serve(out io.Writer, holds <-chan time.Duration, w worker) error {
	if err := binary.Write(out, binary.LittleEndian, answer{}); err != nil {
		return fmt.Errorf("answers: %w", err)
	}
	for hold := range holds {
		a, err := w.count(hold)
		if err != nil {
			return err
		}
		if err := binary.Write(out, binary.LittleEndian, a); err != nil {
			return fmt.Errorf("answers: %w", err)
		}
	}
	return nil
}

// errFull is a counter that cannot count any further.
var errFull = errors.New("the counter is full")

// A worker counts.
type worker struct {
	*counter
	Job
}

// count adds one to the counter, as well as the job lets it.
func (w worker) count(hold time.Duration) (a answer, err error) {
	start := time.Now()
	if !w.Unlocked {
		if err := w.lock(); err != nil {
			return a, err
		}
		defer func() { err = errors.Join(err, w.unlock()) }()
	}
	entered := time.Now()
	before := w.load()
	if hold > 0 {
		pause(hold)
	} else {
		runtime.Gosched()
	}
	if before == w.largest() {
		return a, errFull
	}
	w.store(before + 1)
	return answer{int64(before + 1), entered.Sub(start), time.Since(entered)}, nil
}
