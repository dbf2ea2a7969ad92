package bulkhead

import (
	"errors"
	"io"
	"net/http"
)

// RejectHeader is the header of a refusal that names its reason, so that a
// refusal can be told from any other 503.
const RejectHeader = "X-Matchday-Reject"

// Middleware puts every request to next through the door; how long its caller
// waits is read by Patience. One that is refused is answered by Refuse. One whose
// caller gives up while queued does not reach next; its answer, should anybody
// read it, is a plain 503.
//
// A server of net/http notices that a caller has left only once the body of the
// request has been read, and nobody reads it in the queue. So who comes with a
// body keeps its place there after leaving, and is served for nobody when its
// turn comes. A longest wait bounds that.
func Middleware(d Door, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		leave, err := d.Enter(r.Context(), Patience(r.Header))
		if err == nil {
			defer leave()
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
	RefuseAs(w, refusal, http.StatusServiceUnavailable)
}

// RefuseAs is Refuse with another status, such as 429, which some callers know
// better how to take.
func RefuseAs(w http.ResponseWriter, refusal Refusal, status int) {
	h := w.Header()
	h.Set("Retry-After", "1") // whole seconds are all the header can say; one is the least
	h.Set(RejectHeader, refusal.Reason())
	h.Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	io.WriteString(w, refusal.Reason()+"\n")
}
