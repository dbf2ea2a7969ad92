package engine_test

import (
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"matchday/engine"
	"matchday/measure"
)

func everyArrivalOnce(t *testing.T, e engine.Engine) {
	var served atomic.Int64
	url := serve(t, func(w http.ResponseWriter, r *http.Request) { served.Add(1); ok(w, r) })
	r := play(t, e, get(t, url, every(time.Millisecond, 300)))
	r.want(t, all(measure.OK, 300))
	if served.Load() != 300 {
		t.Errorf("the target saw %d requests; want 300", served.Load())
	}
	s := r.samples[0]
	if s.Status != 200 || s.BytesIn != 6 || s.BytesOut != 0 || s.FirstByte == 0 {
		t.Errorf("sample %+v; want status 200, 6 bytes in, none out", s)
	}
}

func twoAtOneInstant(t *testing.T, e engine.Engine) {
	const instant = 30 * time.Millisecond
	r := play(t, e, get(t, serve(t, ok), at(instant, instant, instant)))
	r.want(t, all(measure.OK, 3))
	for _, s := range r.samples {
		if s.Due != instant {
			t.Errorf("due %v; want %v", s.Due, instant)
		}
	}
}

// Between two bursts nothing is due, and nothing is sent.
func silence(t *testing.T, e engine.Engine) {
	r := play(t, e, get(t, serve(t, ok), at(0, 1, 200*time.Millisecond, 200*time.Millisecond+1)))
	r.want(t, all(measure.OK, 4))
}

func arrivalAtTheEnd(t *testing.T, e engine.Engine) {
	p := get(t, serve(t, ok), at(0, 50*time.Millisecond))
	p.Length = 50 * time.Millisecond
	play(t, e, p).want(t, all(measure.OK, 2))
}

func emptySchedule(t *testing.T, e engine.Engine) {
	r := play(t, e, get(t, serve(t, ok), at()))
	if len(r.samples) != 0 || len(r.levels) != 1 || r.Conns != 0 || r.Protocol != "" {
		t.Errorf("%d samples, %d levels, %+v; want one level and nothing else", len(r.samples), len(r.levels), r.Account)
	}
}

// A schedule that is handed out late is sent late, all of it, and the lag is
// part of the response time.
func lateAndNotSkipped(t *testing.T, e engine.Engine) {
	const late = 60 * time.Millisecond
	arrivals := func(yield func(time.Duration) bool) {
		if !yield(0) {
			return
		}
		<-time.After(late)
		for range 20 {
			if !yield(0) {
				return
			}
		}
	}
	r := play(t, e, get(t, serve(t, ok), arrivals))
	r.want(t, all(measure.OK, 21))
	for _, s := range r.samples {
		if s.User > 0 && (s.Lag() < late/2 || s.Response() < s.Lag()) {
			t.Errorf("lag %v, response %v; want the lag in both", s.Lag(), s.Response())
		}
	}
}

// With ten attempts held in flight at once, gauge and samples must agree
// closely, not only on average: play compares the integrals.
func gaugeAndLevels(t *testing.T, e engine.Engine) {
	g := newGate(t)
	p := get(t, serve(t, func(w http.ResponseWriter, r *http.Request) { g.pass(r); ok(w, r) }), every(1, 10))
	time.AfterFunc(200*time.Millisecond, g.Open)
	r := play(t, e, p)
	r.want(t, all(measure.OK, 10))
	most, last := 0, time.Duration(-1)
	for _, l := range r.levels {
		if l.At <= last {
			t.Errorf("level at %v after one at %v", l.At, last)
		}
		most, last = max(most, l.Max), l.At
	}
	if most != 10 || len(r.levels) < 3 {
		t.Errorf("%d levels, at most %d in flight; want some, and 10", len(r.levels), most)
	}
}

func impossiblePlans(t *testing.T, e engine.Engine) {
	check := func(name, want string, change func(*engine.Plan)) {
		t.Helper()
		p := get(t, "http://127.0.0.1:1/", at(0))
		change(&p)
		var r tape
		if _, err := e.Run(t.Context(), p, &r); err == nil || !strings.Contains(err.Error(), want) || len(r.samples) > 0 {
			t.Errorf("%s: error %v, %d samples; want an error with %q and none", name, err, len(r.samples), want)
		}
	}
	check("no timeout", "timeout 0s", func(p *engine.Plan) { p.Client.Timeout = 0 })
	check("retry what is served", `"ok"`, func(p *engine.Plan) { p.Client.RetryOn = []measure.Outcome{measure.OK} })
	check("no budget, but a burst", "retry budget: burst 5", func(p *engine.Plan) { p.Client.RetryBudget.Burst = 5 })
	check("budget in percent", "retry budget: share 10 ", func(p *engine.Plan) { p.Client.RetryBudget.Share = 10 })
	check("no hash", `sha256 "cafe"`, func(p *engine.Plan) { p.Client.Assert.SHA256 = "cafe" })
	check("unknown protocol", `"h3"`, func(p *engine.Plan) { p.Transport.Protocol = "h3" })
	check("h2 in clear", `"h2" needs TLS`, func(p *engine.Plan) { p.Transport.Protocol = "h2" })
	check("no CA file", "CA file", func(p *engine.Plan) { p.Transport.CAFile = "no-such.pem" })
	check("no source", "no source", func(p *engine.Plan) { p.Source = nil })
	check("bad URL", `"localhost"`, func(p *engine.Plan) { p.Source = single{URL: "localhost"} })
}

// A single is a source of one request that nobody has checked.
type single engine.Request

func (s single) Request(int64) (*engine.Request, int) { return (*engine.Request)(&s), 0 }

func requestAsGiven(t *testing.T, e engine.Engine) {
	type seen struct {
		method, path, host, body string
		header                   http.Header
	}
	got := make(chan seen, 2)
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		got <- seen{r.Method, r.URL.String(), r.Host, string(b), r.Header}
		ok(w, r)
	})
	header := http.Header{"X-Team": {"red", "blue"}, "Host": {"stadium"}}
	p := send(t, engine.Request{Method: "POST", URL: url + "buy?n=2", Header: header, Body: []byte("two")}, at(0, 1))
	r := play(t, e, p)
	r.want(t, all(measure.OK, 2))
	for range 2 {
		s := <-got
		if s.method != "POST" || s.path != "/buy?n=2" || s.host != "stadium" || s.body != "two" {
			t.Errorf("the target saw %+v", s)
		}
		if len(s.header["X-Team"]) != 2 || s.header.Get("Accept-Encoding") != "" {
			t.Errorf("the target saw headers %v", s.header)
		}
		for name := range s.header {
			if strings.HasPrefix(name, "X-Vegeta") {
				t.Errorf("the target saw header %s", name)
			}
		}
	}
	if r.samples[0].BytesOut != 3 {
		t.Errorf("%d bytes out; want 3", r.samples[0].BytesOut)
	}
}

// Each attempt's request differs from all others, in the same way for the same
// seed.
func slotsFilled(t *testing.T, e engine.Engine) {
	var mu sync.Mutex
	seen := map[string]bool{}
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		mu.Lock()
		seen[r.URL.String()+" "+r.Header.Get("X-Try")+" "+string(b)] = true
		mu.Unlock()
		w.WriteHeader(http.StatusInternalServerError)
	})
	p := send(t, engine.Request{
		Method: "POST", URL: url + "seat/${user}?n=${random}", Header: http.Header{"X-Try": {"${attempt}"}}, Body: []byte(`{"user":${user}}`),
	}, at(0, 1))
	p.Client.Retries, p.Client.RetryOn, p.Seed = 1, []measure.Outcome{measure.ServerError}, 7
	first := play(t, e, p)
	mu.Lock() // what goes through the kernel does not order memory for the race detector
	if first.samples[0].BytesOut != int64(len(`{"user":0}`)) || len(seen) != 4 {
		t.Errorf("the target saw %d different requests of %d bytes: %v; want 4 of 10", len(seen), first.samples[0].BytesOut, seen)
	}
	mu.Unlock()
	play(t, e, p)
	mu.Lock()
	defer mu.Unlock()
	if len(seen) != 4 || !seen["/seat/1?n="+query(seen, "/seat/1?n=")+` 2 {"user":1}`] {
		t.Errorf("the target saw %v; want the same 4 again", seen)
	}
}

// A slot that a URL has escaped is one as well.
func slotsEscaped(t *testing.T, e engine.Engine) {
	saw := make(chan string, 1)
	url := serve(t, func(w http.ResponseWriter, r *http.Request) { saw <- r.URL.Path; ok(w, r) })
	play(t, e, get(t, url+"seat/$%7Buser%7D", at(0))).want(t, all(measure.OK, 1))
	if path := <-saw; path != "/seat/0" {
		t.Errorf("the target saw %q; want /seat/0", path)
	}
}

// query returns the number that follows what one of the requests begins with.
func query(seen map[string]bool, prefix string) string {
	for s := range seen {
		if rest, ok := strings.CutPrefix(s, prefix); ok && strings.Contains(rest, " 2 ") {
			n, _, _ := strings.Cut(rest, " ")
			return n
		}
	}
	return ""
}

// Users take the bodies of a request in turn.
func bodiesInTurn(t *testing.T, e engine.Engine) {
	url := serve(t, func(w http.ResponseWriter, r *http.Request) { _, _ = io.Copy(w, r.Body) })
	p := send(t, engine.Request{Method: "POST", URL: url, Bodies: [][]byte{[]byte("a"), []byte("bb"), []byte("ccc")}}, every(time.Millisecond, 7))
	r := play(t, e, p)
	r.want(t, all(measure.OK, 7))
	for _, s := range r.samples {
		if want := s.User%3 + 1; s.BytesOut != want || s.BytesIn != want || s.Request != 0 {
			t.Errorf("%+v; want %d bytes there and back, of request 0", s, want)
		}
	}
}
