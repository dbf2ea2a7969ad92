package measure

import (
	"math/rand/v2"
	"slices"
)

// strata are the blocks of each part of the profile.
type strata [][]block

// count returns how many values there are.
func (s strata) count() (n int64) {
	for _, blocks := range s {
		for _, b := range blocks {
			n += b.count()
		}
	}
	return n
}

// buckets returns the buckets that have a value, in order.
func (s strata) buckets() []bucket {
	var has [bucketCount]bool
	for _, blocks := range s {
		for _, b := range blocks {
			for _, r := range b {
				has[r.bucket] = true
			}
		}
	}
	var all []bucket
	for b, yes := range has {
		if yes {
			all = append(all, bucket(b))
		}
	}
	return all
}

// howOften is how many times blocks are drawn: the ends of an interval of 95 % are
// then the 13th from either side, and hardly move with the luck of the draw.
const howOften = 500

// draws are ways to draw the blocks of each part with putting back. Of n blocks n − 1
// are drawn and count n/(n − 1) each: of few blocks the spread would else come out
// too small, by half for two (Rao and Wu 1988).
type draws struct {
	strata strata
	blocks []counted  // of all strata
	taken  [][]uint16 // by draw: which of them
}

// drawFrom draws, the same for the same strata.
func drawFrom(s strata) draws {
	d := draws{strata: s, taken: make([][]uint16, howOften)}
	for _, blocks := range s {
		d.blocks = append(d.blocks, countUp(blocks)...)
	}
	random := rand.New(rand.NewPCG(95, howOften))
	for i := range d.taken {
		first := 0
		for _, blocks := range s {
			for range len(blocks) - 1 {
				d.taken[i] = append(d.taken[i], uint16(first+random.IntN(len(blocks))))
			}
			first += len(blocks)
		}
	}
	return d
}

// between returns between which buckets the quantile lies.
//
// The draws are never put together to histograms. A quantile is no more than x where
// the values up to x are no less than so many; what each block has of them too many or
// too few simply adds up, for every draw. So x is searched for.
func (d draws) between(q float64) (low, high bucket) {
	all := d.strata.buckets()
	at := func(share float64) bucket {
		i, _ := slices.BinarySearchFunc(all, share, func(b bucket, share float64) int {
			if d.share(q, b) < share-1e-9 {
				return -1
			}
			return 0 // or beyond: the first of these is wanted
		})
		return all[min(i, len(all)-1)]
	}
	return at((1 - Sure) / 2), at((1 + Sure) / 2)
}

// share returns in which share of the draws the quantile is no more than the bucket's
// values.
func (d draws) share(q float64, x bucket) float64 {
	surplus := d.surplus(q, x)
	reached := 0
	for _, taken := range d.taken {
		sum := 0.0
		for _, i := range taken {
			sum += surplus[i]
		}
		if sum >= -1e-6 { // rounding: a single value counts for some thousandths at least
			reached++
		}
	}
	return float64(reached) / float64(len(d.taken))
}

// surplus returns by how much the values of each block up to the bucket's are more
// than their share q, in the weight that a drawn block has.
func (d draws) surplus(q float64, x bucket) []float64 {
	out := make([]float64, len(d.blocks))
	for i, b := range d.blocks {
		out[i] = b.weight * (float64(b.upTo(x)) - q*float64(b.upTo(bucketCount)))
	}
	return out
}

// A counted is a block whose runs say how many values there are up to theirs.
type counted struct {
	upToHere block
	weight   float64 // of the block when it is drawn
}

// countUp returns the blocks of a stratum counted up.
func countUp(blocks []block) []counted {
	out := make([]counted, len(blocks))
	for i, b := range blocks {
		out[i] = counted{slices.Clone(b), float64(len(blocks)) / float64(max(1, len(blocks)-1))}
		n := uint32(0)
		for k := range b {
			n += b[k].count
			out[i].upToHere[k].count = n
		}
	}
	return out
}

// upTo returns how many of the block's values are no more than those of a bucket.
func (c counted) upTo(x bucket) uint32 {
	after, _ := slices.BinarySearchFunc(c.upToHere, x+1, func(r run, b bucket) int { return int(r.bucket) - int(b) })
	if after == 0 {
		return 0
	}
	return c.upToHere[after-1].count
}
