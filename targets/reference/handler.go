package reference

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"matchday/targets/bulkhead"
)

// Handler returns the service over HTTP:
//
//	/order        is served as the options say: 200, a small body, Server-Timing with
//	              the waits in milliseconds, and X-Seq with the answer's number; or
//	              refused by bulkhead.Refuse. The parameter size, such as 50ms, sets
//	              the request's demand instead of a drawn one; others are for the
//	              caller's own use. How long the caller waits is read by
//	              bulkhead.Patience.
//	/menu         the same, for traffic of a second kind
//	/stats        the model.Counters as JSON
//	/metrics      the same and more for Prometheus
//	/healthz      200, however bad the load
//	POST /reset   Service.Reset
//
// A request that is cut off is not answered: its connection is closed. One that
// fails while it is worked on is answered 500. Where a Station answers in turn,
// /metrics and /healthz are as late as its loop; /stats never is, so that a
// disaster can be measured.
func Handler(service Service) http.Handler {
	mux := http.NewServeMux()
	on := front{service}
	mux.HandleFunc("/order", on.order)
	mux.HandleFunc("/menu", on.order)
	mux.HandleFunc("GET /stats", on.stats)
	mux.Handle("GET /metrics", on.inTurn(metricsPage(service)))
	mux.Handle("GET /healthz", on.inTurn(http.HandlerFunc(healthy)))
	mux.HandleFunc("POST /reset", on.reset)
	return mux
}

// A front is a service seen from the wire.
type front struct{ Service }

// most is the largest body of an order, all of which is read and thrown away:
// the server notices that a caller leaves only once it has read the body.
const most = 1 << 20

func (f front) order(w http.ResponseWriter, r *http.Request) {
	demand, err := demandOf(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if _, err := io.Copy(io.Discard, http.MaxBytesReader(w, r.Body, most)); err != nil {
		http.Error(w, "body: "+err.Error(), http.StatusRequestEntityTooLarge)
		return
	}
	answer, err := f.Order(r.Context(), Request{Demand: demand, Patience: bulkhead.Patience(r.Header)})
	if err != nil {
		refuse(w, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Server-Timing", string(answer.appendTiming(nil)))
	h.Set("X-Seq", strconv.FormatInt(answer.Seq, 10))
	io.WriteString(w, "ok\n")
}

// refuse tells a caller why there is no answer, or nothing at all to one that
// was cut off or has left.
func refuse(w http.ResponseWriter, err error) {
	var failure Failure
	switch refusal, ok := err.(bulkhead.Refusal); {
	case ok:
		bulkhead.Refuse(w, refusal)
	case errors.As(err, &failure):
		http.Error(w, failure.Error(), http.StatusInternalServerError)
	default:
		panic(http.ErrAbortHandler) // closes the connection, quietly
	}
}

// appendTiming writes the waits the way the Server-Timing header has them, in
// milliseconds.
func (a Answer) appendTiming(b []byte) []byte {
	b = strconv.AppendFloat(append(b, "q;dur="...), a.Queued.Seconds()*1e3, 'f', 3, 64)
	return strconv.AppendFloat(append(b, ", s;dur="...), a.Service.Seconds()*1e3, 'f', 3, 64)
}

// demandOf returns the demand a request asks for, zero if it does not.
func demandOf(r *http.Request) (time.Duration, error) {
	if r.URL.RawQuery == "" {
		return 0, nil
	}
	size := r.URL.Query().Get("size")
	if size == "" {
		return 0, nil
	}
	demand, err := time.ParseDuration(size)
	if err != nil || demand <= 0 {
		return 0, fmt.Errorf("size %q is not a positive duration such as 50ms", size)
	}
	return demand, nil
}

func (f front) stats(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(f.Counters())
}

func (f front) reset(w http.ResponseWriter, _ *http.Request) {
	if err := f.Reset(); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// inTurn serves a page once the service comes to it.
func (f front) inTurn(page http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if f.turn(r.Context()) == nil {
			page.ServeHTTP(w, r)
		}
	})
}

func healthy(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "ok\n") }
