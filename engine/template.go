package engine

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
)

// A template is a request prepared once, to be sent many times.
type template struct {
	blank *http.Request // without context and body
	body  []byte
	err   error // why it cannot be sent
}

// template returns the template of r, made at its first use.
func (d *doer) template(r *Request) (*template, error) {
	if known, ok := d.templates.Load(r); ok {
		return known.(*template), known.(*template).err
	}
	t := newTemplate(r, d.travels)
	d.templates.Store(r, t)
	return t, t.err
}

func newTemplate(r *Request, travels Transport) *template {
	if err := r.check(); err != nil {
		return &template{err: err}
	}
	u, err := url.Parse(r.URL)
	if err == nil {
		err = travels.fits(u.Scheme)
	}
	if err != nil {
		return &template{err: err}
	}
	blank := &http.Request{
		Method: r.Method, URL: u, Host: r.Header.Get("Host"), Header: r.Header.Clone(),
		ContentLength: int64(len(r.Body)), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}
	if blank.Header == nil {
		blank.Header = http.Header{}
	}
	return &template{blank: blank, body: r.Body}
}

// request returns a request of its own for one attempt. It shares URL and
// header with all others of the template: a transport only reads them.
func (t *template) request(ctx context.Context) *http.Request {
	r := t.blank.WithContext(ctx)
	if len(t.body) > 0 {
		r.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(t.body)), nil }
		r.Body, _ = r.GetBody()
	}
	return r
}
