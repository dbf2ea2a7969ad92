package proxy

import (
	"io"
	"log"
	"net/http"
	"net/http/httputil"
	"net/url"
	"sync"
	"sync/atomic"
)

// ErrorHeader is the header of an answer that the proxy gave because the service
// did not, so that it can be told from a 502 of the service's own.
const ErrorHeader = "X-Matchday-Proxy"

// A forwarder passes requests on to the service and answers back.
type forwarder struct {
	httputil.ReverseProxy
	to        *url.URL // with the scheme and the host that the transport knows
	keepHost  bool
	transport *transport
	over      atomic.Bool // nobody is passed on any more
}

func newForwarder(o Options) *forwarder {
	t := newTransport(o)
	f := &forwarder{to: t.address(o.To), keepHost: o.KeepHost, transport: t}
	f.ReverseProxy = httputil.ReverseProxy{
		Rewrite:        f.rewrite,
		Transport:      t,
		BufferPool:     new(buffers),
		ModifyResponse: leaveRoom,
		ErrorHandler:   answerError,
		ErrorLog:       log.New(io.Discard, "", 0), // a library does not log; it counts, and tells the caller
	}
	return f
}

// ServeHTTP passes a request on. When everybody is cut off it does so no more:
// the first who are leave their seats to those in the queue, and the service would
// work for callers who are cut off a moment later.
func (f *forwarder) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if f.over.Load() {
		panic(http.ErrAbortHandler)
	}
	f.ReverseProxy.ServeHTTP(w, r)
}

// rewrite makes of a caller's request the one for the service. What is not the
// proxy's business stays as it came: the query to the byte, and what proxies
// before this one said of the caller.
func (f *forwarder) rewrite(r *httputil.ProxyRequest) {
	query := r.In.URL.RawQuery
	if f.to.Path == "" {
		r.Out.URL.Scheme, r.Out.URL.Host = f.to.Scheme, f.to.Host
		r.Out.Host = ""
	} else {
		r.SetURL(f.to)
	}
	r.Out.URL.RawQuery = query
	if f.keepHost {
		r.Out.Host = r.In.Host
	}
	if len(r.In.Trailer) > 0 {
		r.Out.Trailer = r.In.Trailer // the very same: its values come with the end of the body
	}
	f.introduce(r)
}

// introduce says on whose behalf the request comes.
func (f *forwarder) introduce(r *httputil.ProxyRequest) {
	in, out := r.In.Header, r.Out.Header
	if before := in["X-Forwarded-For"]; before != nil {
		out["X-Forwarded-For"] = before
	}
	r.SetXForwarded()
	for _, name := range [...]string{"X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded"} {
		if before := in[name]; before != nil {
			out[name] = before
		}
	}
}

// leaveRoom has an answer with trailers be of unknown length. Over HTTP/2 it may
// say its length and have trailers, over HTTP/1.1 it must not.
func leaveRoom(answer *http.Response) error {
	if len(answer.Trailer) > 0 {
		answer.Header.Del("Content-Length")
	}
	return nil
}

// answerError answers a request that the service did not.
func answerError(w http.ResponseWriter, r *http.Request, _ error) {
	if left(r.Context(), w) {
		panic(http.ErrAbortHandler) // nobody is there to read it
	}
	if v, ok := w.(*visit); ok {
		v.failed = true
	}
	h := w.Header()
	h.Set(ErrorHeader, "upstream")
	h.Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(http.StatusBadGateway)
	_, _ = io.WriteString(w, "the service behind the proxy did not answer\n") // the caller may be gone by now
}

func (f *forwarder) close() { f.transport.close() }

// buffers are those that bodies are copied through.
type buffers struct{ pool sync.Pool }

// A buffer is kept by its address: to keep the slice itself would allocate.
type buffer [16 << 10]byte

// Get returns a buffer.
func (b *buffers) Get() []byte {
	if kept, ok := b.pool.Get().(*buffer); ok {
		return kept[:]
	}
	return new(buffer)[:]
}

// Put takes it back.
func (b *buffers) Put(p []byte) { b.pool.Put((*buffer)(p)) }
