package measure

import (
	"math/rand/v2"
	"testing"
	"time"
)

// samplesAt returns n attempts at a rate, a fifth of which time out.
func samplesAt(rate, n int) []Sample {
	r := rand.New(rand.NewPCG(1, 2))
	out := make([]Sample, n)
	for i := range out {
		due := time.Duration(i) * time.Second / time.Duration(rate)
		sent := due + time.Duration(r.ExpFloat64()*float64(300*time.Microsecond))
		done := sent + time.Duration((.05+.02*r.ExpFloat64())*float64(time.Second))
		out[i] = Sample{User: int64(i), Attempt: 1, Last: true, Arrived: due, Due: due, Sent: sent, Done: done, Outcome: OK}
		if i%5 == 0 {
			out[i].Outcome, out[i].Done = Timeout, due+500*time.Millisecond
		}
	}
	return out
}

func quickGrid() Grid {
	g := Grid{
		Length: 32 * time.Second, Window: 100 * time.Millisecond, Hold: time.Second,
		Limits: Limits{Timeout: 500 * time.Millisecond, SLO: 125 * time.Millisecond},
	}
	for at := time.Duration(0); at < g.Length; at += 4 * time.Second {
		g.Phases = append(g.Phases, Phase{Name: "p", Start: at, End: at + 4*time.Second})
	}
	return g
}

// BenchmarkRecord records a trial as it comes, windows being taken on the way.
func BenchmarkRecord(b *testing.B) {
	for name, rate := range map[string]int{"400": 400, "10000": 10_000, "100000": 100_000} {
		b.Run(name, func(b *testing.B) {
			benchmarkRecord(b, quickGrid(), samplesAt(rate, min(32*rate, 320_000)), rate/10)
		})
	}
}

// BenchmarkRecordTold records a trial whose target says how long it took.
func BenchmarkRecordTold(b *testing.B) {
	samples := samplesAt(10_000, 320_000)
	for i := range samples {
		samples[i].Queued, samples[i].Inside = time.Duration(i%1000)*time.Microsecond, 50*time.Millisecond
	}
	benchmarkRecord(b, quickGrid(), samples, 1000)
}

// BenchmarkRecordTimeouts records a trial in which half of the attempts are in
// flight through a hundred windows.
func BenchmarkRecordTimeouts(b *testing.B) {
	g := quickGrid()
	g.Hold = 11 * time.Second
	samples := samplesAt(10_000, 200_000)
	for i := range samples {
		if s := &samples[i]; i%2 == 0 {
			s.Outcome, s.Done = Timeout, s.Due+10*time.Second
		}
	}
	benchmarkRecord(b, g, samples, 1000)
}

// benchmarkRecord records samples over and over; windows are taken after every
// so many.
func benchmarkRecord(b *testing.B, g Grid, samples []Sample, every int) {
	var t *Timeline
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		j := i % len(samples)
		if j == 0 {
			t = NewTimeline(g)
		}
		t.Record(samples[j])
		if j%every == 0 {
			t.Ripe(samples[j].Due)
		}
	}
}
