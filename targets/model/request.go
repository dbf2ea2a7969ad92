package model

import "time"

// A request is one order from its arrival to its end.
type request struct {
	demand           time.Duration
	arrived, entered time.Duration
	attained         time.Duration // work done for it, but for what it is on the CPUs with now
	working          bool          // on the CPUs
	gone             bool          // the caller has left
}

// requests are those that have not ended, by id. Ids are small numbers, which
// are used again.
type requests struct {
	by   []request
	free []int // ids to use again
}

// add returns the id that a request bears from now on.
func (all *requests) add(r request) (id int) {
	if last := len(all.free) - 1; last >= 0 {
		id = all.free[last]
		all.free = all.free[:last]
		all.by[id] = r
		return id
	}
	all.by = append(all.by, r)
	return len(all.by) - 1
}

// remove lets an id be used again.
func (all *requests) remove(id int) {
	all.by[id] = request{}
	all.free = append(all.free, id)
}
