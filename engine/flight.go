package engine

import (
	"context"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"

	"matchday/measure"
)

// A flight is one attempt on the wire. The transport tells it what happens from
// goroutines of its own, also after the attempt has ended.
type flight struct {
	*doer
	trace     httptrace.ClientTrace
	conns     atomic.Int64 // connections the request was given
	hops      int64        // requests made: one, and one for each redirect
	firstByte atomic.Int64 // offset of the answer's first byte, 0 before it
}

// traced returns ctx with the flight listening.
func (f *flight) traced(ctx context.Context) context.Context {
	f.trace.GotConn = func(httptrace.GotConnInfo) { f.conns.Add(1) }
	f.trace.GotFirstResponseByte = func() { f.firstByte.Store(int64(f.now())) }
	return httptrace.WithClientTrace(ctx, &f.trace)
}

// send makes the request, and follows redirects if the client does.
func (f *flight) send(r *http.Request) (*http.Response, error) {
	if f.client.Follow == 0 {
		return f.RoundTrip(r)
	}
	c := http.Client{Transport: f, CheckRedirect: func(_ *http.Request, via []*http.Request) error {
		if len(via) > f.client.Follow {
			return http.ErrUseLastResponse
		}
		return nil
	}}
	return c.Do(r)
}

// RoundTrip makes one request.
func (f *flight) RoundTrip(r *http.Request) (*http.Response, error) {
	f.hops++
	return f.transport.RoundTrip(r)
}

// fault returns the outcome of an attempt that ended in err. An attempt that was
// given up ends in whatever error its connection noticed first, so the context
// is asked too, and what it says goes before all but the errors of connecting.
func (f *flight) fault(ctx context.Context, err error, deadline time.Time) measure.Outcome {
	o := faultOf(err)
	if ctx.Err() == nil || (o != measure.Reset && !interrupted(err)) {
		return o
	}
	switch {
	case time.Now().Before(deadline):
		return measure.Cut
	case f.conns.Load() == 0:
		return measure.ConnectTimeout
	}
	return measure.Timeout
}
