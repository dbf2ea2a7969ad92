package model

import "time"

// A tally is what a server counts beside its stages.
type tally struct {
	completed int64
	late      int64         // completed after the caller had left
	zombies   int64         // inside or queued for a caller who has left
	wasted    time.Duration // attained work of ended requests that came to nothing
}

// end counts a request that ends.
func (t *tally) end(r *request, o Outcome) {
	if o == Served {
		t.completed++
	}
	if r.gone {
		t.zombies--
	}
	switch {
	case o != Served:
		t.wasted += r.attained
	case r.gone:
		t.wasted += r.attained
		t.late++
	}
}
