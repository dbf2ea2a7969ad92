package reference

import (
	"context"
	"runtime/metrics"
	"slices"
	"sync"

	"matchday/targets/bulkhead"
	"matchday/targets/gallery"
)

// Leaking is a service whose workers leave memory behind, for real, as libraries
// do that keep something for each thread and never hear of its end. Everything
// else is as in the service it is made of.
type Leaking struct {
	Service
	each, most int64

	mu   sync.Mutex
	kept int64  // bytes
	head *crumb // of all that is kept
	base runtimeReading
}

// A crumb is a piece of memory that leads to the next: a collector has to follow
// all of them, one by one.
type crumb struct {
	next *crumb
	_    [1024 - 8]byte
}

const crumbBytes = 1024

// NewLeaking returns the service with every request leaving so many bytes behind
// that can still be reached, up to a bound for all of them. They go with a reset.
func NewLeaking(s Service, each, most int64) *Leaking {
	return &Leaking{Service: s, each: each, most: most, base: readRuntime()}
}

// Order implements Service. Whoever was refused had no worker that could leave
// anything behind.
func (l *Leaking) Order(ctx context.Context, r Request) (Answer, error) {
	answer, err := l.Service.Order(ctx, r)
	if _, refused := err.(bulkhead.Refusal); !refused {
		l.leak()
	}
	return answer, err
}

func (l *Leaking) leak() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for left := min(l.each, l.most-l.kept); left >= crumbBytes; left -= crumbBytes {
		l.head = &crumb{next: l.head}
		l.kept += crumbBytes
	}
}

// Reset implements Service.
func (l *Leaking) Reset() error {
	l.mu.Lock()
	l.kept, l.head, l.base = 0, nil, readRuntime()
	l.mu.Unlock()
	return l.Service.Reset()
}

func (l *Leaking) observe() observation {
	o := l.Service.observe()
	l.mu.Lock()
	defer l.mu.Unlock()
	now := readRuntime()
	o.gauges = slices.Concat(o.gauges, []gallery.Gauge{
		{Name: "process_leaked_bytes", Help: "Memory that workers have left behind in this process.", Value: float64(l.kept)},
		{Name: "process_heap_bytes", Help: "Memory of this process that is or was in use and not yet collected.", Value: float64(now.heap)},
		{Name: "process_goroutines", Help: "Goroutines of this process.", Value: float64(now.goroutines)},
		{Name: "process_gc_share", Help: "Share of this process's processor time that went to the garbage collector since the last reset.", Value: now.gcShare(l.base)},
	})
	return o
}

// A runtimeReading is what Go's runtime tells of itself.
type runtimeReading struct {
	heap, goroutines uint64
	gc, idle, all    float64 // processor time in seconds
}

func readRuntime() runtimeReading {
	samples := []metrics.Sample{
		{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/sched/goroutines:goroutines"},
		{Name: "/cpu/classes/gc/total:cpu-seconds"}, {Name: "/cpu/classes/idle:cpu-seconds"}, {Name: "/cpu/classes/total:cpu-seconds"},
	}
	metrics.Read(samples)
	return runtimeReading{
		heap: samples[0].Value.Uint64(), goroutines: samples[1].Value.Uint64(),
		gc: samples[2].Value.Float64(), idle: samples[3].Value.Float64(), all: samples[4].Value.Float64(),
	}
}

// gcShare returns the share of the processor time since an earlier reading that
// went to the collector.
func (r runtimeReading) gcShare(since runtimeReading) float64 {
	busy := (r.all - r.idle) - (since.all - since.idle)
	if busy <= 0 {
		return 0
	}
	return min(1, max(0, (r.gc-since.gc)/busy))
}
