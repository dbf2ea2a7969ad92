// Package bulkhead bounds how much work a service takes on: at most so many
// callers inside, at most so many waiting in line for a seat, and everybody
// else refused at once. It knows several ways to do so, and others from
// libraries to compare them with, all under one notation.
//
// It holds that notation of a bulkhead's Setting, our own bulkheads as a pure
// State in virtual time, and a Door of any kind that puts callers of a running
// service through it, as a call or as HTTP Middleware.
//
// Ours refuse to do what would hide a second queue: newcomers never overtake
// those in line unless that is the order asked for, a seat given up goes straight
// to the next of them, and nobody is kept waiting who has no place in it. What a
// library does is left as it is. The package does not retry, and does not
// measure latency.
package bulkhead
