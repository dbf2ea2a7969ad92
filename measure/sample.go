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
}

// Response returns what the caller waited: from due to done.
func (s Sample) Response() time.Duration { return max(0, s.Done-s.Due) }

// Service returns what the target and the network took: from sent to done.
func (s Sample) Service() time.Duration { return max(0, s.Done-s.Sent) }

// Lag returns how late the generator was: from due to sent.
func (s Sample) Lag() time.Duration { return max(0, s.Sent-s.Due) }

// Left tells whether the attempt left the generator at all.
func (s Sample) Left() bool { return s.left() }

// left is Left without a copy of the sample.
func (s *Sample) left() bool { return s.Outcome != Unsent && !(s.Outcome == Cut && s.Sent == s.Done) }
