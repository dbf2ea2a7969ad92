package reference

import (
	"context"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"matchday/targets/bulkhead"
	"matchday/targets/model"
)

// A request costs as much processor time as its demand says, however many others
// there are: nothing is asserted of how long that takes.
func TestBurn(t *testing.T) {
	const requests, demand = 6, 5 * time.Millisecond
	burn := NewBurn(2)
	var mu sync.Mutex
	spent := make([]time.Duration, requests)
	var all sync.WaitGroup
	for i := range requests {
		all.Go(func() {
			if _, err := burn.Do(t.Context(), demand, func(part time.Duration) {
				mu.Lock()
				defer mu.Unlock()
				spent[i] += part
			}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for i, s := range spent {
		if s < demand || s > 2*demand {
			t.Errorf("request %d spent %v, want %v and little more", i, s, demand)
		}
	}
	ctx, cut := context.WithCancel(t.Context())
	go cut()
	if _, err := burn.Do(ctx, time.Hour, func(time.Duration) {}); err != context.Canceled {
		t.Errorf("cut off: %v", err)
	}
}

// Two threads, one connection, one place in the queue for a thread: of five at
// once two have a thread, one of them the connection, and two are refused. They
// come out of the connection one after the other.
func TestSeats(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		task := &nap{number: func() int64 { return 0 }}
		w := newWorkshop(t, NewSeats(NewSeats(task, Connections(), 1, bulkhead.Unbounded), Threads(), 2, 1), "none")
		defer w.Close()
		got := make(chan []ending)
		go func() { got <- orders(t, w, 10*ms, 10*ms, 10*ms, 10*ms, 10*ms) }()
		time.Sleep(5 * ms)
		gauges := map[string]float64{}
		for _, g := range w.observe().gauges {
			gauges[g.Name] = g.Value
		}
		for name, want := range map[string]float64{
			"threads_busy": 2, "run_queue": 1, "run_queue_waits_total": 1, "run_queue_wait_seconds_total": 0,
			"db_busy": 1, "db_waiting": 1, "db_waits_total": 1, "naps_deep": 7,
		} {
			if got, ok := gauges[name]; !ok || got != want {
				t.Errorf("%s is %v, want %v", name, got, want)
			}
		}
		want := []ending{
			{Answer: Answer{Seq: 1, Service: 10 * ms}}, {Answer: Answer{Seq: 2, Service: 20 * ms}}, {Answer: Answer{Seq: 3, Service: 30 * ms}},
			{err: bulkhead.ErrFull}, {err: bulkhead.ErrFull},
		}
		for i, end := range <-got {
			if end != want[i] {
				t.Errorf("order %d: %+v, want %+v", i, end, want[i])
			}
		}
		if c := w.Counters(); c.RejectedFull != 2 || c.Completed != 3 || c.Closes() != nil {
			t.Errorf("%+v, %v", c, c.Closes())
		}
	})
}

// Each order that is let in leaves 2 MiB behind, up to 5 MiB for all, until a
// reset; that it really is there the runtime says itself.
func TestLeaking(t *testing.T) {
	const each, most = 2 << 20, 5 << 20
	l := NewLeaking(newStation(t, model.Options{CPUs: 1, Demand: time.Nanosecond, Bulkhead: setting(t, "1/0")}), each, most)
	defer l.Close()
	gauge := func(name string) float64 {
		for _, g := range l.observe().gauges {
			if g.Name == name {
				return g.Value
			}
		}
		t.Fatalf("there is no gauge %s", name)
		return 0
	}
	for n, want := range []float64{each, 2 * each, most, most} {
		if _, err := l.Order(t.Context(), Request{}); err != nil {
			t.Fatal(err)
		}
		if got := gauge("process_leaked_bytes"); got != want {
			t.Errorf("after %d orders %v bytes are left behind, want %v", n+1, got, want)
		}
	}
	full := collected(func() float64 { return gauge("process_heap_bytes") })
	if share := gauge("process_gc_share"); share < 0 || share > 1 {
		t.Errorf("the collector's share is %v", share)
	}
	if gauge("process_goroutines") < 1 {
		t.Error("there are no goroutines")
	}
	if err := l.Reset(); err != nil || gauge("process_leaked_bytes") != 0 {
		t.Errorf("after a reset: %v, %v bytes", err, gauge("process_leaked_bytes"))
	}
	if empty := collected(func() float64 { return gauge("process_heap_bytes") }); full-empty < most*.9 {
		t.Errorf("with a reset the heap has gone from %v to %v bytes, want %v less", full, empty, most)
	}
}

// collected reads a gauge once everything is collected that can be, what pools
// keep for a while included.
func collected(read func() float64) float64 {
	for range 3 {
		runtime.GC()
	}
	return read()
}

// Whoever was refused leaves nothing behind.
func TestRefusedLeakNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLeaking(newStation(t, model.Options{CPUs: 1, Demand: time.Second, Bulkhead: setting(t, "1/0")}), 1<<20, 1<<30)
		defer l.Close()
		if got := orders(t, l, 0, 0); got[1].err != bulkhead.ErrFull || l.kept != 1<<20 {
			t.Errorf("%+v, %d bytes kept, want those of one", got, l.kept)
		}
	})
}
