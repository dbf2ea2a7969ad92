// Package theory holds the closed forms of queueing theory that simulators and
// services of this program are held against. It is for tests alone: nothing
// that is measured may lean on what it should have been.
//
// Customers come by a Poisson process and are never told apart. The letters are
// the usual ones: λ is the rate of arrival, D the mean demand, n the number of
// servers, C = n/D the capacity, a = λD the offered load in erlangs and
// ρ = a/n the utilisation. "FCFS" serves in order of arrival, each customer on
// a server of its own; "sharing" serves everybody at once, at equal speed.
//
// The package refuses what has no closed form: retries, timeouts of callers who
// are being served, sharing behind a bulkhead that lets in more than there are
// servers, anything that changes with time but a backlog, and percentiles of
// sharing. It does not simulate and it does not check its arguments: a test
// that passes a rate below zero or a station without servers gets nonsense.
package theory
