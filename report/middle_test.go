package report

import (
	"testing"
	"time"
)

// The middle of rounds has an interval from six of them on; of fewer it is said how
// many it takes, and of one there is no middle.
func TestMiddle(t *testing.T) {
	p99, err := Lookup("p99")
	if err != nil {
		t.Fatal(err)
	}
	check := func(rounds int, text, hint string) {
		t.Helper()
		got, ok := variantWith("a", times(rounds, 100*time.Millisecond)...).middle(p99)
		if ok != (text != "") {
			t.Fatalf("%d rounds: %+v, %v", rounds, got, ok)
		}
		if ok && (got.text(p99) != text || got.hint(p99) != hint) {
			t.Errorf("%d rounds: %q, %q; want %q, %q", rounds, got.text(p99), got.hint(p99), text, hint)
		}
	}
	check(1, "", "")
	check(5, "102 ms", "median of 5 rounds 102 ms; too few for an interval, which takes 6")
	check(6, "103 ms (100 ms – 105 ms)", "median of 6 rounds 103 ms, in 100 ms – 105 ms with 96.9 %")
	check(10, "105 ms (101 ms – 108 ms)", "median of 10 rounds 105 ms, in 101 ms – 108 ms with 97.9 %")
}
