package model

import "time"

// An Outcome is how a request ended that was not turned away on arrival.
type Outcome uint8

// The outcomes.
const (
	Served  Outcome = iota // done to the end, for whomever
	Expired                // refused after the longest wait, for a seat or for the database
	Dropped                // given up because its caller had left
	Refused                // found the database full
)

// An Ending is how a request ended, and when.
type Ending struct {
	At      time.Duration
	Seq     int64         // a number that no other request served bears; 0 unless served
	Queued  time.Duration // waited for a seat
	Service time.Duration // inside, at the database and waiting for it included
	Outcome Outcome
	Gone    bool // its caller had left
}
