package main

import (
	"testing"
	"time"

	"matchday/results"
	"matchday/targets/bulkhead"
)

func TestDoubts(t *testing.T) {
	if got := doubts(60 * time.Microsecond); got != nil {
		t.Errorf("%q where sends are punctual", got)
	}
	const want = "this system wakes up who waits up to 1 ms late: every send is late by as much, and bunched with its neighbours"
	if got := doubts(time.Millisecond); len(got) != 1 || got[0] != want {
		t.Errorf("%q; want %q", got, want)
	}
}

// A stored run knows of every variant what kind it is and how its queue is kept.
func TestVariantInPlainData(t *testing.T) {
	check := func(text string, want results.Variant) {
		t.Helper()
		s, err := bulkhead.ParseSetting(text)
		if err != nil {
			t.Fatal(err)
		}
		want.Name = text
		if got := variant(s); got != want {
			t.Errorf("%s is stored as %+v, want %+v", text, got, want)
		}
	}
	const ms = time.Millisecond
	check("none", results.Variant{})
	check("20/inf lifo", results.Variant{Bulkhead: true, Inside: 20, Queue: -1, LIFO: true})
	check("20/9 codel", results.Variant{Bulkhead: true, Inside: 20, Queue: 9, Wait: 100 * ms, Shrunk: 5 * ms})
	check("deadline:20/9", results.Variant{Bulkhead: true, Kind: "deadline", Inside: 20, Queue: 9})
	check("failsafe:20,100ms", results.Variant{Bulkhead: true, Kind: "failsafe", Inside: 20, Queue: -1, Wait: 100 * ms})
	check("adaptive:max=50", results.Variant{Bulkhead: true, Kind: "adaptive"})
}
