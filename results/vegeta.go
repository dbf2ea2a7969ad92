package results

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"time"

	vegeta "github.com/tsenart/vegeta/v12/lib"

	"matchday/measure"
)

// exportVegeta hands the samples of every trial to one encoder.
func exportVegeta(encode vegeta.Encoder, run *Run) error {
	for _, t := range run.Trials {
		attack := t.Variant
		if run.Experiment.Rounds > 1 {
			attack = fmt.Sprintf("%s r%d", t.Variant, t.Round)
		}
		seq := uint64(0)
		for s, err := range bySent(t.Samples()) {
			if err != nil {
				return err
			}
			if s.Outcome == measure.Cut {
				continue
			}
			r := result(s, t.Started)
			r.Attack, r.Seq = attack, seq
			seq++
			if err := encode(&r); err != nil {
				return err
			}
		}
	}
	return nil
}

// result returns a sample as vegeta would have it.
func result(s measure.Sample, started time.Time) vegeta.Result {
	r := vegeta.Result{
		Code:      code(s),
		Timestamp: started.Add(s.Sent),
		Latency:   s.Service(),
		BytesIn:   uint64(max(0, s.BytesIn)),
		BytesOut:  uint64(max(0, s.BytesOut)),
	}
	if s.Outcome != measure.OK {
		r.Error = s.Outcome.String()
	}
	return r
}

// code returns the status of a sample for vegeta, which takes every code from
// 200 to 399 for a success, whatever the error says: an answer that came too
// late or failed its assertion has code 0 there.
func code(s measure.Sample) uint16 {
	good := s.Status >= 200 && s.Status < 400
	switch {
	case s.Outcome == measure.OK && !good:
		return 200
	case s.Outcome != measure.OK && good, s.Status < 0, s.Status > 999:
		return 0
	}
	return uint16(s.Status)
}

// bySent yields samples in the order in which they were sent; vegeta's plot
// fails on any other. It reads them twice: once for how far they are out of
// order, then to sort within that reach, so that it holds no more of them than
// were under way at once, or some thousands.
func bySent(samples iter.Seq2[measure.Sample, error]) iter.Seq2[measure.Sample, error] {
	return func(yield func(measure.Sample, error) bool) {
		reach, err := disorder(samples)
		if err != nil {
			yield(measure.Sample{}, err)
			return
		}
		var held sorter
		for s, err := range samples {
			if err != nil {
				yield(s, err)
				return
			}
			for _, s := range held.add(s, reach) {
				if !yield(s, nil) {
					return
				}
			}
		}
		for _, s := range held.sort() {
			if !yield(s, nil) {
				return
			}
		}
	}
}

// disorder returns the longest time by which a sample was sent before one that
// ended earlier.
func disorder(samples iter.Seq2[measure.Sample, error]) (time.Duration, error) {
	var newest, reach time.Duration
	for s, err := range samples {
		if err != nil {
			return 0, err
		}
		newest = max(newest, s.Sent)
		reach = max(reach, newest-s.Sent)
	}
	return reach, nil
}

// A sorter holds samples until no earlier one can come.
type sorter struct {
	held   []measure.Sample
	out    []measure.Sample
	newest time.Duration
	full   int // how many to hold before the next sort
}

// add takes a sample and returns those whose turn has come, until the next
// call. It sorts only when the samples have doubled since it last did.
func (b *sorter) add(s measure.Sample, reach time.Duration) []measure.Sample {
	const few = 4096
	b.held = append(b.held, s)
	b.newest = max(b.newest, s.Sent)
	if len(b.held) < max(few, b.full) {
		return nil
	}
	b.sort()
	n, _ := slices.BinarySearchFunc(b.held, b.newest-reach, func(s measure.Sample, at time.Duration) int {
		return cmp.Compare(s.Sent, at)
	})
	b.out = append(b.out[:0], b.held[:n]...)
	b.held = slices.Delete(b.held, 0, n)
	b.full = 2 * len(b.held)
	return b.out
}

// sort returns the samples that are held in the order of sending.
func (b *sorter) sort() []measure.Sample {
	slices.SortStableFunc(b.held, func(a, c measure.Sample) int { return cmp.Compare(a.Sent, c.Sent) })
	return b.held
}
