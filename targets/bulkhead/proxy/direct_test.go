package proxy

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// rude is a service by hand: talk has every connection to itself and is told
// its number, from 1.
func rude(t *testing.T, talk func(n int64, conn net.Conn, in *bufio.Reader)) (url string, conns *atomic.Int64) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	conns = new(atomic.Int64)
	go func() {
		for conn, err := l.Accept(); err == nil; conn, err = l.Accept() {
			n := conns.Add(1)
			go func() {
				defer conn.Close()
				talk(n, conn, bufio.NewReader(conn))
			}()
		}
	}()
	return "http://" + l.Addr().String(), conns
}

const small = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\npizza"

// serveOne answers one request.
func serveOne(conn net.Conn, in *bufio.Reader, with string) error {
	if _, err := http.ReadRequest(in); err != nil {
		return err
	}
	_, err := io.WriteString(conn, with)
	return err
}

// A connection that the service closes while nobody uses it costs no request.
func TestKeptConnectionThatWasClosed(t *testing.T) {
	closed := make(chan bool, 10)
	url, conns := rude(t, func(_ int64, conn net.Conn, in *bufio.Reader) {
		serveOne(conn, in, small)
		conn.Close()
		closed <- true
	})
	p := front(t, url, "1/0")
	for range 5 {
		if a := p.call("GET", "/", ""); a.body != "pizza" {
			t.Errorf("%+v", a)
		}
		<-closed
	}
	if got := conns.Load(); got != 5 {
		t.Errorf("%d connections, want 5", got)
	}
}

// One that it closes at the very moment of the request is as if it had been
// closed before. If that happens to a new one, the service has failed.
func TestConnectionThatIsClosedOnARequest(t *testing.T) {
	url, conns := rude(t, func(n int64, conn net.Conn, in *bufio.Reader) {
		if n == 3 {
			http.ReadRequest(in)
			return
		}
		serveOne(conn, in, small)
		http.ReadRequest(in)
	})
	p := front(t, url, "1/0")
	for range 2 {
		if a := p.call("GET", "/", ""); a.body != "pizza" {
			t.Errorf("%+v", a)
		}
	}
	if a := p.call("GET", "/", ""); a.status != http.StatusBadGateway {
		t.Errorf("%+v", a)
	}
	if got := conns.Load(); got != 3 {
		t.Errorf("%d connections, want 3", got)
	}
}

// What the service says unasked is not the answer to the next request.
func TestWordsOfParting(t *testing.T) {
	heard, said := make(chan bool), make(chan bool)
	url, conns := rude(t, func(n int64, conn net.Conn, in *bufio.Reader) {
		serveOne(conn, in, small)
		<-heard
		io.WriteString(conn, "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
		said <- true
		in.ReadByte()
	})
	p := front(t, url, "1/0")
	for range 3 {
		if a := p.call("GET", "/", ""); a.body != "pizza" {
			t.Errorf("%+v", a)
		}
		heard <- true
		<-said
	}
	if got := conns.Load(); got != 3 {
		t.Errorf("%d connections, want 3", got)
	}
}

// Answers of every length end where they end, and the connection is used again
// where it can be.
func TestAnswersOverOneConnection(t *testing.T) {
	check := func(name, method, answer string, status int, body string, kept bool) {
		t.Run(name, func(t *testing.T) {
			url, conns := rude(t, func(_ int64, conn net.Conn, in *bufio.Reader) {
				for serveOne(conn, in, answer) == nil && name != "to the end" {
				}
			})
			p := front(t, url, "1/0")
			for range 3 {
				if a := p.call(method, "/", ""); a.status != status || a.body != body {
					t.Errorf("%+v, want %d %q", a, status, body)
				}
			}
			if got := conns.Load(); (got == 1) != kept {
				t.Errorf("%d connections, want one kept: %v", got, kept)
			}
		})
	}
	check("known", "GET", small, 200, "pizza", true)
	check("chunked", "GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\npizza\r\n0\r\n\r\n", 200, "pizza", true)
	check("to the end", "GET", "HTTP/1.1 200 OK\r\n\r\npizza", 200, "pizza", false)
	check("old", "GET", "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\npizza", 200, "pizza", false)
	check("taking leave", "GET", "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\npizza", 200, "pizza", false)
	check("head", "HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", 200, "", true)
	check("nothing", "GET", "HTTP/1.1 204 No Content\r\n\r\n", 204, "", true)
	check("not modified", "GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", 304, "", true)
	check("hints before it", "GET", "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n"+small, 200, "pizza", true)
	const refused = "the service behind the proxy did not answer\n"
	check("more than it said", "GET", small+"x", 200, "pizza", false)
	check("no answer", "GET", "good evening\r\n\r\n", 502, refused, false)
	check("unasked upgrade", "GET", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n", 502, refused, false)
	check("endless head", "GET", "HTTP/1.1 200 OK\r\n"+strings.Repeat("X-A: "+strings.Repeat("a", 1000)+"\r\n", mostHead/1000), 502, refused, false)
}

// No header can end a line of its own accord.
func TestAppendHead(t *testing.T) {
	r := request(t.Context(), "GET", "http://x:80/a?b", "", "X-A", "1", "Content-Length", "5", "User-Agent", "")
	if got, err := appendHead(nil, r); err != nil || string(got) != "GET /a?b HTTP/1.1\r\nHost: x:80\r\nX-A: 1\r\n\r\n" {
		t.Errorf("%q, %v", got, err)
	}
	for _, bad := range []string{"1\r\nX-B: 2", "1\n", "1\x00"} {
		r.Header["X-A"] = []string{bad}
		if got, err := appendHead(nil, r); err == nil {
			t.Errorf("%q was sent", got)
		}
	}
}

// Connections that nobody has used for long are closed, the others stay.
func TestIdleConnectionsGrowOld(t *testing.T) {
	d := &direct{}
	var there []net.Conn
	for _, age := range []time.Duration{2 * idleFor, idleFor, 0} {
		here, far := net.Pipe()
		defer far.Close()
		there = append(there, far)
		w := newWire(here, d)
		w.since = time.Now().Add(-age)
		d.idle = append(d.idle, w)
	}
	d.onSweep()
	if len(d.idle) != 1 || d.sweep == nil {
		t.Fatalf("%d kept, next sweep %v", len(d.idle), d.sweep)
	}
	d.close()
	if d.sweep != nil || len(d.idle) != 0 {
		t.Errorf("after its end %d are kept", len(d.idle))
	}
	for _, far := range there {
		if _, err := far.Read(make([]byte, 1)); err != io.EOF {
			t.Errorf("not closed: %v", err)
		}
	}
}
