package proxy

import (
	"context"
	"math"
	"net"
	"net/http"
	"net/url"
	"time"
)

// idleFor is how long a connection to the service is kept that nobody uses.
const idleFor = 90 * time.Second

// A transport carries requests to the service. It bounds nothing: not how many
// connections there are, not how many are kept for the next ones, and not how
// long the service may take.
type transport struct {
	any    *http.Transport
	direct *direct // for what is simple and frequent; nil if the service wants more than plain HTTP/1.1
}

func newTransport(o Options) *transport {
	dial := dialer(o.To)
	t := &transport{any: &http.Transport{
		DialContext:           dial,
		TLSClientConfig:       o.ServiceTLS,
		Protocols:             spoken(o.To.Scheme),
		MaxIdleConnsPerHost:   math.MaxInt, // as many as were ever inside at once; the usual 2 would tear down all others
		IdleConnTimeout:       idleFor,
		ExpectContinueTimeout: time.Second, // then the body goes without the service's leave, as the standard wants
		DisableCompression:    true,        // what the caller did not ask for is not the service's to do
	}}
	if canLook && (o.To.Scheme == "http" || o.To.Scheme == "unix") {
		t.direct = &direct{dial: dial, address: t.address(o.To).Host}
	}
	return t
}

// spoken returns the protocols that a service is asked in.
func spoken(scheme string) *http.Protocols {
	p := new(http.Protocols)
	switch scheme {
	case "h2c":
		p.SetUnencryptedHTTP2(true)
	case "https":
		p.SetHTTP2(true)
		p.SetHTTP1(true)
	default:
		p.SetHTTP1(true)
	}
	return p
}

// dialer returns what connects to the service. It waits as long as the system
// does; a caller who does not want to wait that long leaves.
func dialer(to *url.URL) func(ctx context.Context, network, address string) (net.Conn, error) {
	var d net.Dialer
	if to.Scheme == "unix" {
		return func(ctx context.Context, _, _ string) (net.Conn, error) { return d.DialContext(ctx, "unix", to.Path) }
	}
	return d.DialContext
}

// address returns the service's address as net/http knows it.
func (t *transport) address(to *url.URL) *url.URL {
	switch to.Scheme {
	case "unix":
		return &url.URL{Scheme: "http", Host: "localhost"}
	case "h2c":
		return &url.URL{Scheme: "http", Host: to.Host, Path: to.Path, RawPath: to.RawPath}
	}
	return &url.URL{Scheme: to.Scheme, Host: to.Host, Path: to.Path, RawPath: to.RawPath}
}

// RoundTrip sends a request and returns its answer.
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	if t.direct != nil && simple(r) {
		return t.direct.RoundTrip(r)
	}
	return t.any.RoundTrip(r)
}

func (t *transport) close() {
	t.any.CloseIdleConnections()
	if t.direct != nil {
		t.direct.close()
	}
}
