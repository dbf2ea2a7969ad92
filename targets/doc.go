// Package targets is what is driven, and how a setting is applied to it: an
// Applier brings a bulkhead setting into force on a fresh Target, one Applier
// for each way of doing so.
//
// Reference starts the service of a program as a process of its own and ends
// it again; Process does so with somebody's own, in all its processes, with the
// setting in its flags or environment, see Guard. URL takes a service that runs
// already, Hook one whose settings can be reached while it runs, and Proxy one
// that gets a bulkhead put in front. CheckHost keeps load away from machines that
// nobody asked to be loaded.
//
// The package refuses to send load, to reuse a target for a second trial, and
// to make up figures: a target of which nothing is known is ErrNoCounters, not
// zero.
package targets
