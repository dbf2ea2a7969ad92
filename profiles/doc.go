// Package profiles describes traffic as data: how many callers come, and when.
//
// A [Curve] is a list of straight [Segment]s of a rate over time, and the area
// under it is the traffic: the number of arrivals up to an instant is the
// integral of the rate up to there. Every shape, whether held, ramped, curved,
// read from a file or recorded in an access log, is brought into that one form,
// and [Curve.Schedule] turns every one of them into instants in the same way,
// evenly spaced or random. Because a curve is nothing but data it prints, reads
// back ([Parse]), compares, hashes and can be stored beside the figures it led to.
//
// Segments may carry the name of a phase, such as base, peak-1 or tail. Figures
// are given by phase, and a phase named peak, or with a name that begins with
// peak-, is a peak: recovery is measured from its end.
//
// The same curve with the same [Gap] gives the same instants on every machine
// and with every version of Go. That is what makes two runs comparable, so the
// arithmetic behind it is spelled out here instead of left to the platform.
//
// The package decides when callers should come. It sends nothing, waits for
// nothing and reads no clock; it does not know what a request is.
package profiles
