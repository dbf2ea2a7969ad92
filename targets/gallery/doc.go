// Package gallery is services of known capacity in the common models of
// concurrency: each a state machine in virtual time, each with its own place to
// hide a queue, its own way to die of a peak, and a place where a bulkhead saves
// it.
//
// It is there to learn from: the same machine is asked in virtual time and
// served over HTTP, so what a simulation says of it can be seen on the wire. It
// refuses to be realistic beyond the one thing that each kind teaches, to do real
// work, and to know of clocks, sockets or processes.
package gallery
