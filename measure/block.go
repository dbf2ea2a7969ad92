package measure

import (
	"slices"
	"time"
)

// A block is what the response times of successes came to in a stretch of time: how
// many fell into which bucket, in order.
type block []run

// A run is how many values fell into a bucket.
type run struct {
	bucket bucket
	count  uint32
}

// mostBlocks is how many blocks of a part of the profile are kept. Twice as many
// would be joined two by two, so memory does not grow with the length of a trial.
const mostBlocks = 128

// Blocks are a part of the profile cut into equal lengths.
type blocks struct {
	phase  Phase // that the part is; none for what lies between phases or after them
	length time.Duration
	all    []block
}

// blocks returns what blocks are gathered in, by part of the profile.
func (g Grid) blocks() []blocks {
	out := make([]blocks, g.parts())
	for i := range out {
		out[i].length = g.Window
		if i < len(g.Phases) {
			out[i].phase = g.Phases[i]
		}
	}
	return out
}

// add counts what was due in a window, or in as much of it as lies in the part.
func (b *blocks) add(at time.Duration, runs []run) {
	if len(runs) == 0 {
		return
	}
	at -= b.phase.Start
	for at/b.length >= mostBlocks {
		b.length *= 2
		b.all = joined(b.all, 2, len(b.all))
	}
	i := int(at / b.length)
	b.all = append(b.all, make([]block, max(0, i+1-len(b.all)))...)
	b.all[i] = b.all[i].with(runs)
}

// joined joins so many neighbours at a time, to no more than most in all: what is
// left over at the end goes to the last.
func joined(all []block, neighbours, most int) []block {
	var out []block
	for i, one := range all {
		to := min(i/neighbours, most-1)
		if to == len(out) {
			out = append(out, nil)
		}
		out[to] = out[to].with(one)
	}
	return out
}

// with returns the block with the runs added, which are in order too. The block is
// not to be used again.
func (b block) with(runs []run) block {
	if len(b) == 0 {
		return slices.Clone(runs)
	}
	out := make(block, 0, len(b)+len(runs))
	for len(b) > 0 && len(runs) > 0 {
		switch {
		case b[0].bucket < runs[0].bucket:
			out, b = append(out, b[0]), b[1:]
		case b[0].bucket > runs[0].bucket:
			out, runs = append(out, runs[0]), runs[1:]
		default:
			out = append(out, run{b[0].bucket, b[0].count + runs[0].count})
			b, runs = b[1:], runs[1:]
		}
	}
	return append(append(out, b...), runs...)
}

// count returns how many values the block has.
func (b block) count() (n int64) {
	for _, r := range b {
		n += int64(r.count)
	}
	return n
}

// sum returns what the values come to together.
func (b block) sum() (all time.Duration) {
	for _, r := range b {
		all += r.bucket.low() * time.Duration(r.count)
	}
	return all
}

// cut returns blocks of ten mean response times or more, and of no more than so many:
// shorter ones would not be independent of their neighbours, because who is in the
// queue in one still is in the next.
func (b *blocks) cut(most int) (out []block, length time.Duration) {
	const apart = 10
	var n int64
	var sum time.Duration
	for _, one := range b.all {
		n += one.count()
		sum += one.sum()
	}
	if n == 0 {
		return nil, 0
	}
	need := apart * sum / time.Duration(n)
	neighbours := max(1, times(need, b.length), times(time.Duration(len(b.all)), time.Duration(most)))
	length = b.length * time.Duration(neighbours)
	whole := len(b.all)
	if span := b.phase.Length(); span > 0 {
		whole = max(1, int(span/length)) // a last one that is shorter is none of its own
	}
	return joined(b.all, neighbours, whole), length
}

// times returns how many of a length it takes to reach another.
func times(all, one time.Duration) int { return int((all + one - 1) / one) }
