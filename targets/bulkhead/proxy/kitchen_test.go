package proxy

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"matchday/targets/bulkhead"
)

// patience is how long tests wait for what should happen at once, on however
// busy a machine.
const patience = 20 * time.Second

// eventually waits until something is so.
func eventually(t testing.TB, what string, so func() bool) {
	t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(patience); !so(); <-tick.C {
		if time.Now().After(end) {
			t.Fatalf("not in time: %s", what)
		}
	}
}

// A kitchen is a service that answers when it is told to.
type kitchen struct {
	*httptest.Server
	inside, came, dropped atomic.Int64
	conns                 atomic.Int64  // opened to it, ever
	ready                 chan struct{} // one for each answer; closed for all
}

func newKitchen(t testing.TB) *kitchen {
	k := &kitchen{ready: make(chan struct{})}
	k.Server = httptest.NewUnstartedServer(k)
	k.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			k.conns.Add(1)
		}
	}
	k.Config.Protocols = protocols()
	k.Start()
	t.Cleanup(k.Close)
	t.Cleanup(k.CloseClientConnections)
	return k
}

func protocols() *http.Protocols {
	p := new(http.Protocols)
	p.SetHTTP1(true)
	p.SetUnencryptedHTTP2(true)
	return p
}

func (k *kitchen) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	k.came.Add(1)
	k.inside.Add(1)
	defer k.inside.Add(-1)
	select {
	case <-k.ready:
		w.Header().Set("Content-Type", "text/plain")
		w.Write(append([]byte("served "), body...))
	case <-r.Context().Done():
		k.dropped.Add(1)
	}
}

// openKitchen is a kitchen that answers at once.
func openKitchen(t testing.TB) *kitchen {
	k := newKitchen(t)
	close(k.ready)
	return k
}

// A stand is a proxy that serves, and who calls it.
type stand struct {
	*Proxy
	url    string
	client *http.Client
	end    context.CancelFunc // of serving
	ended  <-chan error
}

func setting(t testing.TB, text string) bulkhead.Setting {
	t.Helper()
	s, err := bulkhead.ParseSetting(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func route(t testing.TB, text string) Route {
	t.Helper()
	r, err := ParseRoute(text)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func service(t testing.TB, text string) *url.URL {
	t.Helper()
	to, err := ParseService(text)
	if err != nil {
		t.Fatal(err)
	}
	return to
}

// front puts a proxy in front of a service.
func front(t testing.TB, to, bounds string, routes ...string) *stand {
	t.Helper()
	o := Options{To: service(t, to), Setting: setting(t, bounds)}
	for _, r := range routes {
		o.Routes = append(o.Routes, route(t, r))
	}
	return serve(t, o)
}

func serve(t testing.TB, o Options) *stand {
	t.Helper()
	p, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, end := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		ended <- p.Serve(ctx, l)
		close(ended)
	}()
	client := &http.Client{Transport: &http.Transport{}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	t.Cleanup(func() {
		end()
		if err := <-ended; err != nil {
			t.Errorf("the proxy ended with %v", err)
		}
		client.CloseIdleConnections()
	})
	return &stand{Proxy: p, url: "http://" + l.Addr().String(), client: client, end: end, ended: ended}
}

// An answer is what a caller got.
type answer struct {
	status int
	header http.Header
	body   string
	err    error
}

// call sends a request and reads the answer.
func (s *stand) call(method, path, body string, headers ...string) answer {
	return ask(s.client, request(context.Background(), method, s.url+path, body, headers...))
}

func request(ctx context.Context, method, url, body string, headers ...string) *http.Request {
	var from io.Reader
	if body != "" {
		from = bytes.NewReader([]byte(body))
	}
	r, err := http.NewRequestWithContext(ctx, method, url, from)
	if err != nil {
		panic(err)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	return r
}

func ask(c *http.Client, r *http.Request) answer {
	resp, err := c.Do(r)
	if err != nil {
		return answer{err: err}
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return answer{resp.StatusCode, resp.Header, string(body), err}
}

// later sends a request and has its answer come by a channel.
func (s *stand) later(method, path, body string, headers ...string) <-chan answer {
	out := make(chan answer, 1)
	go func() { out <- s.call(method, path, body, headers...) }()
	return out
}

// told returns what the proxy says of a route.
func (s *stand) told(name string) report { return s.lane(name).report() }

// until waits until so many are inside and queued.
func (s *stand) until(t testing.TB, inside, queued int64) {
	t.Helper()
	eventually(t, "requests inside and queued", func() bool {
		r := s.told("")
		return r.Inside == inside && r.Queued == queued
	})
}

// untilClosed waits until nobody new gets through the door.
func (s *stand) untilClosed(t testing.TB) {
	t.Helper()
	eventually(t, "nobody new", func() bool {
		conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
		if err == nil {
			conn.Close()
		}
		return err != nil
	})
}
