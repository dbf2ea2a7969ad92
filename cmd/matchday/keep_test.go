package main

import (
	"testing"
	"time"
)

func TestDoubts(t *testing.T) {
	if got := doubts(60 * time.Microsecond); got != nil {
		t.Errorf("%q where sends are punctual", got)
	}
	const want = "this system wakes up who waits up to 1ms late: every send is late by as much, and bunched with its neighbours"
	if got := doubts(time.Millisecond); len(got) != 1 || got[0] != want {
		t.Errorf("%q; want %q", got, want)
	}
}
