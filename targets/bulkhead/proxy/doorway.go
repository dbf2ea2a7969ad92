package proxy

import (
	"container/list"

	"matchday/targets/bulkhead"
)

// mostValues is how many bulkheads a route for each value of a header keeps.
// Values come from callers: whoever makes up new ones must not fill the memory.
const mostValues = 1000

// longestValue is the longest value that has a bulkhead of its own, in bytes.
const longestValue = 256

// A doorway is a door and how many are in it: before it, inside, or on their way
// out. A door must not be forgotten while somebody is.
type doorway struct {
	door  bulkhead.Door
	value string // of the header, "" where there is only one
	users int
	place *list.Element // in doorways.recent; nil if nobody new comes here
}

// doorways are the doors of one route by the value of its header. Beyond
// mostValues the one that was used longest ago and is empty makes room. If none
// is empty, newcomers share one door: that is less than their own, and still
// bounded.
//
// They are guarded by the lock of their lane.
type doorways struct {
	setting bulkhead.Setting
	by      map[string]*doorway
	recent  *list.List            // of *doorway, the one used last in front
	shared  *doorway              // nil until it is needed
	leaving map[*doorway]struct{} // replaced, with somebody still in them
	past    bulkhead.Snapshot     // of doors that are no more
}

func newDoorways(setting bulkhead.Setting) *doorways {
	return &doorways{setting: setting, by: map[string]*doorway{}, recent: list.New(), leaving: map[*doorway]struct{}{}}
}

// enter returns the doorway for a value, which the caller has to leave.
func (d *doorways) enter(value string) *doorway {
	w := d.find(value)
	w.users++
	return w
}

func (d *doorways) find(value string) *doorway {
	if w, ok := d.by[value]; ok {
		d.recent.MoveToFront(w.place)
		return w
	}
	if len(value) > longestValue || len(d.by) >= mostValues && !d.makeRoom() {
		if d.shared == nil {
			d.shared = &doorway{door: open(d.setting)}
		}
		return d.shared
	}
	w := &doorway{door: open(d.setting), value: value}
	w.place = d.recent.PushFront(w)
	d.by[value] = w
	return w
}

// open opens a door with a setting that was checked.
func open(s bulkhead.Setting) bulkhead.Door {
	door, err := bulkhead.Open(s)
	if err != nil {
		panic("proxy: a setting that was checked: " + err.Error())
	}
	return door
}

// makeRoom forgets the empty doorway that was used longest ago.
func (d *doorways) makeRoom() bool {
	for e := d.recent.Back(); e != nil; e = e.Prev() {
		if w := e.Value.(*doorway); w.users == 0 {
			d.forget(w)
			return true
		}
	}
	return false
}

// leave is told that somebody is out of a doorway.
func (d *doorways) leave(w *doorway) {
	w.users--
	if _, replaced := d.leaving[w]; replaced && w.users == 0 {
		delete(d.leaving, w)
		d.past = sum(d.past, w.door.Snapshot())
	}
}

// forget keeps of an empty doorway only what it did.
func (d *doorways) forget(w *doorway) {
	d.past = sum(d.past, w.door.Snapshot())
	d.recent.Remove(w.place)
	delete(d.by, w.value)
}

// change has all doors, and those to come, bound something else.
func (d *doorways) change(s bulkhead.Setting) error {
	if err := s.Check(); err != nil {
		return err
	}
	d.setting = s
	for _, w := range d.by {
		fresh, err := d.exchange(w)
		if err != nil {
			return err
		}
		fresh.place.Value = fresh
		d.by[w.value] = fresh
	}
	if d.shared == nil {
		return nil
	}
	fresh, err := d.exchange(d.shared)
	d.shared = fresh
	return err
}

// exchange returns the doorway that newcomers take from now on. It is the same
// one where the door can bound something else with people in it.
func (d *doorways) exchange(w *doorway) (*doorway, error) {
	door, err := bulkhead.Change(w.door, d.setting)
	if err != nil || door == w.door {
		return w, err
	}
	d.leaving[w] = struct{}{}
	w.users++
	defer d.leave(w) // forgets it if nobody else is in it
	return &doorway{door: door, value: w.value, place: w.place}, nil
}

// clear forgets the empty doorways and what was before.
func (d *doorways) clear() {
	for _, w := range d.by {
		if w.users == 0 {
			d.forget(w)
		}
	}
	d.past = bulkhead.Snapshot{}
}

// count returns how many doors take newcomers.
func (d *doorways) count() int {
	if d.shared != nil {
		return len(d.by) + 1
	}
	return len(d.by)
}

// snapshot returns what all doors together did.
func (d *doorways) snapshot() bulkhead.Snapshot {
	all := d.past
	for _, w := range d.by {
		all = sum(all, w.door.Snapshot())
	}
	for w := range d.leaving {
		all = sum(all, w.door.Snapshot())
	}
	if d.shared != nil {
		all = sum(all, d.shared.door.Snapshot())
	}
	return all
}
