// Package reference is a service whose capacity is known, to learn from,
// demonstrate, calibrate and test with.
//
// It answers orders as a server of so many CPUs would that shares them evenly
// between all requests inside, with a bulkhead in front and perhaps a database
// behind, at which they wait on. The work is not done but kept account of in
// virtual time, so that a hundred "CPUs" run on any machine and the exact state
// is known at every instant: what is late is only the answer, by the grain of the
// machine's timers, and lateness never adds up. Mean response and refusals can be
// held against the closed forms of queueing theory.
//
// The service goes on working for callers who have left, as real ones do,
// unless told otherwise; that is what it is there to show. It refuses to be
// anything but a target: it keeps no data, and reads no configuration of its
// own.
package reference
