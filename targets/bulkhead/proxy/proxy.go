package proxy

import (
	"net/http"
	"sync/atomic"
)

// A Proxy passes requests on to one service, each through the bulkhead of its
// route. It is safe for concurrent use.
type Proxy struct {
	options Options
	lanes   []*lane // the last one is for all requests
	forward *forwarder
	admin   http.Handler
	under   atomic.Int64 // requests under way, upgraded connections among them
}

// New returns a proxy nobody has come to. The error is that of Options.Check.
func New(o Options) (*Proxy, error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	p := &Proxy{options: o, forward: newForwarder(o)}
	for _, r := range append(o.Routes[:len(o.Routes):len(o.Routes)], Route{Setting: o.Setting}) {
		p.lanes = append(p.lanes, newLane(r, o.rejectStatus()))
	}
	p.admin = p.newAdmin()
	return p, nil
}

// ServeHTTP passes a request on, or answers it where it is for the proxy itself:
//
//	/-/healthz     200 as long as the proxy lives, whatever the service does
//	/-/metrics     what it does, by route, for Prometheus
//	/-/stats       model.Counters as JSON, of all routes together and of each
//	/-/bulkhead    the bounds in force; PUT and POST with ?route= change them
//	POST /-/reset  counts from here
//
// No bulkhead is in front of these. Only the loopback, or who knows the token,
// may change anything. All other paths are the service's.
func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if isAdmin(r.URL.Path) {
		p.admin.ServeHTTP(w, r)
		return
	}
	p.under.Add(1)
	defer p.under.Add(-1)
	l, value := p.laneOf(r)
	l.serve(&visit{ResponseWriter: w}, r, value, p.forward)
}

// laneOf returns the first lane that a request matches, and the value of the
// header by which its door is found.
func (p *Proxy) laneOf(r *http.Request) (l *lane, value string) {
	last := len(p.lanes) - 1
	if last > 0 {
		path := plainPath(r.URL.Path)
		for _, l := range p.lanes[:last] {
			if value, ok := l.route.matches(r, path); ok {
				return l, value
			}
		}
	}
	return p.lanes[last], ""
}

// lane returns the lane of a route by its name, that of all requests for "".
func (p *Proxy) lane(name string) *lane {
	for _, l := range p.lanes {
		if l.route.Name() == name {
			return l
		}
	}
	if name == "" {
		return p.lanes[len(p.lanes)-1]
	}
	return nil
}

// Close lets go of connections to the service that nobody uses.
func (p *Proxy) Close() { p.forward.close() }
