package poll

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"time"
)

func TestAdoptRefuses(t *testing.T) {
	each(t, func(t *testing.T, p *Poller) {
		check := func(what string, s *Socket, secure *tls.Conn, want string) {
			t.Helper()
			c, err := p.Adopt(s, secure, nil)
			if c != nil || err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v, %v; want an error with %q", what, c, err, want)
			}
			if _, err := s.Write([]byte("x")); err == nil {
				t.Errorf("%s: the socket is still open", what)
			}
		}
		fresh := func() *Socket { ours, _ := tcpPair(t); return NewSocket(ours) }

		twice := fresh()
		if _, err := p.Adopt(twice, nil, nil); err != nil {
			t.Fatal(err)
		}
		if _, err := p.Adopt(twice, nil, nil); err == nil || !strings.Contains(err.Error(), "adopted twice") {
			t.Errorf("twice: %v", err)
		}
		check("another's", fresh(), tls.Client(fresh(), &tls.Config{InsecureSkipVerify: true}), "another socket")
		s := fresh()
		check("no handshake", s, tls.Client(s, &tls.Config{InsecureSkipVerify: true}), "shaken hands")
		s = fresh()
		s.Close()
		if _, err := p.Adopt(s, nil, nil); err == nil && p.epoll != nil {
			t.Error("closed before: no error")
		}
		p.Close()
		check("poller closed", fresh(), nil, net.ErrClosed.Error())
	})
}

// The runtime must not hear of what the poller waits for, and what somebody put
// around a socket must not be passed by.
func TestAdoptTakesSocketsAlone(t *testing.T) {
	each(t, func(t *testing.T, p *Poller) {
		for name, pair := range kinds() {
			ours, _ := pair(t)
			_, pumped := adopt(t, p, ours).wire.(*pump)
			if want := p.epoll == nil || name == "pipe" || name == "wrapped"; pumped != want {
				t.Errorf("%s: pumped %t, want %t", name, pumped, want)
			}
			if err := ours.SetDeadline(time.Time{}); !pumped && !errors.Is(err, net.ErrClosed) {
				t.Errorf("%s: the runtime still has it (%v)", name, err)
			}
		}
	})
}

// A deadline was for the handshake.
func TestAdoptEndsDeadlines(t *testing.T) {
	each(t, func(t *testing.T, p *Poller) {
		for name, pair := range kinds() {
			ours, theirs := pair(t)
			s := NewSocket(ours)
			if err := s.SetDeadline(time.Now()); err != nil {
				t.Fatal(err)
			}
			c, err := p.Adopt(s, nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			if err := c.Write([]byte("out")); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			got := make([]byte, 3)
			if _, err := io.ReadFull(theirs, got); err != nil || string(got) != "out" {
				t.Errorf("%s: the other side got %q, %v", name, got, err)
			}
			give(t, theirs, "in")
			expect(t, p, c, "in")
		}
	})
}

// The addresses are those of the connection, which can be asked for before and
// after.
func TestAddresses(t *testing.T) {
	each(t, func(t *testing.T, p *Poller) {
		ours, _ := tcpPair(t)
		s := NewSocket(ours)
		local, remote := s.LocalAddr().String(), s.RemoteAddr().String()
		if _, err := p.Adopt(s, nil, nil); err != nil {
			t.Fatal(err)
		}
		if s.LocalAddr().String() != local || s.RemoteAddr().String() != remote {
			t.Errorf("%v → %v; want %v → %v", s.LocalAddr(), s.RemoteAddr(), local, remote)
		}
	})
}

func TestErrAgain(t *testing.T) {
	var e net.Error
	if !errors.As(ErrAgain, &e) || !e.Timeout() || ErrAgain.Error() == "" {
		t.Error("crypto/tls would keep it for ever")
	}
}
