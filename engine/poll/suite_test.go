package poll

import (
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"
)

// patience is how long a test waits for what must happen.
const patience = 20 * time.Second

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// each runs a test for every way to wait, and has it leave nothing behind.
func each(t *testing.T, test func(t *testing.T, p *Poller)) {
	t.Helper()
	for name, open := range pollers() {
		t.Run(name, func(t *testing.T) {
			leavesNothing(t)
			p, err := open()
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(p.Close)
			test(t, p)
		})
	}
}

// leavesNothing fails the test if goroutines or descriptors are left after it.
func leavesNothing(t *testing.T) {
	t.Helper()
	tcpPair(t) // opens what the runtime keeps
	goroutines, descriptors := runtime.NumGoroutine(), openDescriptors()
	t.Cleanup(func() {
		left := func() bool { return runtime.NumGoroutine() > goroutines || openDescriptors() > descriptors }
		for start := time.Now(); left() && time.Since(start) < patience; {
			runtime.Gosched() // goroutines of the other side notice its end
		}
		if left() {
			t.Errorf("%d goroutines and %d descriptors are left, %d and %d were there before",
				runtime.NumGoroutine(), openDescriptors(), goroutines, descriptors)
		}
	})
}

// openDescriptors returns how many descriptors are open, 0 where nothing tells.
func openDescriptors() int {
	open, _ := filepath.Glob("/proc/self/fd/*")
	return len(open)
}

// tcpPair returns both ends of a connection, closed when the test ends.
func tcpPair(t testing.TB) (ours, theirs net.Conn) {
	t.Helper()
	return pairOver(t, "tcp", "127.0.0.1:0")
}

func unixPair(t testing.TB) (ours, theirs net.Conn) {
	t.Helper()
	dir, err := os.MkdirTemp("", "poll") // a test's own is too long a name for a socket
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	return pairOver(t, "unix", filepath.Join(dir, "s"))
}

func pairOver(t testing.TB, network, address string) (ours, theirs net.Conn) {
	t.Helper()
	l, err := net.Listen(network, address)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return pairFrom(t, l)
}

func pairFrom(t testing.TB, l net.Listener) (ours, theirs net.Conn) {
	t.Helper()
	ours, err := net.Dial(l.Addr().Network(), l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	if theirs, err = l.Accept(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ours.Close(); theirs.Close() })
	return ours, theirs
}

func pipePair(t testing.TB) (ours, theirs net.Conn) {
	ours, theirs = net.Pipe()
	t.Cleanup(func() { ours.Close(); theirs.Close() })
	return ours, theirs
}

// A wrapped connection must not be looked through.
type wrapped struct{ *net.TCPConn }

func wrappedPair(t testing.TB) (ours, theirs net.Conn) {
	ours, theirs = tcpPair(t)
	return wrapped{ours.(*net.TCPConn)}, theirs
}

// kinds are the kinds of connections that are adopted.
func kinds() map[string]func(testing.TB) (ours, theirs net.Conn) {
	return map[string]func(testing.TB) (ours, theirs net.Conn){
		"tcp": tcpPair, "unix": unixPair, "pipe": pipePair, "wrapped": wrappedPair,
	}
}

func adopt(t testing.TB, p *Poller, c net.Conn) *Conn {
	t.Helper()
	adopted, err := p.Adopt(NewSocket(c), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return adopted
}

// await waits until c is ready.
func await(t testing.TB, p *Poller, c *Conn) {
	t.Helper()
	for start := time.Now(); time.Since(start) < patience; {
		if slices.Contains(p.Wait(patience), c) {
			return
		}
	}
	t.Fatal("the connection is never ready")
}

// next reads once, as soon as there is something.
func next(t testing.TB, p *Poller, c *Conn, b []byte) (int, error) {
	t.Helper()
	for {
		n, err := c.Read(b)
		if err != ErrAgain {
			return n, err
		}
		await(t, p, c)
	}
}

// reading reads like a blocking connection, through so large a buffer.
type reading struct {
	t    testing.TB
	p    *Poller
	c    *Conn
	size int
}

func (r reading) Read(b []byte) (int, error) {
	return next(r.t, r.p, r.c, b[:min(len(b), r.size)])
}

// expect reads exactly what is wanted.
func expect(t testing.TB, p *Poller, c *Conn, want string) {
	t.Helper()
	got := make([]byte, len(want))
	if _, err := io.ReadFull(reading{t, p, c, len(want)}, got); err != nil || string(got) != want {
		t.Fatalf("read %q, %v; want %q", got, err, want)
	}
}

// give has the other side write.
func give(t testing.TB, c net.Conn, what string) {
	t.Helper()
	if _, err := io.WriteString(c, what); err != nil {
		t.Fatal(err)
	}
}

// nothing checks that nothing is there to be read, and that c is not ready then.
func nothing(t testing.TB, p *Poller, c *Conn) {
	t.Helper()
	if n, err := c.Read(make([]byte, 8)); n != 0 || err != ErrAgain {
		t.Errorf("read %d bytes, %v; want ErrAgain", n, err)
	}
	if got := p.Wait(time.Millisecond); len(got) != 0 {
		t.Errorf("%d connections are ready, want none", len(got))
	}
}
