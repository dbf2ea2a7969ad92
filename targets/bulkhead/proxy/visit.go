package proxy

import (
	"context"
	"net/http"
	"strconv"
)

// An ending is how a request ended that was let in.
type ending uint8

const (
	answered  ending = iota
	failed           // by the service: not reached, or broken off before its answer
	abandoned        // by the caller, who left before the end of the answer
	cut              // the handler did not return; whose fault it was is found out
)

// A visit is one request on its way through the proxy, and the writer of its
// answer.
type visit struct {
	http.ResponseWriter
	body   *body // nil if the request has none
	failed bool  // the service did not answer
	rest   int64 // of an answer of known length: how many bytes are still to come
}

// Unwrap is for http.ResponseController.
func (v *visit) Unwrap() http.ResponseWriter { return v.ResponseWriter }

// WriteHeader keeps net/http from guessing a content type that the service did
// not give.
func (v *visit) WriteHeader(status int) {
	if status >= http.StatusOK {
		h := v.Header()
		if h["Content-Type"] == nil {
			h["Content-Type"] = nil
		}
		v.rest, _ = strconv.ParseInt(h.Get("Content-Length"), 10, 64)
	}
	v.ResponseWriter.WriteHeader(status)
}

// Write passes on a part of the answer at once: its caller may be waiting for
// it. Only the last part leaves together with the end of the answer. Where the
// length is not known httputil sees to it.
func (v *visit) Write(p []byte) (int, error) {
	n, err := v.ResponseWriter.Write(p)
	v.rest -= int64(n)
	if err == nil && v.rest > 0 {
		err = http.NewResponseController(v.ResponseWriter).Flush()
	}
	return n, err
}

// take takes the request's body into its own hands, if it has one.
//
// The request becomes another one with that body: the server still looks into
// its own to see whether the connection can be used again. It must not wait for
// the end of a body before it lets an answer out: a refusal would come as late as
// the body does, and a service could not answer while it is still being asked.
func (v *visit) take(r **http.Request) *body {
	in := *r
	if in.Body == nil || in.Body == http.NoBody {
		return nil
	}
	if in.ProtoMajor == 1 {
		_ = http.NewResponseController(v.ResponseWriter).EnableFullDuplex() // which only a test's writer cannot
	}
	v.body = newBody(in)
	*r = in.WithContext(in.Context())
	(*r).Body = v.body
	return v.body
}

// judge tells how a request really ended.
func (v *visit) judge(r *http.Request, e ending) ending {
	switch {
	case v.failed:
		return failed
	case e != cut:
		return e
	case r.Context().Err() != nil || v.body.broken():
		return abandoned
	}
	return failed
}

// left tells whether the caller of a request is no longer there, or has sent
// what is no request.
func left(ctx context.Context, w http.ResponseWriter) bool {
	v, ok := w.(*visit)
	return ctx.Err() != nil || ok && v.body.broken()
}
