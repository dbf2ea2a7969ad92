package proxy

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	counters "matchday/targets/model"
)

// Bounds change while the proxy runs: for who comes now, and for who waits.
func TestBoundsChangeWhileItRuns(t *testing.T) {
	k := newKitchen(t)
	p := front(t, k.URL, "1/1", "/shop 5/5")
	first := p.later("GET", "/", "")
	p.until(t, 1, 0)
	second := p.later("GET", "/", "")
	p.until(t, 1, 1)
	check := func(method, path, body string, status int, want string) {
		t.Helper()
		if a := p.call(method, path, body); a.status != status || a.body != want {
			t.Errorf("%s %s %q: %d %q, want %d %q", method, path, body, a.status, a.body, status, want)
		}
	}
	check("GET", "/-/bulkhead", "", 200, "/shop: 5/5\ndefault: 1/1\n")
	check("PUT", "/-/bulkhead", "2/0\n", 200, "2/0\n")
	eventually(t, "who was queued at the service", func() bool { return k.inside.Load() == 2 })
	check("GET", "/", "", 503, "full\n")
	check("POST", "/-/bulkhead?route=/shop", "1/0", 200, "1/0\n")
	check("GET", "/-/bulkhead?route=/shop", "", 200, "1/0\n")
	check("GET", "/-/bulkhead?route=default", "", 200, "2/0\n")
	check("PUT", "/-/bulkhead?route=/none", "1/0", 404, "route \"/none\": want one of /shop, default\n")
	check("PUT", "/-/bulkhead", "0/5", 400, "bulkhead \"0/5\": inside must be at least 1, for example 20/100\n")
	check("PUT", "/-/bulkhead", strings.Repeat("x", longestSetting+1), 400, "http: request body too large\n")
	check("DELETE", "/-/bulkhead", "", 405, "Method Not Allowed\n")
	if a := p.call("GET", "/-/bulkhead", "", "Accept", "application/json"); a.body != `{"/shop":"1/0","default":"2/0"}`+"\n" {
		t.Errorf("as JSON %q", a.body)
	}
	check("PUT", "/-/bulkhead", "none", 200, "none\n")
	close(k.ready)
	for _, a := range []<-chan answer{first, second} {
		if a := <-a; a.status != http.StatusOK {
			t.Errorf("%+v", a)
		}
	}
}

// Only who is on this machine, or knows the token, may change anything.
func TestWhoMayChangeBounds(t *testing.T) {
	p, err := New(Options{To: service(t, "http://127.0.0.1:1"), AdminToken: "secret"})
	if err != nil {
		t.Fatal(err)
	}
	check := func(from string, want int, headers ...string) {
		t.Helper()
		for method, path := range map[string]string{"PUT": "/-/bulkhead", "POST": "/-/reset"} {
			r := request(t.Context(), method, "http://proxy.test"+path, "5/5", headers...)
			r.RemoteAddr = from
			w := httptest.NewRecorder()
			p.ServeHTTP(w, r)
			if w.Code/100 != want/100 {
				t.Errorf("%s %s from %s %v: %d, want %d", method, path, from, headers, w.Code, want)
			}
		}
	}
	check("127.0.0.1:5", 200)
	check("[::1]:5", 200)
	check("[::ffff:127.0.0.1]:5", 200)
	check("192.0.2.1:5", 403)
	check("192.0.2.1:5", 200, "Authorization", "Bearer secret")
	check("192.0.2.1:5", 403, "Authorization", "Bearer ")
	check("192.0.2.1:5", 403, "Authorization", "secret")
	check("127.0.0.1:5", 403, "X-Forwarded-For", "192.0.2.1")
	check("127.0.0.1:5", 403, "Origin", "http://elsewhere.test")
	check("127.0.0.1:5", 403, "Sec-Fetch-Site", "cross-site")
	p.options.AdminToken = ""
	check("192.0.2.1:5", 403, "Authorization", "Bearer ")
}

// What the proxy tells is counters as every target has them. They close with
// people inside, and a reset leaves only these.
func TestStatsAndReset(t *testing.T) {
	k := newKitchen(t)
	p := front(t, k.URL, "1/0", "/shop 1/1")
	read := func() (c counters.Counters) {
		t.Helper()
		if err := json.Unmarshal([]byte(p.call("GET", "/-/stats", "").body), &c); err != nil || c.Closes() != nil {
			t.Fatalf("%v, %v", err, c.Closes())
		}
		return c
	}
	first := p.later("GET", "/", "")
	p.until(t, 1, 0)
	k.ready <- struct{}{}
	<-first
	second := p.later("GET", "/", "")
	p.until(t, 1, 0)
	p.call("GET", "/", "")
	shop := p.later("GET", "/shop", "")
	eventually(t, "the shop's at the service", func() bool { return k.inside.Load() == 2 })
	if c := read(); c.Accepted != 4 || c.Completed != 1 || c.RejectedFull != 1 || c.Inside != 2 || c.MaxInside != 1 || c.Uptime <= 0 || c.InsideTime <= 0 {
		t.Errorf("%+v", c)
	}
	if a := p.call("POST", "/-/reset", ""); a.status != http.StatusNoContent {
		t.Fatalf("%+v", a)
	}
	if c := read(); c.Accepted != 2 || c.Completed != 0 || c.RejectedFull != 0 || c.Inside != 2 {
		t.Errorf("after a reset %+v", c)
	}
	close(k.ready)
	<-second
	<-shop
	eventually(t, "all out", func() bool { return read().Inside == 0 })
	if c := read(); c.Accepted != 2 || c.Completed != 2 {
		t.Errorf("at the end %+v", c)
	}
	p.call("POST", "/-/reset", "")
	if c := read(); c.Accepted != 0 || c.MaxInside != 0 || c.InsideTime != 0 {
		t.Errorf("after a reset with nobody inside %+v", c)
	}
}

// The page can be read, and has a set of figures for each route.
func TestMetricsPage(t *testing.T) {
	k := openKitchen(t)
	p := front(t, k.URL, "5/10", "header X-Tenant each 1/inf", "/shop none")
	p.call("GET", "/", "")
	p.call("GET", "/", "", "X-Tenant", "a")
	p.call("GET", "/", "", "X-Tenant", "b")
	p.until(t, 0, 0)
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(strings.NewReader(p.call("GET", "/-/metrics", "").body))
	if err != nil {
		t.Fatal(err)
	}
	value := func(name, route string) float64 {
		for _, m := range families["matchday_proxy_"+name].GetMetric() {
			for _, l := range m.GetLabel() {
				if l.GetName() == "route" && l.GetValue() == route {
					return m.GetCounter().GetValue() + m.GetGauge().GetValue() + float64(m.GetHistogram().GetSampleCount())
				}
			}
		}
		t.Errorf("no %s of %s", name, route)
		return -1
	}
	for name, want := range map[string]float64{
		"requests_total": 2, "admitted_total": 2, "completed_total": 2, "abandoned_total": 0, "upstream_errors_total": 0, "refused_total": 0,
		"inside": 0, "queued": 0, "inside_limit": 1, "doors": 2, "wait_seconds": 2, "service_seconds": 2, "refuse_seconds": 0, "full_seconds_total": 0,
	} {
		if got := value(name, "header X-Tenant each"); got != want {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
	if got := value("queued_limit", "default"); got != 10 {
		t.Errorf("limit of the queue %v, want 10", got)
	}
	value("inside_limit", "/shop")
}

// Only what is the proxy's own is kept from the service.
func TestPathsOfTheProxy(t *testing.T) {
	p := front(t, openKitchen(t).URL, "5/5")
	for path, want := range map[string]string{"/-/healthz": "ok\n", "/-/other": "served ", "/-/": "served ", "/-/stats/": "served "} {
		if a := p.call("GET", path, ""); a.status != http.StatusOK || a.body != want {
			t.Errorf("%s: %d %q, want %q", path, a.status, a.body, want)
		}
	}
}
