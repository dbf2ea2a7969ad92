//go:build unix

package counting

import (
	"fmt"
	"io"
	"os"
	"sync/atomic"
	"unsafe"

	"golang.org/x/sys/unix"
)

// A counter is a number in memory that processes share, and the lock they have on
// it. The memory is that of a file without a name, which goes with the last
// process that has it open, however that ends.
type counter struct {
	file   *os.File
	memory []byte
}

const counterBytes = 8

// newCounter returns a counter at zero.
func newCounter() (*counter, error) {
	file, err := os.CreateTemp("", "matchday-counter-")
	if err != nil {
		return nil, fmt.Errorf("counter: %w", err)
	}
	if err = os.Remove(file.Name()); err == nil {
		err = file.Truncate(counterBytes)
	}
	if err != nil {
		file.Close()
		return nil, fmt.Errorf("counter: %w", err)
	}
	return openCounter(file)
}

// openCounter returns the counter in a file, which is its own from then on.
func openCounter(file *os.File) (*counter, error) {
	memory, err := unix.Mmap(int(file.Fd()), 0, counterBytes, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	if err != nil {
		file.Close()
		return nil, fmt.Errorf("counter: shared memory: %w", err)
	}
	return &counter{file, memory}, nil
}

func (c *counter) close() {
	unix.Munmap(c.memory)
	c.file.Close()
}

// word is the number itself. A mapping begins at a page, so it is aligned.
func (c *counter) word() *uint64 { return (*uint64)(unsafe.Pointer(&c.memory[0])) }

// load and store are each in one piece, which is all that a program can hope for
// that takes no lock.
func (c *counter) load() uint64   { return atomic.LoadUint64(c.word()) }
func (c *counter) store(n uint64) { atomic.StoreUint64(c.word(), n) }

// lock waits for the lock, which belongs to the process: the system takes it back
// from one that dies.
func (c *counter) lock() error { return c.set(unix.F_WRLCK) }

func (c *counter) unlock() error { return c.set(unix.F_UNLCK) }

func (c *counter) set(kind int16) error {
	want := unix.Flock_t{Type: kind, Whence: io.SeekStart, Len: counterBytes}
	for {
		err := unix.FcntlFlock(c.file.Fd(), unix.F_SETLKW, &want)
		switch err {
		case nil:
			return nil
		case unix.EINTR: // the runtime nudges its threads
		default:
			return fmt.Errorf("counter: lock: %w", err)
		}
	}
}
