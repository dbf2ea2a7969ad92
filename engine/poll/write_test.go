package poll

import (
	"bytes"
	"io"
	"math/rand/v2"
	"net"
	"testing"
	"time"
)

// noise returns bytes that tell when some are lost, doubled or exchanged.
func noise(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.NewChaCha8([32]byte{}).Read(b)
	return b
}

// A request and its answer leave no work for the garbage collector.
func TestRequestAllocatesNothing(t *testing.T) {
	each(t, func(t *testing.T, p *Poller) {
		if p.epoll == nil {
			t.Skip("goroutines are started")
		}
		ours, theirs := tcpPair(t)
		other := must(New())
		defer other.Close()
		c, peer := adopt(t, p, ours), adopt(t, other, theirs)
		buffer := make([]byte, 100)
		trip := func(from, to *Conn) {
			if err := from.Write(buffer[:10]); err != nil {
				t.Error(err)
			}
			to.poller.Wait(patience)
			if n, err := to.Read(buffer); n != 10 || err != nil {
				t.Errorf("read %d bytes, %v", n, err)
			}
			if _, err := to.Read(buffer); err != ErrAgain {
				t.Error(err)
			}
		}
		if n := testing.AllocsPerRun(100, func() { trip(c, peer); trip(peer, c) }); n != 0 {
			t.Errorf("%v allocations", n)
		}
	})
}

func TestWriteReusesNothing(t *testing.T) {
	each(t, func(t *testing.T, p *Poller) {
		for name, pair := range kinds() {
			ours, theirs := pair(t)
			c := adopt(t, p, ours)
			b := []byte("first")
			for _, what := range []string{"first", "again"} {
				copy(b, what)
				if err := c.Write(b); err != nil {
					t.Fatal(err)
				}
			}
			copy(b, "xxxxx")
			got := make([]byte, 10)
			if _, err := io.ReadFull(theirs, got); err != nil || string(got) != "firstagain" {
				t.Errorf("%s: the other side got %q, %v", name, got, err)
			}
			c.Close()
		}
	})
}

// The other side takes nothing until everything was written, and then gives it
// back; whoever waits for it to be taken would wait for ever.
func TestWriteLarge(t *testing.T) {
	sent := noise(8 << 20)
	each(t, func(t *testing.T, p *Poller) {
		for name, pair := range kinds() {
			ours, theirs := pair(t)
			c := adopt(t, p, ours)
			for half := range 2 { // the second comes on top of what is left of the first
				if err := c.Write(sent[half*len(sent)/2:][:len(sent)/2]); err != nil {
					t.Fatal(err)
				}
			}
			if !c.Pending() {
				t.Errorf("%s: nothing is pending, although nothing was taken", name)
			}
			go func() { _, _ = io.Copy(theirs, onlyReader{theirs}) }()
			got := make([]byte, len(sent))
			if _, err := io.ReadFull(reading{t, p, c, 32 << 10}, got); err != nil || !bytes.Equal(got, sent) {
				t.Errorf("%s: what came back is not what was sent (%v)", name, err)
			}
			for start := time.Now(); c.Pending() && time.Since(start) < patience; {
				p.Wait(time.Millisecond)
			}
			if c.Pending() {
				t.Errorf("%s: pending after everything came back", name)
			}
			nothing(t, p, c)
			c.Close()
		}
	})
}

// An onlyReader keeps io.Copy from handing the work to the kernel.
type onlyReader struct{ io.Reader }

// Traffic of all sizes, in both directions at once.
func TestTraffic(t *testing.T) {
	each(t, func(t *testing.T, p *Poller) {
		ours, theirs := tcpPair(t)
		go func() { _, _ = io.Copy(theirs, onlyReader{theirs}) }()
		traffic(t, p, adopt(t, p, ours))
	})
}

// traffic writes and reads chunks of all sizes, which the other side gives back.
func traffic(t *testing.T, p *Poller, c *Conn) {
	t.Helper()
	sent, got := noise(2<<20), []byte(nil)
	r := rand.New(rand.NewPCG(1, 2))
	buffer := make([]byte, 20_000)
	for out := sent; len(got) < len(sent); {
		n := min(r.IntN(40_000), len(out))
		if err := c.Write(out[:n]); err != nil {
			t.Fatal(err)
		}
		out = out[n:]
		wait := time.Duration(0)
		if len(out) == 0 {
			wait = patience
		}
		for _, c := range p.Wait(wait) {
			n, err := c.Read(buffer[:1+r.IntN(len(buffer))])
			if err != nil && err != ErrAgain {
				t.Fatal(err)
			}
			got = append(got, buffer[:n]...)
		}
	}
	if !bytes.Equal(got, sent) {
		t.Error("what came back is not what was sent")
	}
}

// A connection that breaks while something is pending is ready, for the error.
func TestWriteBroken(t *testing.T) {
	each(t, func(t *testing.T, p *Poller) {
		for name, pair := range kinds() {
			ours, theirs := pair(t)
			c := adopt(t, p, ours)
			if err := c.Write(noise(8 << 20)); err != nil {
				t.Fatal(err)
			}
			theirs.Close()
			if _, err := next(t, p, c, make([]byte, 8)); err == nil {
				t.Errorf("%s: reading gives no error", name)
			}
			var err error
			for start := time.Now(); err == nil && time.Since(start) < patience; p.Wait(time.Millisecond) {
				err = c.Write([]byte("more"))
			}
			if err == nil {
				t.Errorf("%s: writing gives no error", name)
			}
			if c.Pending() {
				t.Errorf("%s: pending, although it is broken", name)
			}
			c.Close()
		}
	})
}

func TestCloseWithUnsent(t *testing.T) {
	each(t, func(t *testing.T, p *Poller) {
		for name, pair := range kinds() {
			ours, _ := pair(t)
			c := adopt(t, p, ours)
			if err := c.Write(noise(8 << 20)); err != nil {
				t.Fatal(err)
			}
			for range 2 {
				if err := c.Close(); err != nil {
					t.Errorf("%s: closing: %v", name, err)
				}
			}
			if c.Pending() {
				t.Errorf("%s: pending after it was closed", name)
			}
			if _, err := c.Read(make([]byte, 8)); err != net.ErrClosed {
				t.Errorf("%s: reading after closing: %v", name, err)
			}
			if err := c.Write([]byte("x")); err != net.ErrClosed {
				t.Errorf("%s: writing after closing: %v", name, err)
			}
		}
	})
}
