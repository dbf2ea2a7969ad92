// Package http1 speaks HTTP/1.1 for a generator that has no time to lose: it
// renders a request once and fills in what differs between attempts, and it
// reads answers from whatever pieces of them have come, without a goroutine,
// without blocking, and without an allocation for any answer.
//
// An [Answer] counts a body, searches it and sums it up, but never keeps it.
// Of the headers it keeps what a load test asks for. It follows net/http in
// what an answer means, so that engines agree on it, and is stricter in how an
// answer may be spelled; every [Fault] says how.
//
// It opens no connection, knows no clock and follows no redirect. It speaks
// neither HTTP/2 nor to proxies, sends no body of unknown length, does not wait
// for 100 Continue, and does not decompress.
package http1
