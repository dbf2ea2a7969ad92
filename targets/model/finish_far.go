package model

import (
	"math"
	"math/bits"
)

// A far keeps the finishes beyond an instant in a rough order, which is enough
// until they come near: a radix heap. Its owner keeps the others.
//
// A finish lies in the bucket of the highest bit in which it differs from near.
// So every bucket is later than all below it, and spans as much as they do
// together. The lowest is dealt out to those below it when its turn comes: of
// fifty thousand finishes each is moved some five times, from one row of memory
// to the end of another. In a heap of that size it would take as many steps on
// the way down, and wait for memory at most of them.
//
// No instant is negative, and the bits of such a float64 have the order of the
// numbers.
type far struct {
	near    uint64 // the bits of the last instant that is not far
	len     int
	buckets [64]*row
	spare   *row // those that are empty
}

// A row is a part of a bucket. The row emptied last is the first to be used
// again, while it is still in the caches.
type row struct {
	next *row
	len  int
	of   [63]finish // so that a row fills a size class of Go's memory
}

// holds reports whether an instant is far.
func (f *far) holds(at float64) bool { return math.Float64bits(at) > f.near }

// push takes in a finish that is far.
func (f *far) push(in finish) {
	b := bits.Len64(math.Float64bits(in.at)^f.near) - 1
	r := f.buckets[b]
	if r == nil || r.len == len(r.of) {
		r = f.row(r)
		f.buckets[b] = r
	}
	r.of[r.len] = in
	r.len++
	f.len++
}

// row returns an empty row that stands before another.
func (f *far) row(next *row) *row {
	r := f.spare
	if r == nil {
		r = new(row)
	} else {
		f.spare = r.next
	}
	r.next, r.len = next, 0
	return r
}

// drop takes away a row that has been read, and returns the next.
func (f *far) drop(r *row) (next *row) {
	next = r.next
	r.next, f.spare = f.spare, r
	f.len -= r.len
	return next
}

// approach moves near into the lowest bucket, of which there must be one, and
// deals it out: to the buckets below, and to the heap what is near now. That is
// only its beginning, but the whole of a single row: a heap of so few is shallow.
func (f *far) approach(heap *finishHeap) {
	b := 0
	for f.buckets[b] == nil {
		b++
	}
	r := f.buckets[b]
	f.buckets[b] = nil
	f.near = (f.near>>b | 1) << b
	if r.next == nil {
		for _, each := range r.of[:r.len] {
			f.near = max(f.near, math.Float64bits(each.at))
		}
	}
	for ; r != nil; r = f.drop(r) {
		for _, each := range r.of[:r.len] {
			if f.holds(each.at) {
				f.push(each)
			} else {
				heap.push(each)
			}
		}
	}
}

// empty takes out everything, and moves near back to the beginning.
func (f *far) empty(into []finish) []finish {
	for b, r := range f.buckets {
		for ; r != nil; r = f.drop(r) {
			into = append(into, r.of[:r.len]...)
		}
		f.buckets[b] = nil
	}
	f.near = 0
	return into
}
