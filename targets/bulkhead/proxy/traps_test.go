package proxy

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// Between a caller and the service there is many a place where a queue can hide.
// Each of these tests looks into one.

// Connections to the service are kept for as many as were inside, not for two: a
// second wave opens none.
func TestConnectionsToTheServiceAreKept(t *testing.T) {
	k := newKitchen(t)
	p := front(t, k.URL, "50/0")
	check := func(method, body string, want int64) {
		t.Helper()
		for range 3 {
			var answers []<-chan answer
			for range 50 {
				answers = append(answers, p.later(method, "/", body))
			}
			p.until(t, 50, 0)
			eventually(t, "all of a wave at the service", func() bool { return k.inside.Load() == 50 })
			for range 50 {
				k.ready <- struct{}{}
			}
			for _, a := range answers {
				if a := <-a; a.status != http.StatusOK {
					t.Errorf("%d, %v", a.status, a.err)
				}
			}
			p.until(t, 0, 0)
		}
		if got := k.conns.Load(); got > want {
			t.Errorf("%s: %d connections in three waves of 50, want at most %d", method, got, want)
		}
	}
	check("GET", "", 50)
	check("POST", "pizza", 100)
}

// Nothing but the bulkhead bounds how many are at the service, also when its
// bounds are widened while it runs.
func TestNoOtherBoundThanTheBulkhead(t *testing.T) {
	k := newKitchen(t)
	p := front(t, k.URL, "10/inf")
	var answers []<-chan answer
	for range 150 {
		answers = append(answers, p.later("GET", "/", ""), p.later("POST", "/", "pizza"))
	}
	p.until(t, 10, 290)
	if a := p.call("PUT", "/-/bulkhead", "none"); a.status != http.StatusOK {
		t.Fatalf("%d %s", a.status, a.body)
	}
	eventually(t, "all at the service", func() bool { return k.inside.Load() == 300 })
	close(k.ready)
	for _, a := range answers {
		<-a
	}
}

// One connection of HTTP/2 carries as many requests as the bulkhead lets in. The
// usual 250 streams would have the others wait where nobody counts them.
func TestStreamsOfAConnectionAreNoBulkhead(t *testing.T) {
	k := newKitchen(t)
	p := front(t, k.URL, "400/50")
	p.client.Transport = &http.Transport{Protocols: unencrypted(), HTTP2: &http.HTTP2Config{StrictMaxConcurrentRequests: true}}
	if a := p.call("GET", "/-/healthz", ""); a.err != nil {
		t.Fatal(a.err) // and with this the client knows how many streams it may have
	}
	var answers sync.WaitGroup
	counts := make(chan int, 500)
	for range 500 {
		answers.Go(func() { counts <- p.call("GET", "/", "").status })
	}
	eventually(t, "all let in, queued or refused", func() bool {
		r := p.told("")
		return r.Inside == 400 && r.Queued == 50 && r.RejectedFull == 50
	})
	close(k.ready)
	answers.Wait()
	close(counts)
	by := map[int]int{}
	for status := range counts {
		by[status]++
	}
	if by[200] != 450 || by[503] != 50 {
		t.Errorf("answers by status %v, want 450 and 50", by)
	}
}

// Who is queued with a body on a connection of HTTP/2 does not use up what
// others on that connection may send.
func TestBodiesOfTheQueueStopNobody(t *testing.T) {
	k := newKitchen(t)
	p := front(t, k.URL, "1/inf", "/quick 1/0")
	p.client.Transport = &http.Transport{Protocols: unencrypted()}
	inside := p.later("GET", "/", "")
	p.until(t, 1, 0)
	pizza := strings.Repeat("pizza", 100_000)
	var queued []<-chan answer
	for range 4 {
		queued = append(queued, p.later("POST", "/", pizza))
	}
	p.until(t, 1, 4)
	quick := p.later("POST", "/quick", pizza)
	eventually(t, "the quiet route at the service", func() bool { return k.inside.Load() == 2 })
	close(k.ready)
	if a := <-quick; a.status != http.StatusOK || len(a.body) != len("served ")+len(pizza) {
		t.Errorf("%d, %d bytes, %v", a.status, len(a.body), a.err)
	}
	for _, a := range append(queued, inside) {
		if a := <-a; a.status != http.StatusOK {
			t.Errorf("%d, %v", a.status, a.err)
		}
	}
}

func unencrypted() *http.Protocols {
	p := new(http.Protocols)
	p.SetUnencryptedHTTP2(true)
	return p
}

// Nobody waits to be accepted: with one inside for ever, all others hear at once
// that they are not.
func TestNobodyWaitsToBeAccepted(t *testing.T) {
	k := newKitchen(t)
	p := front(t, k.URL, "1/0")
	inside := p.later("GET", "/", "")
	p.until(t, 1, 0)
	var others []<-chan answer
	for range 100 {
		others = append(others, p.later("GET", "/", ""))
	}
	for _, a := range others {
		if a := <-a; a.status != http.StatusServiceUnavailable || a.header.Get("X-Matchday-Reject") != "full" || a.header.Get("Retry-After") == "" {
			t.Fatalf("%d %v, %v; want a refusal", a.status, a.header, a.err)
		}
	}
	close(k.ready)
	<-inside
}

// Who leaves is taken out of the queue, with a body or without.
func TestWhoLeavesIsNotQueued(t *testing.T) {
	check := func(name, method, body string) {
		t.Run(name, func(t *testing.T) {
			k := newKitchen(t)
			p := front(t, k.URL, "1/5")
			inside := p.later("GET", "/", "")
			p.until(t, 1, 0)
			ctx, leave := context.WithCancel(t.Context())
			gone := make(chan answer, 1)
			go func() { gone <- ask(p.client, request(ctx, method, p.url, body)) }()
			p.until(t, 1, 1)
			leave()
			<-gone
			p.until(t, 1, 0)
			if r := p.told(""); r.Abandoned != 1 || r.Closes() != nil {
				t.Errorf("%+v", r.Counters)
			}
			close(k.ready)
			<-inside
			if got := k.came.Load(); got != 1 {
				t.Errorf("%d came to the service, want the 1 who stayed", got)
			}
		})
	}
	check("without a body", "GET", "")
	check("with a body", "POST", "pizza")
	check("with as much as is read ahead", "POST", strings.Repeat("x", aheadMost))
}

// Who leaves with a long body unread is noticed when its turn comes: the service
// gets no whole request.
func TestWhoLeavesWithALongBody(t *testing.T) {
	k := newKitchen(t)
	p := front(t, k.URL, "1/5")
	inside := p.later("GET", "/", "")
	p.until(t, 1, 0)
	conn := dial(t, p.url)
	fmt.Fprintf(conn, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\npizza", aheadMost+1)
	p.until(t, 1, 1)
	conn.Close()
	k.ready <- struct{}{}
	<-inside
	p.until(t, 0, 0)
	if r := p.told(""); r.Abandoned != 1 || r.Failed != 0 || r.Closes() != nil {
		t.Errorf("%+v", r.Counters)
	}
}

// What is no body is its caller's fault, not the service's.
func TestBodyThatIsNone(t *testing.T) {
	k := newKitchen(t)
	p := front(t, k.URL, "1/0")
	conn := dial(t, p.url)
	io.WriteString(conn, "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\npizza\r\nmany\r\n")
	if resp, err := http.ReadResponse(bufio.NewReader(conn), nil); err == nil {
		t.Errorf("answered with %s", resp.Status)
	}
	p.until(t, 0, 0)
	if r := p.told(""); r.Abandoned != 1 || r.Failed != 0 || r.Closes() != nil {
		t.Errorf("%+v", r.Counters)
	}
}

func dial(t testing.TB, url string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(patience))
	return conn
}

// Who leaves while inside is not served on.
func TestWhoLeavesInsideIsCutOff(t *testing.T) {
	for _, body := range []string{"", "pizza"} {
		k := newKitchen(t)
		p := front(t, k.URL, "1/0")
		ctx, leave := context.WithCancel(t.Context())
		gone := make(chan answer, 1)
		go func() { gone <- ask(p.client, request(ctx, "POST", p.url, body)) }()
		eventually(t, "somebody at the service", func() bool { return k.inside.Load() == 1 })
		leave()
		<-gone
		eventually(t, "the service hears of it", func() bool { return k.dropped.Load() == 1 })
		p.until(t, 0, 0)
		if r := p.told(""); r.Abandoned != 1 || r.Failed != 0 || r.Closes() != nil {
			t.Errorf("body %q: %+v", body, r.Counters)
		}
	}
}

// The queue is before anything scarce: who is in it has no connection to the
// service.
func TestTheQueueTakesNothingOfTheService(t *testing.T) {
	k := newKitchen(t)
	p := front(t, k.URL, "1/50")
	var answers []<-chan answer
	for range 51 {
		answers = append(answers, p.later("POST", "/", "pizza"))
	}
	p.until(t, 1, 50)
	eventually(t, "one at the service", func() bool { return k.inside.Load() == 1 })
	if got := k.conns.Load(); got != 1 {
		t.Errorf("%d connections to the service for one inside", got)
	}
	close(k.ready)
	for _, a := range answers {
		if a := <-a; a.body != "served pizza" {
			t.Errorf("%q, %v", a.body, a.err)
		}
	}
}

// A refusal does not wait for a body that it does not read, and does not ask for
// one that has not been sent.
func TestRefusalDoesNotReadTheBody(t *testing.T) {
	k := newKitchen(t)
	p := front(t, k.URL, "1/0")
	inside := p.later("GET", "/", "")
	p.until(t, 1, 0)
	for _, head := range []string{"Content-Length: 1000\r\n\r\npizza", "Transfer-Encoding: chunked\r\n\r\n5\r\npizza\r\n", "Content-Length: 1000\r\nExpect: 100-continue\r\n\r\n"} {
		conn := dial(t, p.url)
		io.WriteString(conn, "POST / HTTP/1.1\r\nHost: x\r\n"+head)
		resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil || resp.StatusCode != http.StatusServiceUnavailable {
			t.Errorf("%q: %v, %v, want a refusal", head, resp, err)
		}
		conn.Close()
	}
	close(k.ready)
	<-inside
}

// A refusal can be worded as callers know it.
func TestRejectStatus(t *testing.T) {
	k := newKitchen(t)
	p := serve(t, Options{To: service(t, k.URL), Setting: setting(t, "1/0"), RejectStatus: 429})
	inside := p.later("GET", "/", "")
	p.until(t, 1, 0)
	if a := p.call("GET", "/", ""); a.status != 429 || a.header.Get("X-Matchday-Reject") != "full" {
		t.Errorf("%d %v", a.status, a.header)
	}
	close(k.ready)
	<-inside
}

// Every reason of a refusal reaches the caller and the books.
func TestReasons(t *testing.T) {
	check := func(bounds, reason string, headers ...string) {
		t.Run(reason, func(t *testing.T) {
			k := newKitchen(t)
			p := front(t, k.URL, bounds)
			served := p.later("GET", "/", "")
			p.until(t, 1, 0)
			k.ready <- struct{}{}
			<-served // so that it is known how long that takes
			inside := p.later("GET", "/", "")
			p.until(t, 1, 0)
			if a := p.call("POST", "/", "pizza", headers...); a.header.Get("X-Matchday-Reject") != reason {
				t.Errorf("%d %v, want a refusal for %s", a.status, a.header, reason)
			}
			if r := p.told(""); r.Closes() != nil || r.Accepted != 3 {
				t.Errorf("%+v", r.Counters)
			}
			if page := p.call("GET", "/-/metrics", "").body; !strings.Contains(page, `matchday_proxy_refused_total{reason="`+reason+`",route="default"} 1`) {
				t.Errorf("%s is not on the page", reason)
			}
			close(k.ready)
			<-inside
		})
	}
	check("1/0", "full")
	check("1/5 wait 5ms", "wait")
	check("adaptive:initial=1,max=1", "limit")
	check("deadline:1/5", "deadline", "X-Envoy-Expected-Rq-Timeout-Ms", "1")
}

// A busy route leaves the seats of a quiet one alone, and so does a busy tenant.
func TestBusyRoutesDoNotStarveQuietOnes(t *testing.T) {
	k := newKitchen(t)
	p := front(t, k.URL, "1/inf", "/shop 1/0", "header X-Tenant each 1/0")
	var busy []<-chan answer
	for range 50 {
		busy = append(busy, p.later("GET", "/", ""))
	}
	p.until(t, 1, 49)
	shop := p.later("GET", "/shop/cart", "")
	eventually(t, "the quiet route at the service", func() bool { return k.inside.Load() == 2 })
	a, b := p.later("GET", "/", "", "X-Tenant", "a"), p.later("GET", "/", "", "X-Tenant", "b")
	eventually(t, "both tenants at the service", func() bool { return k.inside.Load() == 4 })
	if again := p.call("GET", "/", "", "X-Tenant", "a"); again.status != 503 {
		t.Errorf("a tenant beyond its bounds: %d", again.status)
	}
	if a := p.call("GET", "/shop", "", "X-Tenant", "c"); a.status != 503 {
		t.Errorf("the first route that matches is full: %d", a.status)
	}
	if r := p.told("header X-Tenant each"); r.Doors != 2 || r.Accepted != 3 || r.Inside != 2 || r.RejectedFull != 1 {
		t.Errorf("tenants: %+v", r)
	}
	close(k.ready)
	for _, answer := range append(busy, shop, a, b) {
		if got := <-answer; got.status != http.StatusOK {
			t.Errorf("%d, %v", got.status, got.err)
		}
	}
}
