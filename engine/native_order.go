package engine

import (
	"net"
	"net/http"
	"net/url"

	"matchday/engine/http1"
)

// An order is a request as it travels, prepared once and sent many times.
type order struct {
	of      *Request
	request *http1.Prepared
	pool    *pool
	head    bool  // its answer has no body
	safe    bool  // it may travel twice
	length  int64 // of its body
	err     error // why it cannot be sent
}

// order returns the order of a request, made at its first use. Mostly it is that
// of the user before.
func (s *shard) order(r *Request) *order {
	if s.last.of == r {
		return s.last
	}
	o, known := s.orders[r]
	if !known {
		o = s.newOrder(r)
		o.of, s.orders[r] = r, o
	}
	s.last = o
	return o
}

func (s *shard) newOrder(r *Request) *order {
	t := newTemplate(r, s.plan.Transport)
	if t.err != nil {
		return &order{err: t.err}
	}
	header := t.blank.Header.Clone()
	if s.plan.Transport.NoReuse {
		header.Set("Connection", "close")
	}
	prepared, err := http1.Render(http1.Request{
		Method: r.Method, URL: t.blank.URL, Host: t.blank.Host, Header: header, Body: r.Body,
	})
	return &order{
		request: prepared, pool: s.pool(t.blank.URL), err: err,
		head: r.Method == http.MethodHead, safe: safe(r), length: int64(len(r.Body)),
	}
}

// safe tells whether a request may travel twice.
func safe(r *Request) bool {
	switch r.Method {
	case "", http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace:
		return len(r.Body) == 0
	}
	return false
}

// address returns what is dialled for a URL.
func address(u *url.URL) string {
	port := u.Port()
	switch {
	case port != "":
	case u.Scheme == "https":
		port = "443"
	default:
		port = "80"
	}
	return net.JoinHostPort(u.Hostname(), port)
}
