package poll

import (
	"math"
	"net"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestWaitIsNeverShort(t *testing.T) {
	each(t, func(t *testing.T, p *Poller) {
		for _, d := range []time.Duration{-1, 0, 1, 10 * time.Microsecond, 300 * time.Microsecond, time.Millisecond, 2500 * time.Microsecond, 30 * time.Millisecond} {
			start := time.Now()
			if got := p.Wait(d); len(got) != 0 {
				t.Errorf("%d connections after %v", len(got), d)
			}
			if waited := time.Since(start); waited < d {
				t.Errorf("waited %v instead of %v", waited, d)
			}
		}
	})
}

// What happens during a doze does not cut it short, and is told afterwards.
func TestDoze(t *testing.T) {
	each(t, func(t *testing.T, p *Poller) {
		ours, theirs := tcpPair(t)
		c := adopt(t, p, ours)
		give(t, theirs, "x")
		p.Wake()
		const d = 3 * time.Millisecond
		start := time.Now()
		p.Doze(d)
		if dozed := time.Since(start); dozed < d {
			t.Errorf("dozed %v instead of %v", dozed, d)
		}
		expect(t, p, c, "x")
		p.Doze(-1) // is no time
	})
}

// A wait that was cut short must not shorten the next.
func TestWaitAfterOneCutShort(t *testing.T) {
	each(t, func(t *testing.T, p *Poller) {
		ours, theirs := tcpPair(t)
		c := adopt(t, p, ours)
		for _, d := range []time.Duration{time.Millisecond, math.MaxInt64} {
			give(t, theirs, "x")
			expect(t, p, c, "x")
			p.Wake()
			p.Wait(d)
			start := time.Now()
			nothing(t, p, c)
			if waited := time.Since(start); waited < time.Millisecond {
				t.Errorf("waited %v of 1ms after a wait for %v", waited, d)
			}
		}
	})
}

func TestWakeBeforeWait(t *testing.T) {
	each(t, func(t *testing.T, p *Poller) {
		for range 3 {
			p.Wake()
		}
		if got := p.Wait(math.MaxInt64); len(got) != 0 { // or never returns
			t.Errorf("%d connections are ready", len(got))
		}
		const d = 2 * time.Millisecond
		start := time.Now()
		p.Wait(d)
		if waited := time.Since(start); waited < d {
			t.Errorf("waited %v instead of %v: woken twice at once", waited, d)
		}
		p.Wake()
		p.Wait(0) // hears it too
		start = time.Now()
		p.Wait(d)
		if waited := time.Since(start); waited < d {
			t.Errorf("waited %v instead of %v: what was heard before woke again", waited, d)
		}
	})
}

// Whatever was handed over before Wake is seen after Wait, by whatever
// interleaving.
func TestWakeIsNeverLost(t *testing.T) {
	const wakers, times = 4, 2000
	each(t, func(t *testing.T, p *Poller) {
		var mu sync.Mutex
		var all sync.WaitGroup
		handed := 0
		for range wakers {
			all.Go(func() {
				for range times {
					mu.Lock()
					handed++
					mu.Unlock()
					p.Wake()
				}
			})
		}
		for taken := 0; taken < wakers*times; {
			p.Wait(math.MaxInt64)
			mu.Lock()
			taken += handed
			handed = 0
			mu.Unlock()
		}
		all.Wait()
	})
}

// Nobody is disturbed by a Wake after the end.
func TestWakeAfterClose(t *testing.T) {
	each(t, func(t *testing.T, p *Poller) {
		p.Close()
		p.Wake()
		p.Close()
		if got := p.Wait(math.MaxInt64); got != nil {
			t.Errorf("a closed poller has %d connections", len(got))
		}
	})
}

// A connection that is closed while others are looked at stays quiet, and its
// number does not carry what was told of it over to the next.
func TestCloseWhileReady(t *testing.T) {
	each(t, func(t *testing.T, p *Poller) {
		ours, theirs := tcpPair(t)
		c := adopt(t, p, ours)
		give(t, theirs, "old")
		await(t, p, c)
		c.Close()
		ours, theirs = tcpPair(t)
		fresh := adopt(t, p, ours)
		nothing(t, p, fresh)
		give(t, theirs, "new")
		if got := p.Wait(patience); slices.Contains(got, c) || !slices.Contains(got, fresh) {
			t.Error("the closed connection is ready, or the new one is not")
		}
		expect(t, p, fresh, "new")
	})
}

func TestPortableInVirtualTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := Portable()
		defer p.Close()
		ours, theirs := net.Pipe()
		c := adopt(t, p, ours)
		start := time.Now()
		check := func(what string, d time.Duration, want int, wantNow time.Duration) {
			t.Helper()
			got := p.Wait(d)
			if now := time.Since(start); len(got) != want || now != wantNow {
				t.Errorf("%s: %d connections at %v; want %d at %v", what, len(got), now, want, wantNow)
			}
		}
		check("nothing comes", time.Hour, 0, time.Hour)
		time.AfterFunc(time.Second, func() { _, _ = theirs.Write([]byte("x")) })
		check("something comes", time.Hour, 1, time.Hour+time.Second)
		if _, err := c.Read(make([]byte, 8)); err != nil {
			t.Error(err)
		}
		time.AfterFunc(time.Second, p.Wake)
		check("woken", time.Hour, 0, time.Hour+2*time.Second)
		theirs.Close()
		check("the end", time.Hour, 1, time.Hour+2*time.Second)
	})
}

func TestPrecise(t *testing.T) {
	if err := Precise(); err != nil {
		t.Error(err)
	}
}
