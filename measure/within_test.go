package measure

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// answered records a success a tick for so long, each with the response time of its
// moment.
func answered(g Grid, tick time.Duration, response func(at time.Duration) time.Duration) *Timeline {
	t := NewTimeline(g)
	user := int64(0)
	for at := time.Duration(0); at < g.Length; at += tick {
		user++
		t.Record(Sample{
			User: user, Attempt: 1, Last: true, Arrived: at, Due: at, Sent: at, Done: at + response(at), Outcome: OK,
		})
		t.Ripe(at)
	}
	t.Rest()
	return t
}

func steadyGrid(length time.Duration) Grid {
	return Grid{Length: length, Window: time.Second, Phases: []Phase{{Name: "base", End: length}}}
}

// The search over sums of surpluses comes to what the drawn blocks come to when they
// are put together and sorted.
func TestBoundsAreThoseOfDrawnBlocks(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var s strata
	for _, size := range []int{2, 5, 23} {
		var blocks []block
		for range size {
			var b block
			for range 1 + random.IntN(40) {
				b = b.with([]run{{bucket(random.IntN(300)), uint32(1 + random.IntN(3))}})
			}
			blocks = append(blocks, b)
		}
		s = append(s, blocks)
	}
	d := drawFrom(s)
	if n := len(d.taken[0]); n != 1+4+22 {
		t.Errorf("%d blocks are drawn, want one less than there are of each part", n)
	}
	for _, q := range []float64{0.5, 0.99, 0.1} {
		var all []bucket
		for _, taken := range d.taken {
			all = append(all, plainQuantile(s, taken, q))
		}
		slices.Sort(all)
		wantLow, wantHigh := all[int(math.Ceil(0.025*howOften))-1], all[int(math.Ceil(0.975*howOften))-1]
		if low, high := d.between(q); low != wantLow || high != wantHigh {
			t.Errorf("quantile %v: between %d and %d, want %d and %d", q, low, high, wantLow, wantHigh)
		}
	}
}

// plainQuantile is a quantile of drawn blocks that are put together, each as often as
// its weight says.
func plainQuantile(s strata, taken []uint16, q float64) bucket {
	type weighed struct {
		bucket bucket
		weight float64
	}
	var all []weighed
	sum, first := 0.0, 0
	for _, blocks := range s {
		for _, i := range taken {
			if int(i) < first || int(i) >= first+len(blocks) {
				continue
			}
			for _, r := range blocks[int(i)-first] {
				w := float64(r.count) * float64(len(blocks)) / float64(len(blocks)-1)
				all = append(all, weighed{r.bucket, w})
				sum += w
			}
		}
		first += len(blocks)
	}
	slices.SortFunc(all, func(a, b weighed) int { return int(a.bucket) - int(b.bucket) })
	seen := 0.0
	for _, w := range all {
		if seen += w.weight; seen >= q*sum-1e-6 {
			return w.bucket
		}
	}
	panic("no value")
}

// Answers that hang together in blocks of time are as few as those blocks: the bounds
// hold what they were drawn from about as often as they say. Were each answer taken
// for itself, they would hold it in one trial of three.
func TestBoundsHoldTheMedian(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	held, trials := 0, 200
	for range trials {
		level := 0.0
		tl := answered(steadyGrid(time.Minute), 20*time.Millisecond, func(at time.Duration) time.Duration {
			if at%time.Second == 0 {
				level = 5 * random.NormFloat64()
			}
			return time.Duration((50 + level + random.NormFloat64()) * float64(time.Millisecond))
		})
		b := tl.within(1).P50
		if b.Low <= 50*time.Millisecond && 50*time.Millisecond <= b.High {
			held++
		}
	}
	if held < 182 || held > 198 { // 190 ± 2.6 deviations
		t.Errorf("%d of %d intervals hold the median", held, trials)
	}
}

func TestWithin(t *testing.T) {
	alike := func(time.Duration) time.Duration { return 10 * time.Millisecond }
	reported := func(d time.Duration) time.Duration { return LatencyOf(hist(d)).P50 }

	s := answered(steadyGrid(40*time.Second), 10*time.Millisecond, alike).Summary(Review{})
	for _, p := range s.Phases {
		want := Within{
			Blocks: 40, Block: time.Second, Confidence: 0.95,
			P50: &Bounds{reported(10 * time.Millisecond), reported(10 * time.Millisecond)},
			P99: &Bounds{reported(10 * time.Millisecond), reported(10 * time.Millisecond)},
		}
		if got := *p.Within; !sameWithin(got, want) {
			t.Errorf("%s: %+v, want %+v", p.Name, got, want)
		}
	}

	check := func(name string, tl *Timeline, stretch int, why string) {
		t.Helper()
		w := tl.within(stretch)
		if w == nil || !strings.Contains(w.Why, why) || w.P99 != nil {
			t.Errorf("%s: %+v, want none because of %q", name, w, why)
		}
	}
	slow := func(time.Duration) time.Duration { return 310 * time.Millisecond }
	check("slow answers", answered(steadyGrid(40*time.Second), 10*time.Millisecond, slow), 1, "it takes 30 blocks of 4 s, ten mean response times each, and this has 10")
	check("few answers", answered(steadyGrid(40*time.Second), 200*time.Millisecond, alike), 1, "a p99 takes 368 answers, and this has 200")
	if w := answered(steadyGrid(40*time.Second), time.Hour, func(time.Duration) time.Duration { return -1 }).within(0); w == nil || w.P50 != nil {
		t.Errorf("of one answer: %+v", w)
	}
	if w := NewTimeline(steadyGrid(time.Minute)).within(0); w != nil {
		t.Errorf("of nobody: %+v", w)
	}
}

func sameWithin(a, b Within) bool {
	same := func(a, b *Bounds) bool { return a == b || a != nil && b != nil && *a == *b }
	p50, p99 := same(a.P50, b.P50), same(a.P99, b.P99)
	a.P50, a.P99, b.P50, b.P99 = nil, nil, nil, nil
	return p50 && p99 && a == b
}

// A longer trial has longer blocks, not more of them, and loses no answer.
func TestBlocksOfALongTrial(t *testing.T) {
	for _, length := range []time.Duration{127 * time.Second, 128 * time.Second, 129 * time.Second, 1000 * time.Second} {
		tl := answered(steadyGrid(length), 100*time.Millisecond, func(at time.Duration) time.Duration { return 10*time.Millisecond + at/100_000 })
		blocks := tl.blocks[0]
		if len(blocks.all) > mostBlocks || len(blocks.all) < mostBlocks/2-2 {
			t.Errorf("%v: %d blocks", length, len(blocks.all))
		}
		if n := (strata{blocks.all}).count(); n != int64(length/(100*time.Millisecond)) {
			t.Errorf("%v: %d answers in the blocks", length, n)
		}
		cut, of := blocks.cut(usedBlocks)
		if n := (strata{cut}).count(); n != int64(length/(100*time.Millisecond)) || len(cut) != int(length/of) || len(cut) > usedBlocks {
			t.Errorf("%v: cut to %d blocks of %v with %d answers", length, len(cut), of, n)
		}
	}
}

// What a bucket says of a value is what a histogram does.
func TestBucketHigh(t *testing.T) {
	for _, d := range []time.Duration{0, 1, time.Microsecond, 700 * time.Microsecond, time.Millisecond, 123456789, time.Minute, 10 * time.Minute, time.Hour} {
		if got, want := bucketOf(d).high(), hist(d).Max(); got != want {
			t.Errorf("of %v the bucket says %v, a histogram %v", d, got, want)
		}
	}
}

func BenchmarkWithin(b *testing.B) {
	g := quickGrid()
	g.Phases = []Phase{{Name: "base", End: g.Length}}
	t := NewTimeline(g)
	for _, s := range samplesAt(10_000, 320_000) {
		t.Record(s)
	}
	t.Rest()
	for range b.N {
		t.within(1)
	}
}
