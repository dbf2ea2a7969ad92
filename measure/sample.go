package measure

import "time"

// A Sample is what became of one attempt. All instants are offsets from the
// start of the trial. An attempt that never left has Sent equal to Done.
type Sample struct {
	User    int64 // which arrival of the schedule it belongs to, from 0
	Attempt int   // 1 for the first, 2 for the first retry, and so on
	Last    bool  // no further attempt follows for this user

	Arrived   time.Duration // when the user came: the due time of the first attempt
	Due       time.Duration // when this attempt should leave
	Sent      time.Duration // when it left
	FirstByte time.Duration // when the first byte of the answer came, 0 if none did
	Done      time.Duration // when the last byte was read, or it failed

	Outcome  Outcome
	Status   int   // HTTP status, 0 if there was none
	Request  int   // which request of the experiment it was, from 0
	BytesIn  int64 // body bytes read
	BytesOut int64 // body bytes sent

	// Queued and Inside are how long the attempt waited in the target and how
	// long it was worked on there, by the target's own word. Both are zero where
	// it says nothing.
	Queued time.Duration
	Inside time.Duration
}

// Response returns what the caller waited: from due to done.
func (s Sample) Response() time.Duration { return max(0, s.Done-s.Due) }

// Service returns what the target and the network took: from sent to done.
func (s Sample) Service() time.Duration { return max(0, s.Done-s.Sent) }

// Lag returns how late the generator was: from due to sent.
func (s Sample) Lag() time.Duration { return max(0, s.Sent-s.Due) }

// Network returns what is left of the service time when what the target says it
// took is taken from it: connecting, travelling and waiting in queues that the
// target does not see.
func (s Sample) Network() time.Duration { return s.network() }

// network is Network without a copy of the sample.
func (s *Sample) network() time.Duration { return max(0, s.Done-s.Sent-s.Queued-s.Inside) }

// told tells whether it is a success whose target said how long it took.
func (s *Sample) told() bool { return s.Outcome == OK && s.Queued|s.Inside != 0 }

// Left tells whether the attempt left the generator at all.
func (s Sample) Left() bool { return s.left() }

// left is Left without a copy of the sample.
func (s *Sample) left() bool { return s.Outcome != Unsent && !(s.Outcome == Cut && s.Sent == s.Done) }
