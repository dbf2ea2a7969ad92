package engine_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"matchday/engine"
	"matchday/measure"
)

// enough is more memory than an engine may need for whatever a target sends.
const enough = 32 << 20

// bounded checks that act allocates no more than enough in all.
func bounded(t *testing.T, act func()) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	act()
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; took > enough {
		t.Errorf("%d MB were allocated; want %d at most", took>>20, enough>>20)
	}
}

// torrent is what endless targets send.
var torrent = bytes.Repeat([]byte("goal"), 16<<10)

// A target that sends a byte now and then must not keep anybody beyond the
// timeout.
func slowAnswer(t *testing.T, e engine.Engine) {
	url := speak(t, func(c *net.TCPConn) {
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for i := 0; ; i++ {
			<-tick.C
			if _, err := c.Write([]byte{"HTTP/1.1 200 OK\r\nX-Slow: yes\r\n\r\n"[i%20]}); err != nil {
				return
			}
		}
	})
	p := get(t, url, every(time.Millisecond, 3))
	p.Client.Timeout = impatience
	gaveUp(t, play(t, e, p), measure.Timeout, 3)
}

func endlessHeaders(t *testing.T, e engine.Engine) {
	line := []byte("X-More: " + strings.Repeat("x", 1000) + "\r\n")
	url := speak(t, func(c *net.TCPConn) {
		_, err := io.WriteString(c, "HTTP/1.1 200 OK\r\n")
		for err == nil {
			_, err = c.Write(line)
		}
	})
	bounded(t, func() { play(t, e, get(t, url, at(0))).want(t, all(measure.Reset, 1)) })
}

func endlessBody(t *testing.T, e engine.Engine) {
	url := speak(t, func(c *net.TCPConn) {
		_, err := io.WriteString(c, "HTTP/1.1 200 OK\r\n\r\n")
		for err == nil {
			_, err = c.Write(torrent)
		}
	})
	p := get(t, url, at(0))
	p.Client.Timeout = impatience
	bounded(t, func() {
		r := play(t, e, p)
		gaveUp(t, r, measure.Timeout, 1)
		if r.samples[0].BytesIn < 4*int64(len(torrent)) {
			t.Errorf("%d bytes were read; want what came until the end", r.samples[0].BytesIn)
		}
	})
}

// What is compressed stays so.
func compressionBomb(t *testing.T, e engine.Engine) {
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	for range 1 << 10 {
		_, _ = z.Write(make([]byte, 64<<10))
	}
	z.Close()
	size := int64(bomb.Len())
	url := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(bomb.Bytes())
	})
	bounded(t, func() {
		r := play(t, e, get(t, url, at(0)))
		r.want(t, all(measure.OK, 1))
		if r.samples[0].BytesIn != size {
			t.Errorf("%d bytes were read; want the %d that were sent", r.samples[0].BytesIn, size)
		}
	})
}

func garbage(t *testing.T, e engine.Engine) {
	fails(t, e, speak(t, func(c *net.TCPConn) {
		for range 8 {
			_, _ = c.Write(torrent)
		}
	}), measure.Reset)
}

// However much of an answer has come, it is none before it is complete.
func cutAnywhere(t *testing.T, e engine.Engine) {
	const answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\ngoal\r\n3;x=y\r\nyes\r\n0\r\n\r\n"
	var met atomic.Int64
	url := speak(t, func(c *net.TCPConn) {
		_, _ = io.WriteString(c, answer[:met.Add(1)-1])
	})
	n := len(answer)
	play(t, e, get(t, url, every(time.Millisecond, n))).want(t, all(measure.Reset, int64(n)))
	play(t, e, get(t, url, at(0))).want(t, all(measure.OK, 1))
}
