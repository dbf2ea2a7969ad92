package engine_test

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"matchday/engine"
	"matchday/measure"
)

// impatience is a timeout for targets that do not answer.
const impatience = 100 * time.Millisecond

// gaveUp checks that all attempts ended at due + T, whatever the target did.
func gaveUp(t *testing.T, r *tape, o measure.Outcome, n int64) {
	t.Helper()
	r.want(t, all(o, n))
	for _, s := range r.samples {
		if s.Response() < impatience || s.Response() > longest/2 {
			t.Errorf("gave up after %v; want %v", s.Response(), impatience)
		}
	}
}

func noAnswer(t *testing.T, e engine.Engine) {
	g := newGate(t)
	p := get(t, serve(t, func(_ http.ResponseWriter, r *http.Request) { g.pass(r) }), every(time.Millisecond, 20))
	p.Client.Timeout = impatience
	for _, protocol := range []string{"http/1.1", "h2c"} {
		p.Transport.Protocol = protocol
		if refuses(t, e, p) {
			continue
		}
		gaveUp(t, play(t, e, p), measure.Timeout, 20)
	}
}

// The timeout counts from due: an attempt that left late has less of it left.
func noAnswerAfterLag(t *testing.T, e engine.Engine) {
	const late, timeout = 800 * time.Millisecond, time.Second
	g := newGate(t)
	p := get(t, serve(t, func(_ http.ResponseWriter, r *http.Request) { g.pass(r) }), func(yield func(time.Duration) bool) {
		_ = yield(0)
		<-time.After(late)
		_ = yield(0)
	})
	p.Client.Timeout = timeout
	r := play(t, e, p)
	r.want(t, all(measure.Timeout, 2))
	for _, s := range r.samples {
		if s.Response() < timeout || s.User == 1 && (s.Lag() < late/2 || s.Service() > timeout-late/2) {
			t.Errorf("left %v late, given up %v after that; want %v together", s.Lag(), s.Service(), timeout)
		}
	}
}

// A connection on which nobody shakes hands is none.
func noHandshake(t *testing.T, e engine.Engine) {
	url := listen(t, untilGone)
	p := get(t, strings.Replace(url, "http:", "https:", 1), every(time.Millisecond, 3))
	p.Client.Timeout = impatience
	gaveUp(t, play(t, e, p), measure.ConnectTimeout, 3)
}

func answerStalls(t *testing.T, e engine.Engine) {
	url := speak(t, func(c *net.TCPConn) {
		_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n1234567890")
		untilGone(c)
	})
	p := get(t, url, every(time.Millisecond, 3))
	p.Client.Timeout = impatience
	r := play(t, e, p)
	gaveUp(t, r, measure.Timeout, 3)
	broken(t, r)
}

// broken checks that status, first byte and bytes of a broken answer were kept.
func broken(t *testing.T, r *tape) {
	t.Helper()
	for _, s := range r.samples {
		if s.Status != 200 || s.FirstByte == 0 || s.BytesIn != 10 {
			t.Errorf("sample %+v; want status 200, a first byte and 10 bytes", s)
		}
	}
}

// fails checks that all attempts at the URL end in the outcome.
func fails(t *testing.T, e engine.Engine, url string, o measure.Outcome) *tape {
	t.Helper()
	r := play(t, e, get(t, url, every(time.Millisecond, 3)))
	r.want(t, all(o, 3))
	return r
}

func refused(t *testing.T, e engine.Engine) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	fails(t, e, "http://"+l.Addr().String()+"/", measure.Refused)
}

// A label of a name has 63 letters at most, so this needs no network to fail.
func noSuchName(t *testing.T, e engine.Engine) {
	fails(t, e, "http://"+strings.Repeat("x", 64)+"/", measure.DNS)
}

func resetBeforeTheAnswer(t *testing.T, e engine.Engine) {
	fails(t, e, speak(t, func(c *net.TCPConn) { _ = c.SetLinger(0) }), measure.Reset)
	fails(t, e, speak(t, func(*net.TCPConn) {}), measure.Reset)
}

func resetWithinTheBody(t *testing.T, e engine.Engine) {
	broken(t, fails(t, e, speak(t, func(c *net.TCPConn) {
		_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n1234567890")
	}), measure.Reset))
}

func malformedAnswer(t *testing.T, e engine.Engine) {
	fails(t, e, speak(t, func(c *net.TCPConn) { _, _ = io.WriteString(c, "goal!\r\n\r\n") }), measure.Reset)
}

// quiet returns a TLS server that keeps the handshakes it loses to itself.
func quiet(t *testing.T) *httptest.Server {
	s := httptest.NewUnstartedServer(http.HandlerFunc(ok))
	s.Config.ErrorLog = discard
	s.StartTLS()
	t.Cleanup(s.Close)
	return s
}

func untrustedCertificate(t *testing.T, e engine.Engine) {
	fails(t, e, quiet(t).URL, measure.TLS)
}

func wantedH2(t *testing.T, e engine.Engine) {
	p := get(t, quiet(t).URL, at(0, 1, 2))
	p.Transport = engine.Transport{Protocol: "h2", Insecure: true}
	if !refuses(t, e, p) {
		play(t, e, p).want(t, all(measure.TLS, 3))
	}
}
