package engine

import "time"

// A Client is how a user behaves: how long one waits and how often one tries.
type Client struct {
	Timeout    time.Duration // T: an attempt is given up at due + T; must be positive
	Retries    int           // attempts after the first at most
	RetryOn    RetryOn       // which outcomes are tried again
	Backoff    time.Duration // mean pause between giving up and the next due, drawn from Backoff·U(0.5, 1.5)
	RetryAfter bool          // honour a Retry-After header: wait at least that long
	InFlight   int           // most attempts in flight at once; what it stops is unsent; 0 means 100 000
	Reject     RejectRule    // which answers are a bulkhead's refusal
	Follow     int           // redirects followed at most; 0 means a redirect is the answer
	Assert     Assert        // what an answer must look like to be good
}
