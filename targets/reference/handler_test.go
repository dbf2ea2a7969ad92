package reference

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"matchday/targets/model"
)

// A memory is a listener whose connections are pipes, for use in a bubble.
type memory struct {
	conns chan net.Conn
	done  chan struct{}
	close func()
}

func listen() *memory {
	m := &memory{conns: make(chan net.Conn), done: make(chan struct{})}
	m.close = sync.OnceFunc(func() { close(m.done) })
	return m
}

func (m *memory) Accept() (net.Conn, error) {
	select {
	case c := <-m.conns:
		return c, nil
	case <-m.done:
		return nil, net.ErrClosed
	}
}

func (m *memory) Close() error   { m.close(); return nil }
func (m *memory) Addr() net.Addr { return &net.UnixAddr{Name: "memory"} }

func (m *memory) DialContext(ctx context.Context, _, _ string) (net.Conn, error) {
	mine, theirs := net.Pipe()
	select {
	case m.conns <- theirs:
		return mine, nil
	case <-m.done:
		return nil, net.ErrClosed
	}
}

// A remote is a service behind a memory listener and a client of it.
type remote struct {
	t *testing.T
	http.Client
	stop  context.CancelFunc
	ended chan error
}

func serve(t *testing.T, o model.Options) *remote { return serveThat(t, newStation(t, o)) }

func serveThat(t *testing.T, service Service) *remote {
	ctx, stop := context.WithCancel(t.Context())
	m := listen()
	r := &remote{t: t, stop: stop, ended: make(chan error, 1)}
	r.Transport = &http.Transport{DialContext: m.DialContext}
	go func() { r.ended <- Serve(ctx, m, service) }()
	return r
}

func (r *remote) end() {
	r.stop()
	if err := <-r.ended; err != nil {
		r.t.Error(err)
	}
	r.CloseIdleConnections()
}

func (r *remote) get(path string) (status int, header http.Header, body string) {
	r.t.Helper()
	resp, err := r.Get("http://memory" + path)
	if err != nil {
		r.t.Fatal(err)
	}
	defer resp.Body.Close()
	all, err := io.ReadAll(resp.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return resp.StatusCode, resp.Header, string(all)
}

func (r *remote) stats() (c model.Counters) {
	r.t.Helper()
	_, _, body := r.get("/stats")
	if err := json.Unmarshal([]byte(body), &c); err != nil {
		r.t.Fatal(err)
	}
	return c
}

func TestServe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := serve(t, model.Options{CPUs: 1, Demand: 50 * time.Millisecond, Bulkhead: setting(t, "1/1")})
		var callers sync.WaitGroup
		order := func(name, path string, status int, want map[string]string) {
			callers.Go(func() {
				got, header, _ := r.get(path)
				if got != status {
					t.Errorf("%s: status %d, want %d", name, got, status)
				}
				for key, value := range want {
					if header.Get(key) != value {
						t.Errorf("%s: %s is %q, want %q", name, key, header.Get(key), value)
					}
				}
			})
			synctest.Wait()
		}
		order("inside", "/order", 200, map[string]string{"Server-Timing": "q;dur=0.000, s;dur=50.000", "X-Seq": "1"})
		order("queued", "/menu?key=7&size=20ms", 200, map[string]string{"Server-Timing": "q;dur=50.000, s;dur=20.000", "X-Seq": "2"})
		order("refused", "/order", 503, map[string]string{"X-Matchday-Reject": "full", "Retry-After": "1", "X-Seq": ""})
		order("wrong size", "/order?size=big", 400, nil)
		order("health", "/healthz", 200, nil)
		order("reset by accident", "/reset", 405, nil)
		callers.Wait()
		got := r.stats()
		want := model.Counters{Uptime: 70 * time.Millisecond, Accepted: 3, Completed: 2, RejectedFull: 1, MaxInside: 1, MaxInSystem: 2,
			InsideTime: 70 * time.Millisecond, QueuedTime: 50 * time.Millisecond, FullTime: 50 * time.Millisecond, WorkDone: 70 * time.Millisecond}
		if got != want {
			t.Errorf("stats\n got %+v\nwant %+v", got, want)
		}
		if resp, err := r.Post("http://memory/reset", "", nil); err != nil || resp.StatusCode != http.StatusNoContent {
			t.Errorf("reset: %v, %v", resp, err)
		}
		if got := r.stats(); got != (model.Counters{}) {
			t.Errorf("after a reset: %+v", got)
		}
		r.end()
	})
}

// A caller gives up by closing its connection. The service learns of it, with
// a body to read or without, and works on.
func TestCallerHangsUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := serve(t, model.Options{CPUs: 2, Demand: time.Second})
		for _, body := range []string{"", "an order of pizza"} {
			ctx, hangUp := context.WithTimeout(t.Context(), 250*time.Millisecond)
			req, _ := http.NewRequestWithContext(ctx, "POST", "http://memory/order", strings.NewReader(body))
			if resp, err := r.Do(req); err == nil {
				t.Errorf("answered with %v", resp.Status)
			}
			hangUp()
			synctest.Wait()
		}
		if got := r.stats(); got.Zombies != 2 || got.Inside != 2 || got.WorkWasted != 750*time.Millisecond {
			t.Errorf("after two hung up: %+v", got)
		}
		time.Sleep(time.Second)
		if got := r.stats(); got.CompletedLate != 2 || got.Zombies != 0 || got.WorkWasted != 2*time.Second {
			t.Errorf("in the end: %+v", got)
		}
		r.end()
	})
}

// A service that is told to end does so at once, whoever still waits.
func TestServeEndsPromptly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := serve(t, model.Options{CPUs: 1, Demand: time.Hour})
		var callers sync.WaitGroup
		for range 10 {
			callers.Go(func() {
				if resp, err := r.Get("http://memory/order"); err == nil {
					t.Errorf("answered with %v", resp.Status)
				}
			})
		}
		synctest.Wait()
		start := time.Now()
		r.end()
		callers.Wait()
		if took := time.Since(start); took != 0 {
			t.Errorf("took %v to end", took)
		}
	})
}

func TestMetricsPage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStation(t, model.Options{CPUs: 1, Demand: 30 * time.Millisecond, Bulkhead: setting(t, "1/1 wait 10ms")})
		defer s.Close()
		var callers sync.WaitGroup
		for range 3 {
			callers.Go(func() { s.Order(t.Context(), Request{}) })
			synctest.Wait()
		}
		callers.Wait()
		page := httptest.NewRecorder()
		Handler(s).ServeHTTP(page, httptest.NewRequest("GET", "/metrics", nil))
		for _, want := range []string{
			`matchday_target_accepted_total 3`,
			`matchday_target_completed_total 1`,
			`matchday_target_rejected_total{reason="full"} 1`,
			`matchday_target_rejected_total{reason="wait"} 1`,
			`matchday_target_queued_seconds_total 0.01`,
			`matchday_target_in_system_max 2`,
			`matchday_target_work_done_seconds_total 0.03`,
			`matchday_target_service_seconds_bucket{le="0.02"} 0`,
			`matchday_target_service_seconds_bucket{le="0.05"} 1`,
			`matchday_target_service_seconds_sum 0.03`,
			`matchday_target_wait_seconds_bucket{le="0.001"} 1`,
		} {
			if !strings.Contains(page.Body.String(), "\n"+want+"\n") {
				t.Errorf("the page lacks %s", want)
			}
		}
	})
}

// Three orders, one connection to the database and one place to wait for it.
func TestMetricsOfADatabase(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStation(t, model.Options{CPUs: 3, Demand: 10 * time.Millisecond,
			Database: &model.Database{CPUs: 1, Demand: 40 * time.Millisecond, Conns: setting(t, "1/1")}})
		defer s.Close()
		var callers sync.WaitGroup
		for range 3 {
			callers.Go(func() { s.Order(t.Context(), Request{}) })
		}
		time.Sleep(30 * time.Millisecond)
		page := httptest.NewRecorder()
		Handler(s).ServeHTTP(page, httptest.NewRequest("GET", "/metrics", nil))
		for _, want := range []string{
			`matchday_target_rejected_total{reason="full"} 1`,
			`matchday_target_database_accepted_total 3`,
			`matchday_target_database_rejected_total{reason="full"} 1`,
			`matchday_target_database_rejected_total{reason="wait"} 0`,
			`matchday_target_database_inside 1`,
			`matchday_target_database_queued 1`,
			`matchday_target_database_inside_seconds_total 0.02`,
			`matchday_target_database_queued_seconds_total 0.02`,
			`matchday_target_database_work_done_seconds_total 0.02`,
			`matchday_target_work_done_seconds_total 0.05`,
			`matchday_target_work_wasted_seconds_total 0.01`,
		} {
			if !strings.Contains(page.Body.String(), "\n"+want+"\n") {
				t.Errorf("the page lacks %s", want)
			}
		}
		callers.Wait()
	})
}

// One order over a real connection, at next to no demand.
func BenchmarkRoundTrip(b *testing.B) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	ctx, stop := context.WithCancel(b.Context())
	ended := make(chan error)
	go func() { ended <- Serve(ctx, listener, newStation(b, model.Options{CPUs: 20, Demand: time.Nanosecond})) }()
	url := fmt.Sprintf("http://%s/order", listener.Addr())
	b.ReportAllocs()
	for b.Loop() {
		resp, err := http.Get(url)
		if err != nil {
			b.Fatal(err)
		}
		io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
	}
	stop()
	<-ended
}

// One order below HTTP that is refused.
func BenchmarkRefuse(b *testing.B) {
	s := newStation(b, model.Options{CPUs: 1, Demand: time.Hour, Bulkhead: setting(b, "1/0")})
	ctx, leave := context.WithCancel(b.Context())
	leave()
	s.Order(ctx, Request{})
	b.ReportAllocs()
	for b.Loop() {
		s.Order(b.Context(), Request{})
	}
}
