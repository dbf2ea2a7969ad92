package measure

import (
	"math/rand/v2"
	"testing"
	"time"
)

// latencies returns response times as they come from a busy target.
func latencies(n int) []time.Duration {
	r := rand.New(rand.NewPCG(1, 2))
	out := make([]time.Duration, n)
	for i := range out {
		out[i] = 50*time.Millisecond + time.Duration(r.ExpFloat64()*float64(20*time.Millisecond))
	}
	return out
}

func BenchmarkHistRecord(b *testing.B) {
	values := latencies(10_000)
	h := hist(values...)
	b.ReportAllocs()
	for i := range b.N {
		h.Record(values[i%len(values)])
	}
}

func BenchmarkHistMerge(b *testing.B) {
	sum, part := hist(latencies(10_000)...), hist(latencies(300)...)
	b.ReportAllocs()
	for range b.N {
		sum.Merge(part)
	}
}

func BenchmarkHistQuantile(b *testing.B) {
	h := hist(latencies(10_000)...)
	for range b.N {
		h.Quantile(.99)
	}
}
