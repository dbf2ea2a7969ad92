package bulkhead

import "time"

// A pace is how long callers stay inside on the average, by those who left
// lately.
//
// It needs nobody's own time: by Little's law what all inside spend there
// between two who leave is, on the average, what one of them spends there from
// coming in to leaving. So it is right at any load, and where all seats are
// taken it is the mean interval between two who leave, times the seats.
type pace struct {
	mean  float64       // in nanoseconds
	left  float64       // how many have left, as far as that matters
	spent time.Duration // what all have spent inside until the last of them
}

// memory is over how many times inside the mean is taken: each who leaves
// counts by one in so many for every seat. It is a compromise. A short memory
// follows the rhythm in which equal requests leave a full service, and takes a
// lull in it for speed.
const memory = 16

// leave is told that one of those on so many seats left, and what all have spent
// inside by then. The first to leave have equal weights, for there is no older
// mean that they could be set against.
func (p *pace) leave(spent time.Duration, seats int) {
	p.left = min(p.left+1, memory*float64(seats))
	p.mean += (float64(spent-p.spent) - p.mean) / p.left
	p.spent = spent
}

// answer returns how long a newcomer is expected to take until it has been
// served, with so many queued before it and all seats taken: nothing, as long as
// fewer have left than there are seats, for then nothing is known.
func (p *pace) answer(queued, seats int) time.Duration {
	if p.left < float64(seats) {
		return 0
	}
	return time.Duration(p.mean * (1 + float64(queued+1)/float64(seats)))
}
