// Package bulkhead bounds how much work a service takes on: at most so many
// callers inside, at most so many waiting in line for a seat, and everybody
// else refused at once.
//
// It holds the notation of a bulkhead's Setting, the bulkhead as a pure State
// in virtual time, and a Bulkhead that puts callers of a running service
// through it, as a call or as HTTP middleware.
//
// The package refuses to do what would hide a second queue: newcomers never
// overtake those in line, a seat given up goes straight to the next of them, and
// nobody is kept waiting who has no place in it. It does not adapt its
// bounds, retry, or measure latency.
package bulkhead
