// Package measure is the vocabulary between the engines, which make samples,
// and everything that reads them: one [Sample] per attempt, one [Outcome] per
// sample, and a [Timeline] that sums samples by window and by phase.
//
// Three rules hold throughout. Latency counts from the instant an attempt was
// due, so a late generator cannot flatter a target. Every outcome has a
// histogram of its own, so quick refusals cannot either. And whatever is summed
// can be merged: goroutines, windows, phases and rounds all fold with the same
// operation, and a percentile is only ever read from a merged histogram.
//
// The package also draws the conclusions that need nothing but samples:
// recovery after each peak, the verdict on the target, Little's check on the
// recorder, and the judgement of the generator on itself.
//
// Those conclusions are sentences, so how a number and a length of time are
// written stands here too, and reports write theirs the same way: [InWords].
//
// It does not send anything, store anything or print anything, and it knows
// neither clocks nor targets: every instant is an offset from the start of the
// trial that the caller hands in.
package measure
