package measure

import "math/bits"

// A sorter counts values that come in any order and hands them on in order, so
// that a histogram takes them in at once. It has a place for every bucket; the
// packed histogram behind a [Hist] has to search for the place of each value,
// and to move all after it when the value is new. The zero value is ready, and
// too large for more than one to each [Timeline].
type sorter struct {
	counts [bucketCount]uint16
	filled [bucketCount / 64]uint64 // a bit for each bucket that was counted in
	groups uint64                   // a bit for each groupWords words of filled that are not all zero
	sorted Hist                     // emptied after every use
	runs   []run                    // what was moved last
}

// groupWords is how many words of a sorter share a bit.
const groupWords = 8

// add counts a value. There must not be more of them than a count can hold.
func (s *sorter) add(b bucket) {
	s.counts[b]++
	s.filled[b/64] |= 1 << (b % 64)
	s.groups |= 1 << (b / (64 * groupWords))
}

// into moves what was counted into a histogram, and into a ledger as well. It
// returns it too, until the next use.
func (s *sorter) into(h *Hist, l *ledger) []run {
	s.runs = s.runs[:0]
	if s.groups == 0 {
		return nil
	}
	for ; s.groups != 0; s.groups &= s.groups - 1 {
		first := bits.TrailingZeros64(s.groups) * groupWords
		for word := first; word < first+groupWords; word++ {
			s.drain(word, l)
		}
	}
	h.Merge(s.sorted)
	s.sorted.packed.Reset()
	return s.runs
}

// drain moves what was counted in the 64 buckets of a word.
func (s *sorter) drain(word int, l *ledger) {
	for filled := s.filled[word]; filled != 0; filled &= filled - 1 {
		b := bucket(word*64 + bits.TrailingZeros64(filled))
		n := int64(s.counts[b])
		s.sorted.RecordN(b.low(), n)
		l.add(b, n)
		s.runs = append(s.runs, run{b, uint32(n)})
		s.counts[b] = 0
	}
	s.filled[word] = 0
}
