package targets

import (
	"context"
	"errors"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"matchday/targets/bulkhead"
	"matchday/targets/model"
	"matchday/targets/scrape"
)

// A pager is a target that tells what it is made to, in its own way and on a
// page. As its own Applier it is applied by being returned.
type pager struct {
	*httptest.Server
	page   atomic.Pointer[string] // nil for a page that is not there
	told   *model.Counters        // nil for a target that says nothing in its own way
	usage  Usage
	closed int
}

func newPager(t *testing.T, page string) *pager {
	p := &pager{}
	p.says(page)
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if page := p.page.Load(); page != nil && r.URL.Path == "/metrics" {
			io.WriteString(w, *page)
			return
		}
		http.NotFound(w, r)
	}))
	t.Cleanup(p.Server.Close)
	return p
}

func (p *pager) says(page string)                                        { p.page.Store(&page) }
func (p *pager) Apply(context.Context, bulkhead.Setting) (Target, error) { return p, nil }
func (p *pager) URL() string                                             { return p.Server.URL + "/order" }
func (p *pager) Done() <-chan struct{}                                   { return nil }
func (p *pager) Err() error                                              { return nil }
func (p *pager) Close() error                                            { p.closed++; return nil }

func (p *pager) Counters(context.Context) (Counters, error) {
	if p.told == nil && p.usage == (Usage{}) {
		return Counters{}, ErrNoCounters
	}
	c := Counters{Usage: p.usage, Untold: Books}
	if p.told != nil {
		c.Counters, c.Untold = *p.told, 0
	}
	return c, nil
}

func series(t *testing.T, texts map[Figure]string) map[Figure]scrape.Selector {
	t.Helper()
	out := map[Figure]scrape.Selector{}
	for f, text := range texts {
		s, err := scrape.ParseSelector(text)
		if err != nil {
			t.Fatal(err)
		}
		out[f] = s
	}
	return out
}

// ask applies a page to the target and asks it once.
func ask(t *testing.T, p *pager, m Metrics) Counters {
	t.Helper()
	c, err := meter(t, p, m).Counters(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func meter(t *testing.T, p *pager, m Metrics) Target {
	t.Helper()
	target, err := Metered{p, m}.Apply(t.Context(), bulkhead.Setting{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { target.Close() })
	return target
}

const shopPage = `in_flight{handler="order"} 7
in_flight{handler="cart"} 2
requests_total{code="200"} 120
requests_total{code="503"} 30
process_cpu_seconds_total 2.5
process_resident_memory_bytes 4.096e+06
process_open_fds 12
goroutines 33
`

func TestMetered(t *testing.T) {
	p := newPager(t, shopPage)
	c := ask(t, p, Metrics{
		Address: p.Server.URL + "/metrics",
		Series:  series(t, map[Figure]string{Inside: `in_flight{handler="order"}`, Rejected: `requests_total{code="503"}`, Accepted: "sum of requests_total"}),
		Also:    []scrape.Selector{{Name: "goroutines"}, {Name: "heat"}},
	})
	if c.Inside != 7 || c.Rejected() != 30 || c.Accepted != 150 {
		t.Errorf("inside %d, rejected %d, accepted %d", c.Inside, c.Rejected(), c.Accepted)
	}
	if want := (Usage{CPU: 2500 * time.Millisecond, RSS: 4096000, Descriptors: 12}); c.Usage != want {
		t.Errorf("%+v, want what is told under the usual names", c.Usage)
	}
	if got := c.Untold.Names(); !slices.Equal(got, []string{"queued", "zombies", "completed", "late", "abandoned", "work_done", "work_wasted"}) {
		t.Errorf("untold %v", got)
	}
	if len(c.Also) != 2 || c.Also[0] != (Also{"goroutines", 33}) || c.Also[1].Name != "heat" || !math.IsNaN(c.Also[1].Value) || len(c.Doubts) != 0 {
		t.Errorf("also %v, doubts %v", c.Also, c.Doubts)
	}
}

// What a target tells in its own way is left as it is, unless it is said that the
// page knows better.
func TestMeteredBesideOwnWords(t *testing.T) {
	p := newPager(t, "matchday_target_inside 99\nmatchday_proxy_queued 98\nmatchday_target_accepted_total 97\nprocess_cpu_seconds_total 96\n")
	p.told, p.usage = &model.Counters{Inside: 1, Queued: 2, Accepted: 3}, Usage{CPU: time.Second}
	c := ask(t, p, Metrics{Address: "/metrics", Series: series(t, map[Figure]string{Queued: "matchday_proxy_queued"})})
	if c.Inside != 1 || c.Queued != 98 || c.Accepted != 3 || c.CPU != time.Second || c.Untold != 0 {
		t.Errorf("%+v", c)
	}
	p.page.Store(nil)
	c = ask(t, newTalker(t, p), Metrics{Address: "/metrics", Series: series(t, map[Figure]string{Queued: "matchday_proxy_queued"})})
	if c.Inside != 1 || c.Untold != Figures(1<<Queued) || len(c.Doubts) != 1 {
		t.Errorf("with the page gone: %+v", c)
	}
}

// newTalker is a pager with a page that is gone once it was applied.
func newTalker(t *testing.T, like *pager) *pager {
	p := newPager(t, "matchday_proxy_queued 1\n")
	p.told = like.told
	once := *p.page.Load()
	p.Server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if once == "" {
			http.NotFound(w, r)
		}
		io.WriteString(w, once)
		once = ""
	})
	return p
}

func TestMeteredRefused(t *testing.T) {
	check := func(name string, page *string, m Metrics, want string) {
		t.Helper()
		p := newPager(t, "")
		p.page.Store(page)
		_, err := Metered{p, m}.Apply(t.Context(), bulkhead.Setting{})
		if err == nil || strings.ReplaceAll(err.Error(), p.Server.URL, "URL") != want {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
		if p.closed != 1 {
			t.Errorf("%s: the target was closed %d times", name, p.closed)
		}
	}
	const foreign = "up 1\n"
	check("nothing known", new(foreign), Metrics{Address: "/metrics"},
		"metrics: URL/metrics: the page has none of the series looked for; want the names of some, such as series: {inside: http_requests_in_flight}")
	check("no page", nil, Metrics{Address: "/metrics"}, "metrics: URL/metrics: answered 404 Not Found, want 200 OK")
	check("another page", new("<html>\n"), Metrics{Address: "/metrics", Also: []scrape.Selector{{Name: "<html>"}}},
		`metrics: URL/metrics: not a page for Prometheus: text format parsing error in line 1: invalid metric name`)
	if _, err := (Metrics{Address: "/metrics"}).At("unix:///run/shop.sock"); err == nil {
		t.Error("a path is an address of a unix socket")
	}
	for _, address := range []string{"", "metrics", "ftp://127.0.0.1/metrics", "//127.0.0.1/metrics", "http://", "http://%"} {
		if (Metrics{Address: address}).Check() == nil {
			t.Errorf("address %q is none", address)
		}
	}
}

// A page that lies is not believed, and says so once for all where a count is no
// use any more.
func TestMeteredLies(t *testing.T) {
	const start = "inside 4\ndone 10\n"
	check := func(name string, want []string, untold Figures, pages ...string) {
		t.Helper()
		p := newPager(t, start)
		target := meter(t, p, Metrics{Address: "/metrics", Series: series(t, map[Figure]string{Inside: "inside", Completed: "done"})})
		var doubts []string
		var c Counters
		for _, page := range append([]string{start}, pages...) {
			p.says(page)
			var err error
			if c, err = target.Counters(t.Context()); err != nil {
				t.Fatal(err)
			}
			for _, d := range c.Doubts {
				doubts = append(doubts, d.Why)
			}
		}
		if c.Untold&(1<<Inside|1<<Completed) != untold || !slices.Equal(doubts, want) {
			t.Errorf("%s: untold %v, doubts %q", name, c.Untold.Names(), doubts)
		}
	}
	check("no lie", nil, 0, "inside 0\ndone 10\n", "inside 3\ndone 11\n")
	check("a state that lies and mends its ways", []string{"inside (inside) is not a number", "inside (inside) is negative", "inside (inside) is larger than can be"}, 0,
		"inside NaN\ndone 11\n", "inside -1\ndone 12\n", "inside +Inf\ndone 13\n", "inside 2\ndone 14\n")
	check("a count that falls", []string{"completed (done) fell from 11 to 3, so the target was started anew"}, 1<<Completed,
		"inside 1\ndone 11\n", "inside 1\ndone 3\n", "inside 1\ndone 90\n")
	check("a count that lies and mends its ways", []string{"completed (done) is not a number"}, 0, "inside 1\ndone NaN\n", "inside 1\ndone 12\n")
	check("a series that is gone", []string{"completed (done) is no longer on the page"}, 1<<Completed, "inside 1\n")
}

// A count that nobody has heard of may yet begin; one without a sound beginning
// has no total.
func TestMeteredBeginnings(t *testing.T) {
	check := func(start, then string, want []Doubt, untold Figures, completed int64) {
		t.Helper()
		p := newPager(t, start)
		target := meter(t, p, Metrics{Address: "/metrics", Series: series(t, map[Figure]string{Completed: "done"}), Also: []scrape.Selector{{Name: "up"}}})
		before, err := target.Counters(t.Context())
		if err != nil || !slices.Equal(before.Doubts, want) {
			t.Errorf("%q: %v, %v", start, before.Doubts, err)
		}
		p.says(then)
		now, err := target.Counters(t.Context())
		if since := now.Sub(before); err != nil || since.Completed != completed || since.Untold&(1<<Completed) != untold {
			t.Errorf("%q: %d, untold %v, %v", then, since.Completed, since.Untold.Names(), err)
		}
	}
	check("up 1\ndone 5\n", "up 1\ndone 7\n", nil, 0, 2)
	check("up 1\n", "up 1\ndone 7\n", []Doubt{{"completed (done) is not on the page", true}}, 0, 7)
	check("up 1\ndone NaN\n", "up 1\ndone 7\n", []Doubt{{"completed (done) is not a number", false}}, 1<<Completed, 0)
	check("up 1\ndone 5\n", "up 1\ndone 3\n", nil, 1<<Completed, 0)
}

// What begins to tell nothing at all is an error of that reading.
func TestMeteredFallsSilent(t *testing.T) {
	p := newPager(t, "inside 1\n")
	target := meter(t, p, Metrics{Address: "/metrics", Series: series(t, map[Figure]string{Inside: "inside"})})
	p.page.Store(nil)
	if _, err := target.Counters(t.Context()); err == nil || errors.Is(err, ErrNoCounters) {
		t.Errorf("error %v", err)
	}
	p.says("inside 2\n")
	if c, err := target.Counters(t.Context()); err != nil || c.Inside != 2 {
		t.Errorf("later: %+v, %v", c, err)
	}
}

func TestFigures(t *testing.T) {
	for f := range figureCount {
		got, err := ParseFigure(f.String())
		if err != nil || got != f {
			t.Errorf("%s reads back as %s, %v", f, got, err)
		}
		var c Counters
		c.unset(f)
		c.set(f, 3)
		again := c
		if c.unset(f); c.Counters != (model.Counters{}) || c.Usage != (Usage{}) || again.Counters == c.Counters && again.Usage == c.Usage {
			t.Errorf("%s: set %+v, unset %+v", f, again, c)
		}
	}
	if _, err := ParseFigure("speed"); err == nil || !strings.HasPrefix(err.Error(), `figure "speed" is not one of inside, queued,`) {
		t.Errorf("error %v", err)
	}
}
