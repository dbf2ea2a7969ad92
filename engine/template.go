package engine

import (
	"bytes"
	"context"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"

	"matchday/engine/http1"
)

// A template is a request prepared once, to be sent many times.
type template struct {
	blank  *http.Request // without context and body
	body   []byte
	err    error    // why it cannot be sent
	varies *Request // what it is made of, if it has slots to be filled; else nil
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
	t := &template{blank: blank, body: r.Body}
	if varies(r) {
		t.varies = r
	}
	return t
}

// varies tells whether a request has slots, which are filled for each attempt.
func varies(r *Request) bool {
	parts := append([]string{http1.UnescapeSlots(r.URL), string(r.Body)}, slices.Concat(slices.Collect(maps.Values(r.Header))...)...)
	return slices.ContainsFunc(parts, func(text string) bool { return http1.Expand(text, http1.Values{}) != text })
}

// filled returns a template without slots for one attempt. There must be some.
func (t *template) filled(v http1.Values) *template {
	u, err := url.Parse(http1.Expand(http1.UnescapeSlots(t.varies.URL), v))
	if err != nil {
		return &template{err: err}
	}
	blank := *t.blank
	blank.URL, blank.Header = u, http.Header{}
	for name, values := range t.blank.Header {
		for _, value := range values {
			blank.Header[name] = append(blank.Header[name], http1.Expand(value, v))
		}
	}
	body := []byte(http1.Expand(string(t.body), v))
	blank.ContentLength = int64(len(body))
	return &template{blank: &blank, body: body}
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
