package experiment

import (
	"runtime"
	"runtime/metrics"
	"slices"
	"time"

	"matchday/measure"
)

// The runtime's own figures that tell how the generator fares.
const (
	schedLatencies = "/sched/latencies:seconds"
	gcTime         = "/cpu/classes/gc/total:cpu-seconds"
)

// A vitals reads how the generator's process fares, from the start of a trial.
type vitals struct {
	began    time.Time // with both clocks
	loopback bool      // the target is on this machine
	cpu      time.Duration
	gc       time.Duration
	kept     time.Duration // throttled before the trial
	stolen   time.Duration // by the host before the trial
	sched    []uint64      // scheduling latencies counted at the reading before
}

// newVitals starts the totals.
func newVitals(loopback bool) *vitals {
	v := &vitals{began: time.Now(), loopback: loopback, cpu: processTime(), kept: throttled(), stolen: stolen()}
	v.gc, _ = v.runtime()
	return v
}

// read returns how the process fares at an instant of the trial.
func (v *vitals) read(at time.Duration) measure.Self {
	gc, sched := v.runtime()
	now := time.Now()
	s := measure.Self{
		At: at, CPU: processTime() - v.cpu, GC: gc - v.gc, Sched: sched,
		Procs: runtime.GOMAXPROCS(0), Throttled: throttled() - v.kept, Stolen: stolen() - v.stolen,
		// Without the monotonic reading the difference is the wall clock's.
		ClockStep: now.Round(0).Sub(v.began.Round(0)) - now.Sub(v.began),
	}
	s.Files, s.FileLimit = descriptors()
	s.Ports, s.PortRange = sourcePorts(v.loopback)
	return s
}

// runtime returns the time spent collecting garbage in all and the scheduling
// latency p99 since the call before.
func (v *vitals) runtime() (gc, sched time.Duration) {
	samples := []metrics.Sample{{Name: schedLatencies}, {Name: gcTime}}
	metrics.Read(samples)
	h := samples[0].Value.Float64Histogram()
	news := slices.Clone(h.Counts)
	for i, n := range v.sched {
		news[i] -= n
	}
	v.sched = append(v.sched[:0], h.Counts...)
	return seconds(samples[1].Value.Float64()), seconds(upper(news, h.Buckets, .99))
}

// upper returns the upper bound of the bucket that holds the quantile, 0 when
// nothing was counted.
func upper(counts []uint64, bounds []float64, q float64) float64 {
	var total, seen uint64
	for _, n := range counts {
		total += n
	}
	for i, n := range counts {
		seen += n
		if n > 0 && float64(seen) >= q*float64(total) {
			// The last bucket has no upper bound; its lower one must do.
			return min(bounds[i+1], bounds[len(bounds)-2])
		}
	}
	return 0
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }
