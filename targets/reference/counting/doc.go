// Package counting is a task for worker processes: each request takes a worker,
// which takes the one lock there is, adds one to a counter that all of them share,
// and answers with what it made. The processes, the shared memory and the lock are
// real.
//
// Done wrongly, as can be asked for, it loses updates or requests as such programs
// do. What is lost is known: a worker that dies is noticed at the other end of its
// pipe. The package refuses to know how a worker is started and what its program
// is called; it wants a system on which processes can share memory, and says so
// elsewhere.
package counting
