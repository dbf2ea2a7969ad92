package measure

// A ledger counts what a [Hist] counts, for long and for cheap: it finds the
// place of a value without a search. A window's few values would not be worth
// its memory; those of a part of the profile fill it.
type ledger [bucketCount / leafBuckets]*leaf

// A leaf is the counts of so many neighbouring buckets. It is made when the
// first of them is counted in.
type leaf [leafBuckets]int64

const leafBuckets = 512

// add counts n values in a bucket.
func (l *ledger) add(b bucket, n int64) {
	of := &l[b/leafBuckets]
	if *of == nil {
		*of = new(leaf)
	}
	(*of)[b%leafBuckets] += n
}

// hist returns a histogram of all that was counted.
func (l *ledger) hist() Hist {
	var h Hist
	for i, of := range l {
		if of == nil {
			continue
		}
		for k, n := range of {
			h.RecordN(bucket(i*leafBuckets+k).low(), n)
		}
	}
	return h
}

// Ledgers are to [Latencies] what a ledger is to a [Hist].
type ledgers struct {
	response                [Outcomes]ledger
	service, lag            ledger
	network, queued, inside ledger
}

// add counts one entry.
func (l *ledgers) add(e entry) {
	l.response[e.outcome].add(e.response, 1)
	l.lag.add(e.lag, 1)
	if e.outcome == OK {
		l.service.add(e.service, 1)
	}
}

// latencies returns histograms of all that was counted.
func (l *ledgers) latencies() Latencies {
	sum := Latencies{
		Service: l.service.hist(), Lag: l.lag.hist(),
		Network: l.network.hist(), Queued: l.queued.hist(), Inside: l.inside.hist(),
	}
	for o := range l.response {
		sum.Response[o] = l.response[o].hist()
	}
	return sum
}
