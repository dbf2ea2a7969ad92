package engine_test

import (
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"matchday/engine"
	"matchday/measure"
)

// discard is the log of servers whose clients misbehave on purpose.
var discard = log.New(io.Discard, "", 0)

func protocols(t *testing.T, e engine.Engine) {
	secure := httptest.NewUnstartedServer(http.HandlerFunc(ok))
	secure.EnableHTTP2 = true
	secure.Config.ErrorLog = discard // connections that were not needed after all
	secure.StartTLS()
	t.Cleanup(secure.Close)
	plain, ca, socket := serve(t, ok), certificate(t, secure), unixSocket(t)

	check := func(name, url, spoken string, tr engine.Transport) {
		t.Helper()
		p := get(t, url, every(2*time.Millisecond, 10))
		p.Transport = tr
		if refuses(t, e, p) {
			return
		}
		r := play(t, e, p)
		r.want(t, all(measure.OK, 10))
		if r.Protocol != spoken || r.Conns == 0 {
			t.Errorf("%s: spoke %q over %d connections; want %q", name, r.Protocol, r.Conns, spoken)
		}
	}
	check("in clear", plain, "HTTP/1.1", engine.Transport{})
	check("h2c", plain, "HTTP/2.0", engine.Transport{Protocol: "h2c"})
	check("https", secure.URL, "HTTP/1.1", engine.Transport{CAFile: ca})
	check("h2", secure.URL, "HTTP/2.0", engine.Transport{Protocol: "h2", CAFile: ca})
	check("certificate's name", secure.URL, "HTTP/1.1", engine.Transport{CAFile: ca, ServerName: "example.com"})
	check("any certificate", secure.URL, "HTTP/1.1", engine.Transport{Insecure: true})
	check("unix socket", "http://stadium/", "HTTP/1.1", engine.Transport{Unix: socket})
}

// Connections after the first take up its session. Nobody comes before the one
// before has gone, so that the first has had its ticket.
func sessions(t *testing.T, e engine.Engine) {
	const n = 6
	secure := httptest.NewTLSServer(http.HandlerFunc(ok))
	t.Cleanup(secure.Close)
	gone := make(chan struct{}, n)
	p := get(t, secure.URL, func(yield func(time.Duration) bool) {
		for i := range n {
			if i > 0 {
				<-gone
			}
			if !yield(0) {
				return
			}
		}
	})
	p.Transport = engine.Transport{Insecure: true, NoReuse: true}
	r := &tape{heard: func(measure.Sample) { gone <- struct{}{} }}
	r.play(t.Context(), t, e, p)
	r.want(t, all(measure.OK, n))
	if r.Resumed != n-1 {
		t.Errorf("%d of %d sessions were taken up again; want all but the first", r.Resumed, n)
	}
}

// unixSocket serves on a unix socket and returns its path.
func unixSocket(t *testing.T) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "s")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	s := &httptest.Server{Listener: l, Config: &http.Server{Handler: http.HandlerFunc(ok)}}
	s.Start()
	t.Cleanup(s.Close)
	return path
}

// Whoever comes when the last but one has gone needs no more than two
// connections for all, of each pool.
func connections(t *testing.T, e engine.Engine, few int64) {
	const n = 20
	gone := make(chan struct{}, n)
	p := get(t, serve(t, ok), func(yield func(time.Duration) bool) {
		for i := range n {
			if i >= 2 {
				<-gone
			}
			if !yield(0) {
				return
			}
		}
	})
	for reuse, most := range map[bool]int64{true: few, false: n} {
		p.Transport.NoReuse = !reuse
		r := &tape{heard: func(measure.Sample) { gone <- struct{}{} }}
		r.play(t.Context(), t, e, p)
		r.want(t, all(measure.OK, n))
		if r.Conns == 0 || r.Conns > most || !reuse && r.Conns != n {
			t.Errorf("reuse %v: %d connections; want %d", reuse, r.Conns, most)
		}
		for len(gone) > 0 {
			<-gone
		}
	}
}
