package gallery

import "time"

// A request is one order from its arrival to its end.
type request struct {
	id               int
	arrived, entered time.Duration
	door             *door
	start            func() // what is done for it once it is let in
	work             meter  // servers at work for it
	seq              int64  // the number of its answer, if it is not to be a running one
	inside           bool   // let in
	gone             bool   // the caller has left
	lost             bool   // nobody will ever answer it
}

// requests are those that have not ended, by id. Ids and requests are used again.
type requests struct {
	by   []*request
	free []int
}

// add returns a request of which nothing is known yet.
func (all *requests) add() *request {
	if last := len(all.free) - 1; last >= 0 {
		id := all.free[last]
		all.free = all.free[:last]
		return all.by[id]
	}
	r := &request{id: len(all.by)}
	all.by = append(all.by, r)
	return r
}

// remove lets the id be used again.
func (all *requests) remove(r *request) {
	*r = request{id: r.id}
	all.free = append(all.free, r.id)
}
