package model

import "time"

// A request is one order from its arrival to its end.
type request struct {
	demands          [2]time.Duration // at each stage
	arrived, entered time.Duration
	attained         time.Duration // work done for it at stages that are behind it
	stage            uint8         // where it is
	working          bool          // on the CPUs there, and not in the queue
	gone             bool          // the caller has left
}

// inside reports whether it has been let in.
func (r *request) inside() bool { return r.working || r.stage > 0 }

// seats returns how many it holds: one at each stage that has let it in.
func (r *request) seats() int {
	if r.working {
		return int(r.stage) + 1
	}
	return int(r.stage)
}

// requests are those that have not ended, by id. Ids are small numbers, which
// are used again.
type requests struct {
	by   []request
	free []int // ids to use again
}

// add returns an id that no request bears, and the place for what is known of
// its bearer, who is still unknown.
func (all *requests) add() (id int, r *request) {
	if last := len(all.free) - 1; last >= 0 {
		id = all.free[last]
		all.free = all.free[:last]
		return id, &all.by[id]
	}
	all.by = append(all.by, request{})
	id = len(all.by) - 1
	return id, &all.by[id]
}

// remove lets an id be used again.
func (all *requests) remove(id int) {
	all.by[id] = request{}
	all.free = append(all.free, id)
}
