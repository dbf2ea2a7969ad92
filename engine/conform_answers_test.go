package engine_test

import (
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"matchday/engine"
	"matchday/measure"
)

// answer is a target that answers with the status of its query, and sets the
// header of its query.
func answer(w http.ResponseWriter, r *http.Request) {
	if name := r.FormValue("header"); name != "" {
		w.Header().Set(name, "5")
	}
	status, _ := strconv.Atoi(r.FormValue("status"))
	w.WriteHeader(status)
	if status >= 200 && status != http.StatusNoContent {
		ok(w, r)
	}
}

func statuses(t *testing.T, e engine.Engine) {
	url := serve(t, answer)
	check := func(query string, status int, o measure.Outcome) {
		t.Helper()
		r := play(t, e, get(t, url+"?"+query, at(0)))
		r.want(t, all(o, 1))
		if r.samples[0].Status != status {
			t.Errorf("%s: status %d; want %d", query, r.samples[0].Status, status)
		}
	}
	check("status=200", 200, measure.OK)
	check("status=204", 204, measure.OK)
	check("status=302&header=Location", 302, measure.OK)
	check("status=429", 429, measure.Rejected)
	check("status=503", 503, measure.ServerError)
	check("status=503&header=Retry-After", 503, measure.Rejected)
	check("status=503&header=X-Matchday-Reject", 503, measure.Rejected)
	check("status=500&header=Retry-After", 500, measure.ServerError)
	check("status=404", 404, measure.ClientError)
}

func assertions(t *testing.T, e engine.Engine) {
	url := serve(t, answer) + "?status=200"
	check := func(name string, a engine.Assert, o measure.Outcome) {
		t.Helper()
		p := get(t, url, at(0))
		p.Client.Assert = a
		play(t, e, p).want(t, all(o, 1))
	}
	check("text", engine.Assert{Contains: "rve"}, measure.OK)
	check("no such text", engine.Assert{Contains: "sold out"}, measure.BadBody)
	check("length", engine.Assert{Length: 6}, measure.OK)
	check("other length", engine.Assert{Length: 7}, measure.BadBody)
	const served = "8fe88bf015b53b37b5fa84dc726cd93aacca97f601185be11f5fb74fa3d77802"
	check("hash", engine.Assert{SHA256: served}, measure.OK)
	check("hash in capitals", engine.Assert{SHA256: strings.ToUpper(served)}, measure.OK)
	check("other hash", engine.Assert{SHA256: strings.Repeat("0", 64)}, measure.BadBody)
	check("status", engine.Assert{Statuses: []int{200}}, measure.OK)
	check("other status", engine.Assert{Statuses: []int{201}}, measure.BadBody)
}

// The target says how long it took, or something that is no such word.
func serverTiming(t *testing.T, e engine.Engine) {
	var said atomic.Pointer[[]string]
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		for _, value := range *said.Load() {
			w.Header().Add("server-timing", value)
		}
		ok(w, r)
	})
	for _, protocol := range []string{"", "h2c"} {
		check := func(queued, inside time.Duration, values ...string) {
			t.Helper()
			said.Store(&values)
			p := get(t, url, at(0))
			p.Transport.Protocol = protocol
			if refuses(t, e, p) {
				return
			}
			r := play(t, e, p)
			r.want(t, all(measure.OK, 1))
			if s := r.samples[0]; s.Queued != queued || s.Inside != inside {
				t.Errorf("%q: %v queued and %v inside; want %v and %v", values, s.Queued, s.Inside, queued, inside)
			}
		}
		check(0, 0)
		check(1200*time.Microsecond, 50*time.Millisecond, "q;dur=1.2, s;dur=50")
		check(time.Millisecond, 2*time.Millisecond, `cdn;desc="s;dur=9", queue;dur=1`, "app;dur=2")
		check(0, 0, "a long time")
	}
}

// The target sends callers two houses on.
func redirects(t *testing.T, e engine.Engine) {
	mux := http.NewServeMux()
	mux.Handle("/", http.RedirectHandler("/second", http.StatusFound))
	mux.Handle("/second", http.RedirectHandler("/third", http.StatusFound))
	mux.HandleFunc("/third", ok)
	url := serve(t, mux.ServeHTTP)
	for follow, status := range []int{302, 302, 200, 200} {
		p := get(t, url, at(0))
		p.Client.Follow = follow
		if refuses(t, e, p) {
			continue
		}
		r := play(t, e, p)
		r.want(t, all(measure.OK, 1))
		if r.samples[0].Status != status || r.Resent != 0 {
			t.Errorf("following %d: status %d, %d resent; want %d and none", follow, r.samples[0].Status, r.Resent, status)
		}
	}
}
