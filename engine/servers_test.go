package engine_test

import (
	"bufio"
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// serve runs the handler, for HTTP/1.1 and for HTTP/2 in clear, and returns its
// URL.
func serve(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewUnstartedServer(h)
	s.Config.Protocols = new(http.Protocols)
	s.Config.Protocols.SetHTTP1(true)
	s.Config.Protocols.SetUnencryptedHTTP2(true)
	s.Start()
	t.Cleanup(s.Close)
	return s.URL + "/"
}

// ok answers at once.
func ok(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "served") }

// A gate holds handlers until it is opened, or their callers are gone.
type gate struct {
	once sync.Once
	open chan struct{}
}

func newGate(t *testing.T) *gate {
	g := &gate{open: make(chan struct{})}
	t.Cleanup(g.Open)
	return g
}

func (g *gate) Open() { g.once.Do(func() { close(g.open) }) }

// pass returns when the gate is open.
func (g *gate) pass(r *http.Request) {
	select {
	case <-g.open:
	case <-r.Context().Done():
	}
}

// speak runs a server that reads a request off each connection and has talk say
// something; the connection is closed afterwards.
func speak(t *testing.T, talk func(*net.TCPConn)) string {
	t.Helper()
	return listen(t, func(c *net.TCPConn) {
		defer c.Close()
		if _, err := http.ReadRequest(bufio.NewReader(c)); err == nil {
			talk(c)
		}
	})
}

// listen runs a server that hands each connection to meet.
func listen(t *testing.T, meet func(*net.TCPConn)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			wg.Go(func() { meet(c.(*net.TCPConn)) })
		}
	})
	t.Cleanup(func() { l.Close(); wg.Wait() })
	return "http://" + l.Addr().String() + "/"
}

// untilGone reads until the caller has closed the connection.
func untilGone(c *net.TCPConn) {
	_, _ = io.Copy(io.Discard, c)
	c.Close()
}

// certificate writes the server's certificate to a PEM file.
func certificate(t *testing.T, s *httptest.Server) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "ca.pem")
	block := &pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw}
	if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
