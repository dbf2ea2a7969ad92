// Package model holds the parts of a service, and a whole server made of them,
// as pure state machines in virtual time: they are told what happens and when,
// and tell what happens next.
//
// They have no clock, no goroutine and no lock, and allocate nothing once they
// have grown to the load they carry. Whoever drives them owns the time: a
// simulator jumps from event to event, a service on the wall clock sets one
// timer for the next of them. So both show the same server, and a check of the
// one is a check of the other.
//
// The package refuses to decide who may come in (that is the bulkhead's task),
// to make up arrivals, and to keep statistics beyond counts.
package model
