package proxy

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// cook starts a service of the test's own.
func cook(t testing.TB, h http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewUnstartedServer(h)
	s.Config.Protocols = protocols()
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.Start()
	t.Cleanup(s.Close)
	t.Cleanup(s.CloseClientConnections)
	return s.URL
}

// upgraded opens a connection that echoes, through the proxy.
func upgraded(t *testing.T, url string) (net.Conn, *bufio.Reader) {
	t.Helper()
	conn := dial(t, url)
	io.WriteString(conn, "GET /chat HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n")
	in := bufio.NewReader(conn)
	resp, err := http.ReadResponse(in, nil)
	if err != nil || resp.StatusCode != http.StatusSwitchingProtocols || resp.Header.Get("Upgrade") != "echo" {
		t.Fatalf("%v, %v, want 101", resp, err)
	}
	return conn, in
}

// echo takes a connection over and says everything back.
func echo(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Upgrade") != "echo" {
		http.Error(w, "want an upgrade", http.StatusUpgradeRequired)
		return
	}
	conn, both, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer conn.Close()
	io.WriteString(conn, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n")
	io.Copy(conn, both)
}

// An upgraded connection passes through and keeps its seat for as long as it
// lives.
func TestUpgradedConnectionsKeepTheirSeat(t *testing.T) {
	p := front(t, cook(t, echo), "1/0")
	conn, in := upgraded(t, p.url)
	for _, line := range []string{"one pizza\n", "another\n"} {
		io.WriteString(conn, line)
		if got, err := in.ReadString('\n'); got != line {
			t.Fatalf("%q, %v", got, err)
		}
	}
	if a := p.call("GET", "/", ""); a.status != http.StatusServiceUnavailable {
		t.Errorf("beside an upgraded connection: %d", a.status)
	}
	conn.Close()
	p.until(t, 0, 0)
	if a := p.call("GET", "/", ""); a.status != http.StatusUpgradeRequired {
		t.Errorf("after it: %d, %v", a.status, a.err)
	}
	if r := p.told(""); r.Accepted != 3 || r.Completed != 2 || r.Closes() != nil {
		t.Errorf("%+v", r.Counters)
	}
}

// What a service is told of its caller, and what is between neighbours only.
func TestHeadersToTheService(t *testing.T) {
	told := make(chan http.Header, 1)
	url := cook(t, func(w http.ResponseWriter, r *http.Request) {
		h := r.Header.Clone()
		h.Set("Host", r.Host)
		told <- h
		w.Header().Set("Connection", "X-Next")
		w.Header().Set("X-Next", "for the neighbour")
		w.Header().Set("X-All", "for all")
	})
	host := strings.TrimPrefix(url, "http://")
	p := front(t, url, "1/0")
	at := strings.TrimPrefix(p.url, "http://")
	check := func(what string, keep bool, headers []string, want http.Header) {
		t.Helper()
		p.forward.keepHost = keep
		for _, body := range []string{"", "pizza"} {
			a := p.call("OPTIONS", "/", body, append([]string{"Accept-Encoding", "x", "User-Agent", "test"}, headers...)...)
			if a.header.Get("X-Next") != "" || a.header.Get("X-All") != "for all" {
				t.Errorf("%s: answered with %v", what, a.header)
			}
			got := <-told
			for _, usual := range []string{"Accept-Encoding", "User-Agent", "Content-Length"} {
				got.Del(usual)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s, body %q:\n%s", what, body, diff)
			}
		}
	}
	check("plain", false, nil, http.Header{
		"Host": {host}, "X-Forwarded-For": {"127.0.0.1"}, "X-Forwarded-Host": {at}, "X-Forwarded-Proto": {"http"},
	})
	check("with the caller's host", true, nil, http.Header{
		"Host": {at}, "X-Forwarded-For": {"127.0.0.1"}, "X-Forwarded-Host": {at}, "X-Forwarded-Proto": {"http"},
	})
	check("behind another proxy", false,
		[]string{"X-Forwarded-For", "192.0.2.1", "X-Forwarded-Proto", "https", "X-Forwarded-Host", "shop.test", "Forwarded", "for=192.0.2.1"}, http.Header{
			"Host": {host}, "X-Forwarded-For": {"192.0.2.1, 127.0.0.1"}, "X-Forwarded-Host": {"shop.test"}, "X-Forwarded-Proto": {"https"}, "Forwarded": {"for=192.0.2.1"},
		})
	check("hop by hop", false, []string{"Connection", "X-Mine", "X-Mine", "1", "Keep-Alive", "5", "Proxy-Authorization", "x", "X-Yours", "2", "X-Yours", "3"}, http.Header{
		"Host": {host}, "X-Yours": {"2", "3"}, "X-Forwarded-For": {"127.0.0.1"}, "X-Forwarded-Host": {at}, "X-Forwarded-Proto": {"http"},
	})
}

// A path of the service's address goes before that of a request, and a query
// passes to the byte.
func TestPathsAndQueries(t *testing.T) {
	url := cook(t, func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, r.RequestURI) })
	check := func(to, path, want string) {
		t.Helper()
		if got := front(t, url+to, "1/0").call("GET", path, ""); got.body != want {
			t.Errorf("%s under %q: %q, want %q", path, to, got.body, want)
		}
	}
	check("", "/a%2Fb//c?x=1;y=%zz&", "/a%2Fb//c?x=1;y=%zz&")
	check("/api", "/a%2Fb?x", "/api/a%2Fb?x")
	check("/api/", "/a", "/api/a")
}

// Bodies pass as they come, in both directions at once, over every protocol.
func TestBodiesAreNotHeldBack(t *testing.T) {
	url := cook(t, func(w http.ResponseWriter, r *http.Request) {
		rc := http.NewResponseController(w)
		rc.EnableFullDuplex()
		rc.Flush()
		in := bufio.NewReader(r.Body)
		for line, err := in.ReadString('\n'); err == nil; line, err = in.ReadString('\n') {
			io.WriteString(w, "heard "+line)
			rc.Flush()
		}
	})
	check := func(name, to string, transport *http.Transport) {
		t.Run(name, func(t *testing.T) {
			p := front(t, to, "1/0")
			from, write := io.Pipe()
			defer write.Close()
			r := request(t.Context(), "POST", p.url, "")
			r.Body, r.ContentLength = from, -1
			resp, err := transport.RoundTrip(r)
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			in := bufio.NewReader(resp.Body)
			for _, line := range []string{"one\n", "two\n"} {
				io.WriteString(write, line)
				if got, err := in.ReadString('\n'); got != "heard "+line {
					t.Fatalf("%q, %v", got, err)
				}
			}
			write.Close()
			if rest, err := io.ReadAll(in); len(rest) > 0 || err != nil {
				t.Errorf("%q, %v", rest, err)
			}
		})
	}
	check("HTTP/1.1", url, new(http.Transport))
	check("HTTP/1.1 to h2c", "h2c"+strings.TrimPrefix(url, "http"), new(http.Transport))
	check("h2c", url, &http.Transport{Protocols: unencrypted()})
	check("h2c to h2c", "h2c"+strings.TrimPrefix(url, "http"), &http.Transport{Protocols: unencrypted()})
}

// The parts of an answer of known length come when the service sends them.
func TestSlowAnswersAreNotHeldBack(t *testing.T) {
	more := make(chan bool)
	p := front(t, cook(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "6")
		for range 3 {
			io.WriteString(w, "ab")
			http.NewResponseController(w).Flush()
			<-more
		}
	}), "1/0")
	resp, err := p.client.Get(p.url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	for range 3 {
		part := make([]byte, 2)
		if _, err := io.ReadFull(resp.Body, part); string(part) != "ab" {
			t.Fatalf("%q, %v", part, err)
		}
		more <- true
	}
}

// Trailers pass in both directions.
func TestTrailers(t *testing.T) {
	url := cook(t, func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		w.Header().Set("Trailer", "X-Announced")
		io.WriteString(w, "pizza")
		w.Header().Set("X-Announced", "heard "+r.Trailer.Get("X-Sum"))
		w.Header().Set(http.TrailerPrefix+"X-Late", "too")
	})
	for _, to := range []string{url, "h2c" + strings.TrimPrefix(url, "http")} {
		p := front(t, to, "1/0")
		r := request(t.Context(), "POST", p.url, "")
		r.Body, r.ContentLength = io.NopCloser(strings.NewReader("pizza")), -1
		r.Trailer = http.Header{"X-Sum": {"5"}}
		resp, err := p.client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if string(body) != "pizza" || resp.Trailer.Get("X-Announced") != "heard 5" || resp.Trailer.Get("X-Late") != "too" {
			t.Errorf("%s: %q, %v, %v", to, body, resp.Trailer, err)
		}
	}
}

// A body is asked for only when the service asks for it.
func TestExpectContinue(t *testing.T) {
	p := front(t, cook(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/no" {
			http.Error(w, "not today", http.StatusForbidden)
			return
		}
		io.Copy(w, r.Body)
	}), "1/0")
	check := func(path string, want ...string) {
		t.Helper()
		conn := dial(t, p.url)
		fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n", path)
		in := textproto.NewReader(bufio.NewReader(conn))
		for _, w := range want {
			line, err := in.ReadLine()
			if line != w {
				t.Fatalf("%s: %q, %v, want %q", path, line, err, w)
			}
			if w == "HTTP/1.1 100 Continue" {
				io.WriteString(conn, "pizza")
			}
			if _, err := in.ReadMIMEHeader(); err != nil {
				t.Fatal(err)
			}
		}
	}
	check("/yes", "HTTP/1.1 100 Continue", "HTTP/1.1 200 OK")
	check("/no", "HTTP/1.1 403 Forbidden")
}

// A hint that comes before the answer passes too, and does not make up what the
// answer does not say.
func TestEarlyHints(t *testing.T) {
	p := front(t, cook(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Link", "</style.css>")
		w.WriteHeader(http.StatusEarlyHints)
		w.Header()["Content-Type"] = nil
		io.WriteString(w, "<html>")
	}), "1/0")
	conn := dial(t, p.url)
	io.WriteString(conn, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
	in := bufio.NewReader(conn)
	hint, err := http.ReadResponse(in, nil)
	if err != nil || hint.StatusCode != http.StatusEarlyHints || hint.Header.Get("Link") == "" {
		t.Fatalf("%v, %v", hint, err)
	}
	last, err := http.ReadResponse(in, nil)
	if err != nil || last.StatusCode != http.StatusOK || last.Header.Get("Content-Type") != "" {
		t.Errorf("%v, %v", last, err)
	}
}

// It serves TLS, with HTTP/2, and goes to a service over TLS, which may have
// either.
func TestTLSOnBothSides(t *testing.T) {
	for _, second := range []bool{false, true} {
		shop := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/chat" {
				echo(w, r)
				return
			}
			io.WriteString(w, r.Proto+" "+r.Header.Get("X-Forwarded-Proto"))
		}))
		shop.EnableHTTP2 = second
		shop.StartTLS()
		t.Cleanup(shop.Close)
		trust := &tls.Config{RootCAs: x509.NewCertPool()}
		trust.RootCAs.AddCert(shop.Certificate())
		p := serve(t, Options{
			To: service(t, shop.URL), Setting: setting(t, "5/0"), ServiceTLS: trust, TLS: &tls.Config{Certificates: shop.TLS.Certificates},
		})
		p.client.Transport = &http.Transport{TLSClientConfig: trust.Clone(), ForceAttemptHTTP2: true}
		resp, err := p.client.Get("https" + strings.TrimPrefix(p.url, "http"))
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		want := map[bool]string{false: "HTTP/1.1 https", true: "HTTP/2.0 https"}[second]
		if resp.ProtoMajor != 2 || string(body) != want {
			t.Errorf("%s from a service that said %q, want HTTP/2.0 from %q", resp.Proto, body, want)
		}
		p.client.CloseIdleConnections()
	}
}

func TestServiceOnAUnixSocket(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "s")
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	shop := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, r.Host) }))
	shop.Listener.Close()
	shop.Listener = l
	shop.Start()
	t.Cleanup(shop.Close)
	p := front(t, "unix://"+socket, "1/0")
	for _, method := range []string{"GET", "POST"} {
		if a := p.call(method, "/", ""); a.body != "localhost" {
			t.Errorf("%d %q, %v", a.status, a.body, a.err)
		}
	}
}
