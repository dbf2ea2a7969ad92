package measure

// A split is where the service time of a success went whose target told. Few
// targets do, so it is kept apart from the entry: those that tell nothing shall
// not pay for it.
type split struct{ network, queued, inside bucket }

func splitOf(s *Sample) split {
	return split{network: bucketOf(s.network()), queued: bucketOf(s.Queued), inside: bucketOf(s.Inside)}
}

// divide adds where the service time of a success went that was due in the cell.
// Its entry must be yet to come, so that there are never splits without entries.
func (t *Timeline) divide(c *cell, s split) {
	if c.Latency == nil {
		t.sums[c.part].divide(s)
		return
	}
	if last := len(t.spareSplits) - 1; c.splits == nil && last >= 0 {
		c.splits, t.spareSplits = t.spareSplits[last], t.spareSplits[:last]
	}
	c.splits = append(c.splits, s)
}

// postSplits posts the splits of a cell.
func (t *Timeline) postSplits(c *cell) {
	if len(c.splits) == 0 {
		return
	}
	l, sums := c.Latency, &t.sums[c.part]
	for _, s := range c.splits {
		t.sorter.add(s.network)
	}
	t.sorter.into(&l.Network, &sums.network)
	for _, s := range c.splits {
		t.sorter.add(s.queued)
	}
	t.sorter.into(&l.Queued, &sums.queued)
	for _, s := range c.splits {
		t.sorter.add(s.inside)
	}
	t.sorter.into(&l.Inside, &sums.inside)
	c.splits, t.spareSplits = nil, append(t.spareSplits, c.splits[:0])
}

// divide counts one split.
func (l *ledgers) divide(s split) {
	l.network.add(s.network, 1)
	l.queued.add(s.queued, 1)
	l.inside.add(s.inside, 1)
}
