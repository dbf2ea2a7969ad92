package proxy

import (
	"context"
	"net"
	"net/http"
	"sync"
	"time"
)

// A direct transport carries requests that have no body over plain HTTP/1.1. It
// does what http.Transport does, without its two goroutines for each connection:
// the caller's own one writes the request and reads the answer. Each hand-over
// between goroutines is one more waking up, and these are most of what a request
// costs a proxy.
//
// The zero value is not ready: it needs dial and address.
type direct struct {
	dial    func(ctx context.Context, network, address string) (net.Conn, error)
	address string // host, with its port if it is not 80

	mu    sync.Mutex
	idle  []*wire     // the one used last at the end, so that those too many grow old
	sweep *time.Timer // nil while none is idle
}

// simple tells whether a request can be carried: it has no body, wants no other
// protocol, and may be sent a second time if the service closed a kept
// connection at that very moment.
func simple(r *http.Request) bool {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace:
		return r.Body == nil && r.Header["Upgrade"] == nil && r.Header["Expect"] == nil
	}
	return false
}

// RoundTrip sends a request and returns its answer, of which the body is yet to
// be read.
func (d *direct) RoundTrip(r *http.Request) (*http.Response, error) {
	for {
		w, kept, err := d.get(r.Context())
		if err != nil {
			return nil, err
		}
		answer, err := w.ask(r)
		if err == nil {
			return answer, nil
		}
		w.Close()
		if cause := r.Context().Err(); cause != nil {
			return nil, cause
		}
		if !kept || w.heard() {
			return nil, err
		}
		// It was closed while nobody used it: nothing came of the request.
	}
}

// get returns a connection, a kept one if there is any.
func (d *direct) get(ctx context.Context) (w *wire, kept bool, err error) {
	for w := d.last(); w != nil; w = d.last() {
		if w.quiet() {
			return w, true, nil
		}
		w.Close()
	}
	conn, err := d.dial(ctx, "tcp", withPort(d.address))
	if err != nil {
		return nil, false, err
	}
	return newWire(conn, d), false, nil
}

// last returns the connection that was used last, nil if none is idle.
func (d *direct) last() *wire {
	d.mu.Lock()
	defer d.mu.Unlock()
	last := len(d.idle) - 1
	if last < 0 {
		return nil
	}
	w := d.idle[last]
	d.idle[last] = nil
	d.idle = d.idle[:last]
	return w
}

func withPort(address string) string {
	if _, _, err := net.SplitHostPort(address); err == nil {
		return address
	}
	return net.JoinHostPort(address, "80")
}

// put keeps a connection whose last answer was read to its end.
func (d *direct) put(w *wire) {
	w.since = time.Now()
	d.mu.Lock()
	defer d.mu.Unlock()
	d.idle = append(d.idle, w)
	if d.sweep == nil {
		d.sweep = time.AfterFunc(idleFor, d.onSweep)
	}
}

// onSweep closes what has been idle too long.
func (d *direct) onSweep() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.sweep = nil
	old := 0
	for old < len(d.idle) && time.Since(d.idle[old].since) >= idleFor {
		d.idle[old].Close()
		old++
	}
	d.idle = append(d.idle[:0], d.idle[old:]...)
	if len(d.idle) > 0 {
		d.sweep = time.AfterFunc(idleFor-time.Since(d.idle[0].since), d.onSweep)
	}
}

// close closes what is idle.
func (d *direct) close() {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, w := range d.idle {
		w.Close()
	}
	d.idle = nil
	if d.sweep != nil {
		d.sweep.Stop()
		d.sweep = nil
	}
}
