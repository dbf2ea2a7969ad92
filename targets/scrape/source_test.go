package scrape

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func TestSource(t *testing.T) {
	var answer atomic.Pointer[http.HandlerFunc]
	var conns atomic.Int64
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { (*answer.Load())(w, r) }))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			conns.Add(1)
		}
	}
	server.Start()
	defer server.Close()
	s := NewSource(server.URL)
	defer s.Close()
	read := func(limit time.Duration, h http.HandlerFunc) (Value, error) {
		ctx, cancel := context.WithTimeout(t.Context(), limit)
		defer cancel()
		answer.Store(&h)
		all, err := s.Read(ctx, selectors(t, "up"))
		if err != nil {
			return Value{}, err
		}
		return all[0], nil
	}
	for i := range 3 {
		got, err := read(time.Minute, func(w http.ResponseWriter, r *http.Request) {
			if accept := r.Header.Get("Accept"); !strings.HasPrefix(accept, "text/plain;version=0.0.4") {
				t.Errorf("accepts %q", accept)
			}
			fmt.Fprintf(w, "up %d\n", i)
		})
		if err != nil || got != (Value{float64(i), true}) {
			t.Errorf("%+v, %v", got, err)
		}
	}
	if n := conns.Load(); n != 1 {
		t.Errorf("%d connections for three readings", n)
	}

	refused := func(want string, limit time.Duration, h http.HandlerFunc) {
		t.Helper()
		if _, err := read(limit, h); err == nil || err.Error() != server.URL+": "+want {
			t.Errorf("%v, want %s", err, want)
		}
	}
	refused("answered 500 Internal Server Error, want 200 OK", time.Minute, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) })
	refused("answered 302 Found, want 200 OK", time.Minute, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://example.com/", http.StatusFound)
	})
	refused("the page is empty", time.Minute, func(http.ResponseWriter, *http.Request) {})
	refused("the page is torn: its last line has no end", time.Minute, func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "<html>") })
	refused("unexpected EOF", time.Minute, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		io.WriteString(w, "up 1\n")
	})
	refused("the page is longer than 4194304 bytes", time.Minute, func(w http.ResponseWriter, _ *http.Request) {
		for range 1 << 18 { // it would be longer still
			io.WriteString(w, "a_line_of_a_page_that_never_seems_to_end 1\n")
		}
	})
	hang := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	refused("no answer in time", 20*time.Millisecond, hang)
	refused("no answer in time", 20*time.Millisecond, func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, "up 1\n")
		w.(http.Flusher).Flush()
		hang(w, r)
	})
	if got, err := read(time.Minute, func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "up 9\n") }); err != nil || got.Sum != 9 {
		t.Errorf("after all that: %+v, %v", got, err)
	}
}

func BenchmarkRead(b *testing.B) {
	var large strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&large, "# HELP metric_%d Something.\n# TYPE metric_%d counter\nmetric_%d{handler=\"order\",code=\"200\"} %d\n", i, i, i, i)
	}
	all := selectors(b, "metric_17", `metric_18{code="200"}`, "metric_4999", "none")
	page := []byte(large.String())
	b.SetBytes(int64(len(page)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(page, all); err != nil {
			b.Fatal(err)
		}
	}
}
