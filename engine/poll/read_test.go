package poll

import (
	"errors"
	"io"
	"net"
	"runtime"
	"syscall"
	"testing"
	"time"
)

func TestRead(t *testing.T) {
	each(t, func(t *testing.T, p *Poller) {
		for name, pair := range kinds() {
			ours, theirs := pair(t)
			c := adopt(t, p, ours)
			check := func(what string, size int, want string) {
				t.Helper()
				b := make([]byte, size)
				n, err := c.Read(b)
				if string(b[:n]) != want || err != nil {
					t.Errorf("%s, %s: read %q, %v; want %q", name, what, b[:n], err, want)
				}
			}
			nothing(t, p, c)
			give(t, theirs, "one two")
			await(t, p, c)
			check("into a small buffer", 4, "one ")
			await(t, p, c) // although nothing has come since
			check("what was left", 4, "two")
			nothing(t, p, c)
			give(t, theirs, "four")
			await(t, p, c)
			await(t, p, c) // until it is read
			check("into a buffer of its size", 4, "four")
			if _, err := c.Read(make([]byte, 4)); err != ErrAgain {
				t.Errorf("%s: %v after everything; want ErrAgain", name, err)
			}
			nothing(t, p, c)
			c.Close()
		}
	})
}

func TestReadEnd(t *testing.T) {
	each(t, func(t *testing.T, p *Poller) {
		for name, pair := range kinds() {
			ours, theirs := pair(t)
			c := adopt(t, p, ours)
			give(t, theirs, "last")
			theirs.Close()
			expect(t, p, c, "last")
			for range 2 {
				if n, err := next(t, p, c, make([]byte, 8)); n != 0 || err != io.EOF {
					t.Errorf("%s: read %d bytes, %v; want the end", name, n, err)
				}
			}
			if got := p.Wait(time.Millisecond); len(got) != 0 {
				t.Errorf("%s: ready after its end", name)
			}
			c.Close()
		}
	})
}

// The end can come between a wait and the read, or together with the data.
func TestReadEndIsNeverMissed(t *testing.T) {
	each(t, func(t *testing.T, p *Poller) {
		for i := range 100 {
			ours, theirs := tcpPair(t)
			c := adopt(t, p, ours)
			go func() {
				_, _ = io.WriteString(theirs, "data")
				if i%2 == 0 {
					runtime.Gosched()
				}
				theirs.Close()
			}()
			if got, err := io.ReadAll(reading{t, p, c, 100}); string(got) != "data" || err != nil {
				t.Fatalf("read %q, %v", got, err)
			}
			c.Close()
		}
	})
}

func TestReset(t *testing.T) {
	each(t, func(t *testing.T, p *Poller) {
		ours, theirs := tcpPair(t)
		c := adopt(t, p, ours)
		if err := theirs.(*net.TCPConn).SetLinger(0); err != nil {
			t.Fatal(err)
		}
		theirs.Close()
		_, err := next(t, p, c, make([]byte, 8))
		if op, ok := errors.AsType[*net.OpError](err); !ok || op.Op != "read" || !errors.Is(err, syscall.ECONNRESET) {
			t.Errorf("read: %v; want a reset, told as package net does", err)
		}
		if _, again := c.Read(make([]byte, 8)); again != err {
			t.Errorf("read again: %v; want %v", again, err)
		}
	})
}

// Each of many connections is reported once for what came once.
func TestMany(t *testing.T) {
	const many = 2000
	each(t, func(t *testing.T, p *Poller) {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		var peers []net.Conn
		for i := range many {
			ours, theirs := pairFrom(t, l)
			peers = append(peers, theirs)
			if _, err := p.Adopt(NewSocket(ours), nil, i); err != nil {
				t.Fatal(err)
			}
		}
		for round := range 3 {
			for _, theirs := range peers {
				give(t, theirs, "x")
			}
			seen := make([]int, many)
			for total := 0; total < many; {
				for _, c := range p.Wait(patience) {
					if n, err := c.Read(make([]byte, 8)); n != 1 || err != nil {
						t.Fatalf("round %d: read %d bytes, %v", round, n, err)
					}
					seen[c.Owner.(int)]++
					total++
				}
			}
			for i, n := range seen {
				if n != 1 {
					t.Fatalf("round %d: connection %d was ready %d times", round, i, n)
				}
			}
		}
	})
}
