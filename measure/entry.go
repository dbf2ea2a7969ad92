package measure

// An entry is all that histograms keep of a sample that left. It waits in its
// cell until many are posted to the cell's histograms at once, which costs a
// fraction of recording each.
type entry struct {
	response, service, lag bucket
	outcome                Outcome
}

// mostEntries is how many wait in a cell at most. They take no more memory than
// the histograms of so many, and most of them share their buckets with others.
const mostEntries = 8192

func entryOf(s *Sample) entry {
	return entry{
		response: bucketOf(s.Done - s.Due),
		service:  bucketOf(s.Done - s.Sent),
		lag:      bucketOf(s.Sent - s.Due),
		outcome:  s.Outcome,
	}
}

// enter adds the entry of a sample that was due in the cell. What comes after
// the histograms were handed on is in the sums alone.
func (t *Timeline) enter(c *cell, e entry) {
	if c.Latency == nil {
		t.sums[c.part].add(e)
		return
	}
	if last := len(t.spare) - 1; c.entries == nil && last >= 0 {
		c.entries, t.spare = t.spare[last], t.spare[:last]
	}
	c.entries = append(c.entries, e)
	if len(c.entries) == mostEntries {
		t.post(c)
	}
}

// post brings the histograms of the cell up to date, and the sums with them:
// they are of the same entries, so that they cannot disagree.
func (t *Timeline) post(c *cell) {
	if len(c.entries) == 0 {
		return
	}
	sums := &t.sums[c.part]
	var came [Outcomes]bool
	for _, e := range c.entries {
		t.sorter.add(e.lag)
		came[e.outcome] = true
	}
	t.sorter.into(&c.Latency.Lag, &sums.lag)
	for o := range came {
		if came[o] {
			t.postOutcome(c, Outcome(o))
		}
	}
	c.entries, t.spare = nil, append(t.spare, c.entries[:0])
	t.postSplits(c)
}

// postOutcome posts the response times of the entries with an outcome, and
// their service times if it is success.
func (t *Timeline) postOutcome(c *cell, o Outcome) {
	sums := &t.sums[c.part]
	for _, e := range c.entries {
		if e.outcome == o {
			t.sorter.add(e.response)
		}
	}
	runs := t.sorter.into(&c.Latency.Response[o], &sums.response[o])
	if o != OK {
		return
	}
	t.blocks[c.part].add(c.Start, runs)
	for _, e := range c.entries {
		if e.outcome == OK {
			t.sorter.add(e.service)
		}
	}
	t.sorter.into(&c.Latency.Service, &sums.service)
}
