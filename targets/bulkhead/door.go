package bulkhead

import (
	"context"
	"time"
)

// A Door is a bulkhead of any kind in front of a running service. It is safe for
// concurrent use.
type Door interface {
	// Enter waits for a seat, as far as the setting allows. Patience is how long
	// the caller will wait for its whole answer from now, 0 if that is not known.
	// Whoever got in calls leave exactly once. The error is a Refusal, or that of
	// ctx.
	Enter(ctx context.Context, patience time.Duration) (leave func(), err error)
	// Setting returns what the door bounds.
	Setting() Setting
	// Snapshot returns what has happened at the door up to now.
	Snapshot() Snapshot
}

// Open returns a door that nobody has come to yet. That of the setting none lets
// everybody in and counts them. The error is that of Setting.Check.
func Open(s Setting) (Door, error) {
	if !s.Modelled() {
		return borrow(s)
	}
	b, err := New(s)
	if err != nil {
		return nil, err
	}
	return b, nil
}

// Change returns a door with another setting, or the same door and the error of
// Setting.Check. Where the kinds before and after are ours it is the same door,
// with the new bounds in force at once: nobody inside or queued is sent away for
// want of room, and whoever finds room now comes in. A library's bounds cannot be
// changed, so there it is a new door, which those inside and queued at the old one
// do not come to.
func Change(d Door, s Setting) (Door, error) {
	if d.Setting() == s {
		return d, nil
	}
	if b, ours := d.(*Bulkhead); ours && s.Modelled() {
		return b, b.change(s)
	}
	fresh, err := Open(s)
	if err != nil {
		return d, err
	}
	return fresh, nil
}
