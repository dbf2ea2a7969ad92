package poll

import (
	"bytes"
	"crypto/tls"
	"io"
	"net"
	"net/http/httptest"
	"testing"
	"time"
)

// secured returns a connection that was shaken hands over and then adopted, and
// the other side of it. What the other side writes goes through wrap.
func secured(t *testing.T, p *Poller, config *tls.Config, wrap func(net.Conn) net.Conn) (*Conn, *tls.Conn) {
	t.Helper()
	ours, theirs := tcpPair(t)
	config.InsecureSkipVerify = true
	s := NewSocket(ours)
	client := tls.Client(s, config)
	server := tls.Server(wrap(theirs), &tls.Config{
		Certificates: certificates(t), SessionTicketsDisabled: config.SessionTicketsDisabled,
	})
	failed := make(chan error, 1)
	go func() { failed <- server.Handshake() }()
	if err := client.Handshake(); err != nil {
		t.Fatal(err)
	}
	if err := <-failed; err != nil {
		t.Fatal(err)
	}
	c, err := p.Adopt(s, client, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c, server
}

func certificates(t *testing.T) []tls.Certificate {
	s := httptest.NewTLSServer(nil)
	defer s.Close()
	return s.TLS.Certificates
}

func unwrapped(c net.Conn) net.Conn { return c }

// versions runs a test for each version of TLS in use, and every way to wait.
func versions(t *testing.T, test func(t *testing.T, p *Poller, config *tls.Config)) {
	t.Helper()
	each(t, func(t *testing.T, p *Poller) {
		for _, v := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
			test(t, p, &tls.Config{MinVersion: v, MaxVersion: v})
		}
	})
}

func TestSecureTraffic(t *testing.T) {
	versions(t, func(t *testing.T, p *Poller, config *tls.Config) {
		c, server := secured(t, p, config, unwrapped)
		go func() { _, _ = io.Copy(server, onlyReader{server}) }()
		traffic(t, p, c)
		c.Close()
	})
}

func TestSecureWriteLarge(t *testing.T) {
	sent := noise(4 << 20)
	versions(t, func(t *testing.T, p *Poller, config *tls.Config) {
		c, server := secured(t, p, config, unwrapped)
		if err := c.Write(sent); err != nil {
			t.Fatal(err)
		}
		if !c.Pending() {
			t.Error("nothing is pending, although nothing was taken")
		}
		go func() { _, _ = io.Copy(server, onlyReader{server}) }()
		got := make([]byte, len(sent))
		if _, err := io.ReadFull(reading{t, p, c, 10_000}, got); err != nil || !bytes.Equal(got, sent) {
			t.Errorf("what came back is not what was sent (%v)", err)
		}
		c.Close()
	})
}

// What is decrypted and not read yet is no longer seen by the kernel: who reads a
// little after each wait must still get everything.
func TestSecureReadInSmallPieces(t *testing.T) {
	sent := noise(16 << 10) // one record
	versions(t, func(t *testing.T, p *Poller, config *tls.Config) {
		c, server := secured(t, p, config, unwrapped)
		go func() { _, _ = server.Write(sent) }()
		var got []byte
		for b := make([]byte, 1000); len(got) < len(sent); {
			await(t, p, c)
			if n, err := c.Read(b); err == nil {
				got = append(got, b[:n]...)
			}
		}
		if !bytes.Equal(got, sent) {
			t.Error("what was read is not what was sent")
		}
		nothing(t, p, c)
		c.Close()
	})
}

// A held connection keeps what is written to it, once so many writes were let
// through.
type held struct {
	net.Conn
	through int
	kept    []byte
}

func (h *held) Write(b []byte) (int, error) {
	if h.through > 0 {
		h.through--
		return h.Conn.Write(b)
	}
	h.kept = append(h.kept, b...)
	return len(b), nil
}

// What comes together with the end of the handshake has been read by it, and the
// kernel will not tell of it any more.
func TestSecureEarly(t *testing.T) {
	const flights = 1 // of the handshake of TLS 1.2, before that with its end
	each(t, func(t *testing.T, p *Poller) {
		ours, theirs := tcpPair(t)
		s := NewSocket(ours)
		client := tls.Client(s, &tls.Config{InsecureSkipVerify: true, MaxVersion: tls.VersionTLS12})
		h := &held{Conn: theirs, through: flights}
		server := tls.Server(h, &tls.Config{Certificates: certificates(t)})
		go func() {
			_, _ = io.WriteString(server, "early")
			_, _ = theirs.Write(h.kept)
		}()
		if err := client.Handshake(); err != nil {
			t.Fatal(err)
		}
		c, err := p.Adopt(s, client, nil)
		if err != nil {
			t.Fatal(err)
		}
		expect(t, p, c, "early")
	})
}

// A record can come in pieces as small as they get, and none of them but the
// last is worth anything.
func TestSecurePieces(t *testing.T) {
	versions(t, func(t *testing.T, p *Poller, config *tls.Config) {
		var h *held
		c, server := secured(t, p, config, func(c net.Conn) net.Conn { h = &held{Conn: c, through: 100}; return h })
		settle(t, p, c)
		h.through = 0
		if _, err := server.Write([]byte("pieces")); err != nil {
			t.Fatal(err)
		}
		b := make([]byte, 100)
		for i := range h.kept[1:] {
			give(t, h.Conn, string(h.kept[i:i+1]))
			await(t, p, c)
			if n, err := c.Read(b); n != 0 || err != ErrAgain {
				t.Fatalf("read %d bytes, %v from %d of %d", n, err, i+1, len(h.kept))
			}
		}
		give(t, h.Conn, string(h.kept[len(h.kept)-1:]))
		expect(t, p, c, "pieces")
		c.Close()
	})
}

// settle reads what the handshake left behind.
func settle(t *testing.T, p *Poller, c *Conn) {
	t.Helper()
	await(t, p, c)
	if n, err := c.Read(make([]byte, 100)); n != 0 || err != ErrAgain {
		t.Fatalf("read %d bytes, %v; want ErrAgain", n, err)
	}
}

// A bitwise connection writes each byte by itself.
type bitwise struct{ net.Conn }

func (c bitwise) Write(b []byte) (int, error) {
	for i := range b {
		if _, err := c.Conn.Write(b[i : i+1]); err != nil {
			return i, err
		}
	}
	return len(b), nil
}

// The tickets of TLS 1.3 come after the handshake, here in pieces too.
func TestSecureTickets(t *testing.T) {
	each(t, func(t *testing.T, p *Poller) {
		cache := tickets{make(chan bool, 8)}
		c, server := secured(t, p, &tls.Config{ClientSessionCache: cache, MinVersion: tls.VersionTLS13, ServerName: "example.com"},
			func(c net.Conn) net.Conn { return bitwise{c} })
		for len(cache.put) == 0 {
			settle(t, p, c)
		}
		give(t, server, "after the tickets")
		expect(t, p, c, "after the tickets")
		if err := c.Write([]byte("request")); err != nil {
			t.Fatal(err)
		}
		got := make([]byte, 7)
		if _, err := io.ReadFull(server, got); err != nil || string(got) != "request" {
			t.Errorf("the other side got %q, %v", got, err)
		}
	})
}

// tickets is a cache that only tells that it was given one.
type tickets struct{ put chan bool }

func (tickets) Get(string) (*tls.ClientSessionState, bool) { return nil, false }
func (c tickets) Put(string, *tls.ClientSessionState)      { c.put <- true }

func TestSecureEnd(t *testing.T) {
	versions(t, func(t *testing.T, p *Poller, config *tls.Config) {
		c, server := secured(t, p, config, unwrapped)
		give(t, server, "last")
		server.Close()
		if got, err := io.ReadAll(reading{t, p, c, 100}); string(got) != "last" || err != nil {
			t.Errorf("read %q, %v; want the last and the end", got, err)
		}
		c.Close()
	})
}

// An end that is none of TLS's is an error within a record.
func TestSecureCut(t *testing.T) {
	versions(t, func(t *testing.T, p *Poller, config *tls.Config) {
		var h *held
		c, server := secured(t, p, config, func(c net.Conn) net.Conn { h = &held{Conn: c, through: 100}; return h })
		h.through = 0
		give(t, server, "cut off")
		give(t, h.Conn, string(h.kept[:len(h.kept)-1]))
		h.Conn.Close()
		for range 2 {
			if n, err := next(t, p, c, make([]byte, 100)); n != 0 || err != io.ErrUnexpectedEOF {
				t.Errorf("read %d bytes, %v; want an unexpected end", n, err)
			}
		}
		c.Close()
	})
}

// Who closes says so to the other side, unless something was left unsent.
func TestSecureClose(t *testing.T) {
	each(t, func(t *testing.T, p *Poller) {
		if p.epoll == nil {
			t.Skip("what is sent last is sent behind the poller's back")
		}
		c, server := secured(t, p, &tls.Config{}, unwrapped)
		c.Close()
		if n, err := server.Read(make([]byte, 8)); n != 0 || err != io.EOF {
			t.Errorf("the other side read %d bytes, %v; want the end", n, err)
		}
		c, _ = secured(t, p, &tls.Config{}, unwrapped)
		if err := c.Write(noise(8 << 20)); err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		if err := c.Close(); err != nil {
			t.Error(err)
		}
		if took := time.Since(start); took > patience/2 {
			t.Errorf("closing took %v", took)
		}
	})
}
