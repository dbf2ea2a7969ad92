package engine

import (
	"context"
	"sync"
	"time"
)

const (
	// warmTime bounds how long the connections opened ahead may take.
	warmTime = 5 * time.Second

	// warmAtOnce is how many of them are opened at the same time: a target's
	// queue of connections not yet accepted is short.
	warmAtOnce = 32
)

// warm opens connections to where the first user's request goes, before the
// clock starts, so that the first attempts do not measure the opening. The ones
// that fail are opened again when they are needed.
func (v *volley) warm(ctx context.Context) {
	if v.plan.Warm == 0 || ctx.Err() != nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, min(warmTime, v.plan.Client.Timeout))
	defer cancel()
	first, _ := v.plan.Source.Request(0)
	turns := make(chan struct{}, warmAtOnce)
	var all sync.WaitGroup
	for i := range v.plan.Warm {
		s := v.shards[i%len(v.shards)]
		o := s.order(first)
		if o.err != nil {
			return
		}
		turns <- struct{}{}
		all.Go(func() {
			defer func() { <-turns }()
			d := dialed{pool: o.pool}
			d.socket, d.secure, d.err = v.lines.socket(ctx, o.pool.address, o.pool.secure)
			s.inbox.connected(d)
		})
	}
	all.Wait()
}
