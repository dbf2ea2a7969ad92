package model

import "time"

// A tally is what a server counts beside its doors and its CPUs.
type tally struct {
	accepted  int64
	completed int64
	late      int64         // completed after the caller had left
	dropped   int64         // taken off the CPUs because the caller had left
	zombies   int64         // inside or queued for a caller who has left
	wasted    time.Duration // attained work of ended requests whose caller had left
}

// end counts a request that ends.
func (t *tally) end(r *request, o Outcome) {
	if o == Served {
		t.completed++
	}
	if !r.gone {
		return
	}
	t.zombies--
	t.wasted += r.attained
	if o == Served {
		t.late++
	}
}
