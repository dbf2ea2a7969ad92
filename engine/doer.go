package engine

import (
	"context"
	"crypto/sha256"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"matchday/engine/http1"
	"matchday/measure"
)

// A doer makes attempts over HTTP: one call, one request on the wire, one
// ending. It neither waits nor records.
type doer struct {
	clock
	client    Client
	text      []byte // what bodies are searched for
	travels   Transport
	seed      uint64
	lines     *lines
	transport *http.Transport
	templates sync.Map  // *Request → *template
	buffers   sync.Pool // of *[]byte, to read bodies into
	protocol  atomic.Pointer[string]
	resent    atomic.Int64
}

func newDoer(c clock, p Plan) (*doer, error) {
	l, err := newLines(p.Transport, p.Client.Timeout)
	if err != nil {
		return nil, err
	}
	d := &doer{clock: c, client: p.Client, travels: p.Transport, seed: p.Seed, lines: l, transport: p.Transport.open(l)}
	d.client.Reject = d.client.Reject.orDefault()
	d.text = []byte(d.client.Assert.Contains)
	d.buffers.New = func() any {
		b := newBuffer(d.text)
		return &b
	}
	return d, nil
}

// close ends every connection and returns how many were opened.
func (d *doer) close() int64 {
	d.transport.CloseIdleConnections()
	return d.lines.close()
}

// An ending is the sample of an attempt, and what else is known of its end.
type ending struct {
	measure.Sample
	left       bool          // it left the generator
	retryAfter time.Duration // how long the answer asked to stay away
}

// do makes the attempt and fills in how it ended. The attempt is given up at
// due + T, or when ctx ends.
func (d *doer) do(ctx context.Context, r *Request, e *ending) {
	t, err := d.template(r)
	if err == nil && t.varies != nil {
		t = t.filled(slots(d.seed, e.User, e.Attempt))
		err = t.err
	}
	if err != nil {
		e.Outcome = measure.Unsent
		return
	}
	deadline := d.start.Add(e.Due + d.client.Timeout)
	ctx, cancel := context.WithDeadline(ctx, deadline)
	defer cancel()

	f := flight{doer: d}
	answer, err := f.send(t.request(f.traced(ctx)))
	if err == nil {
		err = d.read(answer, e)
	}
	if err != nil {
		e.Outcome = f.fault(ctx, err, deadline)
	}
	e.left = e.Outcome != measure.Unsent
	e.FirstByte = time.Duration(f.firstByte.Load())
	if f.conns.Load() > 0 {
		e.BytesOut = int64(len(t.body))
	}
	if again := f.conns.Load() - f.hops; again > 0 {
		d.resent.Add(again)
	}
}

// read reads the answer to its end and books what it was. The status is booked
// first, so that a broken body does not lose it.
func (d *doer) read(answer *http.Response, e *ending) error {
	defer answer.Body.Close()
	e.Status = answer.StatusCode
	if d.protocol.Load() == nil {
		spoken := answer.Proto
		d.protocol.Store(&spoken)
	}
	e.timed(answer.Header["Server-Timing"])
	buffer := d.buffers.Get().(*[]byte)
	defer d.buffers.Put(buffer)
	b, err := d.drain(answer.Body, *buffer)
	e.BytesIn = b.length
	if err != nil {
		return err
	}
	e.Outcome = d.client.classify(answer.StatusCode, d.client.Reject.marked(answer.Header), b)
	if d.client.RetryAfter {
		e.retryAfter = retryAfter(answer.Header.Get("Retry-After"), time.Now())
	}
	return nil
}

// timed books what an answer says of the time that the target took.
func (e *ending) timed(values []string) {
	var said http1.Timing
	for _, v := range values {
		said = http1.ReadTiming(said, v)
	}
	e.Queued, e.Inside = said.Queue, said.Service
}

// drain reads a body to its end, summing it up if that is asked for.
func (d *doer) drain(r io.Reader, buffer []byte) (body, error) {
	if d.client.Assert.SHA256 == "" {
		return drain(r, d.text, buffer)
	}
	digest := sha256.New()
	b, err := drain(io.TeeReader(r, digest), d.text, buffer)
	digest.Sum(b.sum[:0])
	return b, err
}
