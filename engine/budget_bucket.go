package engine

import (
	"math"
	"sync/atomic"
)

// A bucket holds the tokens of a retry budget during one run. Any number of
// goroutines may use it at once. A nil bucket is no budget: it never runs out.
type bucket struct {
	share, most int64 // in parts of a token
	parts       atomic.Int64
	refused     atomic.Int64
}

// token is how many parts a token has. Whole parts add up exactly, which
// fractions in floating point do not: ten tenths must make a token.
const token = 1_000_000_000

// newBucket returns a full bucket, nil if there is no budget.
func newBucket(b RetryBudget) *bucket {
	if b.Share == 0 {
		return nil
	}
	most := int64(b.burst()) * token
	k := &bucket{share: int64(math.Round(b.Share * token)), most: most}
	k.parts.Store(most)
	return k
}

// deposit puts in what a user brings. A full bucket, as it is on a good day, is
// looked at and not written to.
func (b *bucket) deposit() {
	if b == nil {
		return
	}
	for {
		had := b.parts.Load()
		if had == b.most || b.parts.CompareAndSwap(had, min(had+b.share, b.most)) {
			return
		}
	}
}

// withdraw takes out a token. It reports false, and counts that, if there is
// none.
func (b *bucket) withdraw() bool {
	if b == nil {
		return true
	}
	for {
		had := b.parts.Load()
		if had < token {
			b.refused.Add(1)
			return false
		}
		if b.parts.CompareAndSwap(had, had-token) {
			return true
		}
	}
}

// withheld returns how many tokens were asked for in vain.
func (b *bucket) withheld() int64 {
	if b == nil {
		return 0
	}
	return b.refused.Load()
}
