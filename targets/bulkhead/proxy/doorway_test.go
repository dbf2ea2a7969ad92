package proxy

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"matchday/targets/bulkhead"
)

// in has somebody enter the door for a value, who leaves by the function.
func in(t *testing.T, d *doorways, value string) (leave func()) {
	t.Helper()
	w := d.enter(value)
	out, err := w.door.Enter(context.Background(), 0)
	if err != nil {
		t.Fatalf("%q: %v", value, err)
	}
	return func() {
		out()
		d.leave(w)
	}
}

// Callers who make up values get no more doors than there may be, lose nobody
// who is inside, and what they did stays counted.
func TestDoorwaysAreBounded(t *testing.T) {
	d := newDoorways(setting(t, "1/0"))
	leave := in(t, d, "first")
	for n := range 2 * mostValues {
		in(t, d, fmt.Sprint(n))()
	}
	if got := d.count(); got != mostValues {
		t.Errorf("%d doors, want %d", got, mostValues)
	}
	if s := d.snapshot(); s.Admitted != 2*mostValues+1 || s.Inside != 1 || s.MaxInside != 1 {
		t.Errorf("all together %+v", s)
	}
	if _, known := d.by["first"]; !known {
		t.Error("a door was forgotten with somebody inside")
	}
	if _, known := d.by[fmt.Sprint(mostValues)]; known {
		t.Error("the door used longest ago is still there")
	}
	leave()
	if s := d.snapshot(); s.Inside != 0 {
		t.Errorf("%d inside after all have left", s.Inside)
	}
}

// When every door has somebody inside, and for values that are too long, the
// others share one.
func TestDoorwaysShareOne(t *testing.T) {
	d := newDoorways(setting(t, "1/0"))
	for n := range mostValues {
		in(t, d, fmt.Sprint(n))
	}
	leave := in(t, d, "one more")
	long := strings.Repeat("x", longestValue+1)
	if _, err := d.enter(long).door.Enter(t.Context(), 0); err != bulkhead.ErrFull {
		t.Errorf("where the shared door is full: %v", err)
	}
	leave()
	if s := d.snapshot(); s.Admitted != mostValues+1 || s.Full != 1 || d.count() != mostValues+1 {
		t.Errorf("%d doors, all together %+v", d.count(), s)
	}
}

// A change to another kind opens new doors. Who is behind the old ones stays
// counted until they leave, and what they did for ever.
func TestDoorwaysChangeKind(t *testing.T) {
	d := newDoorways(setting(t, "1/0"))
	leave := in(t, d, "a")
	in(t, d, "b")()
	if err := d.change(setting(t, "xsync:2")); err != nil {
		t.Fatal(err)
	}
	next := in(t, d, "a")
	if s := d.snapshot(); s.Inside != 2 || s.Admitted != 3 || len(d.leaving) != 1 {
		t.Errorf("%d doors being left, all together %+v", len(d.leaving), s)
	}
	leave()
	next()
	if s := d.snapshot(); s.Inside != 0 || s.Admitted != 3 || len(d.leaving) != 0 {
		t.Errorf("%d doors being left, all together %+v", len(d.leaving), s)
	}
	if err := d.change(bulkhead.Setting{Inside: -1}); err == nil {
		t.Error("a setting that cannot be is in force")
	}
}
