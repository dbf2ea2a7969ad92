package proxy

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/textproto"
	"strings"
	"time"
)

// mostHead is the longest head of an answer in bytes, as http.Transport has it.
const mostHead = 10 << 20

var errHead = errors.New("the head of the answer does not end")

// A wire is one connection to the service. One request at a time has it.
type wire struct {
	net.Conn
	home  *direct
	quiet func() bool // whether the service has neither closed it nor said anything unasked
	in    *bufio.Reader
	out   []byte // the head of a request
	since time.Time

	allowed int64 // how many more bytes may be read
	read    int64 // since the request was sent
}

func newWire(conn net.Conn, home *direct) *wire {
	w := &wire{Conn: conn, home: home, quiet: quiet(conn)}
	w.in = bufio.NewReader(reading{w})
	return w
}

// reading reads from a wire and counts.
type reading struct{ *wire }

// Read reads as much as is allowed.
func (r reading) Read(p []byte) (int, error) {
	if r.allowed <= 0 {
		return 0, errHead
	}
	n, err := r.Conn.Read(p)
	r.read += int64(n)
	r.allowed -= int64(n)
	return n, err
}

// heard tells whether any of an answer came.
func (w *wire) heard() bool { return w.read > 0 }

// ask sends a request and returns its answer. If the request's context ends
// before the answer was read, the connection is closed.
func (w *wire) ask(r *http.Request) (*http.Response, error) {
	var err error
	if w.out, err = appendHead(w.out[:0], r); err != nil {
		return nil, err
	}
	w.read, w.allowed = 0, mostHead
	stop := context.AfterFunc(r.Context(), func() { w.Close() })
	if _, err = w.Write(w.out); err != nil {
		stop()
		return nil, err
	}
	answer, err := w.answer(r)
	if err != nil {
		stop()
		return nil, err
	}
	w.allowed = math.MaxInt64
	p := &page{body: answer.Body, wire: w, stop: stop, kept: !answer.Close && answer.StatusCode != http.StatusSwitchingProtocols}
	if answer.Body == http.NoBody {
		p.end(io.EOF)
		return answer, nil
	}
	answer.Body = p
	return answer, nil
}

// answer reads the head of an answer, and passes on those before it.
func (w *wire) answer(r *http.Request) (*http.Response, error) {
	for {
		answer, err := http.ReadResponse(w.in, r)
		if err != nil {
			return nil, err
		}
		if answer.StatusCode >= http.StatusOK || answer.StatusCode == http.StatusSwitchingProtocols {
			return answer, nil
		}
		if err := tell(r, answer); err != nil {
			return nil, err
		}
	}
}

// appendHead writes the head of a request. Names and values were checked by the
// server that read them; that no line can be smuggled in is checked once more.
func appendHead(b []byte, r *http.Request) ([]byte, error) {
	host := r.Host
	if host == "" {
		host = r.URL.Host
	}
	b = append(append(append(b, r.Method...), ' '), r.URL.RequestURI()...)
	b = append(append(append(b, " HTTP/1.1\r\nHost: "...), host...), "\r\n"...)
	for name, values := range r.Header {
		if name == "Host" || name == "Content-Length" || name == "Transfer-Encoding" || name == "Trailer" {
			continue // there is no body, and the host is written
		}
		for _, value := range values {
			if value == "" && name == "User-Agent" {
				continue // httputil's way of saying that there was none
			}
			if strings.ContainsAny(value, "\r\n\x00") {
				return nil, fmt.Errorf("header %q: want one line", name)
			}
			b = append(append(append(append(b, name...), ": "...), value...), "\r\n"...)
		}
	}
	return append(b, "\r\n"...), nil
}

// A page is the body of an answer. At its end the wire is kept for the next
// request; left before, it is closed.
type page struct {
	body io.ReadCloser
	wire *wire // nil when it has been let go
	stop func() bool
	kept bool
}

// Read reads the body.
func (p *page) Read(b []byte) (int, error) {
	n, err := p.body.Read(b)
	if err != nil {
		p.end(err)
	}
	return n, err
}

// Close ends reading.
func (p *page) Close() error {
	p.end(nil)
	return nil
}

// end lets the wire go, once.
func (p *page) end(err error) {
	w := p.wire
	if w == nil {
		return
	}
	p.wire = nil
	if p.stop() && p.kept && err == io.EOF && w.in.Buffered() == 0 {
		w.home.put(w)
		return
	}
	w.Close()
}

// tell passes on an answer that comes before the real one.
func tell(r *http.Request, answer *http.Response) error {
	trace := httptrace.ContextClientTrace(r.Context())
	if trace == nil || trace.Got1xxResponse == nil {
		return nil
	}
	return trace.Got1xxResponse(answer.StatusCode, textproto.MIMEHeader(answer.Header))
}
