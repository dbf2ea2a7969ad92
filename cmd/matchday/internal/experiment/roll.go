package experiment

import (
	"bytes"
	"math/bits"
)

const (
	// firstPage is how many users the first page of a roll holds. Each further
	// one holds twice as many, so that few are enough for ever and no page moves.
	firstPage = 1 << 16

	// pagesInAll is how many pages there can be: as many as 2^48 users fill.
	pagesInAll = 32

	// rollBlock is how many users come between two counts.
	rollBlock = 256
)

// A roll is the list of which stream each user is of, in about a byte a user.
//
// One goroutine adds users and hands them on; whoever was handed a user may look
// for it. The handing on is what makes that safe without a lock: whatever is
// read about a user was written before it was handed on, and never again.
type roll struct {
	pages [pagesInAll]page
	users int64   // added so far, and
	came  []int64 // how many of them are of each stream; known to who adds alone
}

// A page is a part of a roll.
type page struct {
	of     []byte  // the stream of each user
	before []int64 // at the start of each block: how many came before, stream by stream
}

// newRoll returns an empty roll for so many streams.
func newRoll(streams int) roll { return roll{came: make([]int64, streams)} }

// add adds the next user, who is of that stream.
func (r *roll) add(stream int) {
	number, at := place(r.users)
	p := &r.pages[number]
	if p.of == nil {
		p.of = make([]byte, firstPage<<number)
		p.before = make([]int64, len(p.of)/rollBlock*len(r.came))
	}
	if at%rollBlock == 0 {
		copy(p.before[at/rollBlock*len(r.came):], r.came)
	}
	p.of[at] = byte(stream)
	r.came[stream]++
	r.users++
}

// look returns the stream of a user, and how many of that stream came before.
// Before anybody was added, everybody is the first of the first stream: engines
// look at the request of user 0 to see whether it can be sent at all.
func (r *roll) look(user int64) (stream int, turn int64) {
	number, at := place(user)
	p := &r.pages[number]
	if p.of == nil {
		return 0, 0
	}
	of, start := p.of[at], at/rollBlock*rollBlock
	block := at / rollBlock * len(r.came)
	fellows := bytes.Count(p.of[start:at], []byte{of})
	return int(of), p.before[block+int(of)] + int64(fellows)
}

// place returns on which page a user stands, and where on it. The pages before
// the nth hold 2ⁿ−1 times as many users as the first.
func place(user int64) (number, at int) {
	number = bits.Len64(uint64(user/firstPage+1)) - 1
	return number, int(user - (1<<number-1)*firstPage)
}
