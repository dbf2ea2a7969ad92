package bulkhead

import (
	"errors"
	"io"
	"net/http"
)

// RejectHeader is the header of a refusal that names its reason, so that a
// refusal can be told from any other 503.
const RejectHeader = "X-Matchday-Reject"

// Middleware puts every request to next through the bulkhead. One that is
// refused is answered by Refuse. One whose caller gives up while queued does
// not reach next; its answer, should anybody read it, is a plain 503.
func (b *Bulkhead) Middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		err := b.Acquire(r.Context())
		if err == nil {
			defer b.Release()
			next.ServeHTTP(w, r)
			return
		}
		if refusal, ok := errors.AsType[Refusal](err); ok {
			Refuse(w, refusal)
			return
		}
		w.WriteHeader(http.StatusServiceUnavailable)
	})
}

// Refuse answers a request that was not let in: status 503, when to come back,
// the reason as RejectHeader, and a body of one word.
func Refuse(w http.ResponseWriter, refusal Refusal) {
	h := w.Header()
	h.Set("Retry-After", "1") // whole seconds are all the header can say; one is the least
	h.Set(RejectHeader, refusal.Reason())
	h.Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(http.StatusServiceUnavailable)
	io.WriteString(w, refusal.Reason()+"\n")
}
