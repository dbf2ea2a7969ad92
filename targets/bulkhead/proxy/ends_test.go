package proxy

import (
	"context"
	"io"
	"net"
	"net/http"
	"testing"
)

// A service that is not there is a 502 that says who speaks; one that breaks off
// in the middle breaks off here too.
func TestServiceThatFails(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	gone := front(t, "http://"+l.Addr().String(), "1/0")
	for _, method := range []string{"GET", "POST"} {
		if a := gone.call(method, "/", ""); a.status != http.StatusBadGateway || a.header.Get(ErrorHeader) != "upstream" || a.header.Get("X-Matchday-Reject") != "" {
			t.Errorf("%d %v, %v", a.status, a.header, a.err)
		}
	}
	if r := gone.told(""); r.Failed != 2 || r.Completed != 0 || r.Closes() != nil {
		t.Errorf("%+v", r.Counters)
	}
	broken := front(t, cook(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/known" {
			w.Header().Set("Content-Length", "100")
		}
		io.WriteString(w, "half a pizza")
		http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}), "1/0")
	for _, path := range []string{"/known", "/unknown"} {
		if a := broken.call("GET", path, ""); a.err == nil {
			t.Errorf("%s: half an answer for a whole one: %+v", path, a)
		}
	}
	broken.until(t, 0, 0)
	if r := broken.told(""); r.Failed != 2 || r.Closes() != nil {
		t.Errorf("%+v", r.Counters)
	}
}

// At its end the proxy lets those inside and queued finish within the grace, and
// nobody new in.
func TestEndsGracefully(t *testing.T) {
	k := newKitchen(t)
	p := serve(t, Options{To: service(t, k.URL), Setting: setting(t, "1/1"), Grace: patience})
	inside := p.later("GET", "/", "")
	p.until(t, 1, 0)
	queued := p.later("GET", "/", "")
	p.until(t, 1, 1)
	p.end()
	p.untilClosed(t)
	close(k.ready)
	for _, a := range []<-chan answer{inside, queued} {
		if a := <-a; a.status != http.StatusOK || a.body != "served " {
			t.Errorf("%+v", a)
		}
	}
	<-p.ended

	chat := serve(t, Options{To: service(t, cook(t, echo)), Setting: setting(t, "1/1"), Grace: patience})
	conn, in := upgraded(t, chat.url)
	chat.end()
	chat.untilClosed(t)
	io.WriteString(conn, "still here\n")
	if got, err := in.ReadString('\n'); got != "still here\n" {
		t.Errorf("an upgraded connection within the grace: %q, %v", got, err)
	}
	conn.Close()
	<-chat.ended
}

// Who is not done by then is cut off: inside, queued or upgraded.
func TestCutsOffAfterTheGrace(t *testing.T) {
	k := newKitchen(t)
	p := front(t, k.URL, "1/1")
	inside := p.later("GET", "/", "")
	p.until(t, 1, 0)
	queued := p.later("GET", "/", "")
	p.until(t, 1, 1)
	p.end()
	for _, a := range []<-chan answer{inside, queued} {
		if a := <-a; a.err == nil {
			t.Errorf("%+v", a)
		}
	}
	<-p.ended
	eventually(t, "the service hears of it", func() bool { return k.dropped.Load() == 1 })
	p.until(t, 0, 0)

	chat := front(t, cook(t, echo), "1/1")
	_, in := upgraded(t, chat.url)
	chat.end()
	<-chat.ended
	if _, err := in.ReadByte(); err == nil {
		t.Error("an upgraded connection outlives the proxy")
	}
}

func TestServeOnAListenerThatFails(t *testing.T) {
	p, err := New(Options{To: service(t, "http://127.0.0.1:1")})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	if err := p.Serve(context.Background(), l); err == nil {
		t.Error("serves on a closed listener")
	}
}
