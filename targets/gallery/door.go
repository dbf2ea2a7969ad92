package gallery

import (
	"matchday/targets/bulkhead"
	"matchday/targets/model"
)

// A door is a bulkhead in front of what it protects. Most kinds have one.
type door struct {
	bulkhead.State
	watched bool // somebody will look when the longest wait is over
}

// newDoors returns empty doors. The error is that of the setting.
func newDoors(setting bulkhead.Setting, n int) ([]*door, error) {
	doors := make([]*door, n)
	for i := range doors {
		state, err := bulkhead.NewState(setting)
		if err != nil {
			return nil, err
		}
		doors[i] = &door{State: *state}
	}
	return doors, nil
}

// watch has those refused who will have waited too long at a door, unless
// somebody watches already. One look is put down for the whole queue: nobody's
// time is over before that of its head.
//
// It is the last thing to happen at its instant, so that a seat which comes free
// just then goes to whoever has waited for it.
func (s *service) watch(d *door) {
	deadline, hurried := d.Deadline()
	if d.watched || !hurried {
		return
	}
	d.watched = true
	s.last(deadline, func() {
		d.watched = false
		for id, ok := d.Expire(s.now); ok; id, ok = d.Expire(s.now) {
			s.end(s.by[id], model.Expired)
		}
		s.watch(d)
	})
}
