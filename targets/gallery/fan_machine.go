package gallery

import "time"

// A fan splits each request into parts, has workers do them, and joins what they
// come to.
type fan struct {
	*service
	parts  int
	mean   time.Duration // of a request that meets nobody
	draw   func() time.Duration
	crews  []crew // one for all parts, or one of each worker
	turn   int    // of the crew that is given the next part
	window crew   // places between the answer that is next and the last request begun
	order  order

	splits   int   // requests with parts that are not done
	joinWait meter // those of them that have parts which are
}

func (f *fan) plan(r *request, demand time.Duration) func() {
	parts, by := make([]time.Duration, f.parts), scale(demand, f.mean)
	for i := range parts {
		parts[i] = scaled(f.draw(), by)
	}
	return func() {
		f.window.take(func() { f.split(r, parts) })
	}
}

// split hands out the parts of a request.
func (f *fan) split(r *request, parts []time.Duration) {
	f.splits++
	place, missing := f.order.place(), len(parts)
	for _, d := range parts {
		crew := &f.crews[f.turn]
		f.turn = (f.turn + 1) % len(f.crews)
		crew.take(func() {
			f.work(r, d, func() {
				crew.give()
				missing--
				f.partDone(r, place, missing, len(parts))
			})
		})
	}
}

// partDone joins a request when none of its parts is missing any more.
func (f *fan) partDone(r *request, place int64, missing, parts int) {
	if missing == parts-1 {
		f.joinWait.add(f.now, +1)
	}
	if missing > 0 {
		return
	}
	f.joinWait.add(f.now, -1)
	f.splits--
	for _, next := range f.order.done(f.now, place, r) {
		f.window.give()
		f.served(next)
	}
}

// Gauges implements [Machine].
func (f *fan) Gauges(at time.Duration) []Gauge {
	f.Advance(at)
	waiting, busy := 0, 0
	for i := range f.crews {
		waiting += f.crews[i].line.len
		busy += f.crews[i].busy
	}
	return []Gauge{
		{"parts_waiting", "Parts waiting for a worker.", float64(waiting)},
		{"workers_busy", "Workers that have a part.", float64(busy)},
		{"splits", "Requests with parts that are not done.", float64(f.splits)},
		{"join_wait_seconds_total", "Time from the first part to the last that was done, of all requests.", f.joinWait.read(f.now).Seconds()},
		{"window_waiting", "Requests not split yet because the window is full.", float64(f.window.line.len)},
		{"reorder_buffer", "Answers that are ready and held because one before is not.", float64(len(f.order.held))},
		{"head_of_line_seconds", "For how long the answer that is next has held up others.", f.order.stuck(f.now).Seconds()},
	}
}
