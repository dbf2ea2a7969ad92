package reference

import (
	"encoding/json"
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
//	              caller's own use.
//	/stats        the model.Counters as JSON
//	/metrics      the same and more for Prometheus
//	/healthz      200, however bad the load
//	POST /reset   Station.Reset
//
// A request that is cut off is not answered: its connection is closed.
func Handler(station *Station) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/order", station.serveOrder)
	mux.HandleFunc("GET /stats", station.serveStats)
	mux.Handle("GET /metrics", metrics(station))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "ok\n") })
	mux.HandleFunc("POST /reset", func(w http.ResponseWriter, _ *http.Request) {
		station.Reset()
		w.WriteHeader(http.StatusNoContent)
	})
	return mux
}

// most is the largest body of an order, all of which is read and thrown away:
// the server notices that a caller leaves only once it has read the body.
const most = 1 << 20

func (s *Station) serveOrder(w http.ResponseWriter, r *http.Request) {
	demand, err := demandOf(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if _, err := io.Copy(io.Discard, http.MaxBytesReader(w, r.Body, most)); err != nil {
		http.Error(w, "body: "+err.Error(), http.StatusRequestEntityTooLarge)
		return
	}
	answer, err := s.Order(r.Context(), demand)
	if refusal, ok := err.(bulkhead.Refusal); ok {
		bulkhead.Refuse(w, refusal)
		return
	}
	if err != nil {
		panic(http.ErrAbortHandler) // closes the connection, quietly
	}
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Server-Timing", string(answer.appendTiming(nil)))
	h.Set("X-Seq", strconv.FormatInt(answer.Seq, 10))
	io.WriteString(w, "ok\n")
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

func (s *Station) serveStats(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(s.Counters())
}
