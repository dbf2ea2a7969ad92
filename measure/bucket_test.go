package measure

import (
	"math"
	"testing"
	"time"
)

// lowest returns the lowest value of the only bucket of a histogram in use.
func lowest(h Hist) time.Duration {
	for value := range h.Packed().ForEachBucket {
		return time.Duration(value)
	}
	return -1
}

// Every bucket up to that of ten minutes is one of the library's, from its first
// value to its last.
func TestBuckets(t *testing.T) {
	for b := range bucketOf(10 * time.Minute) {
		first, last := b.low(), (b+1).low()-1
		if bucketOf(first) != b || bucketOf(last) != b {
			t.Fatalf("bucket %d begins at %v and ends at %v, which count in %d and %d", b, first, last, bucketOf(first), bucketOf(last))
		}
		if lowest(hist(first)) != first || lowest(hist(last)) != first {
			t.Fatalf("the bucket from %v to %v is not one of the library's", first, last)
		}
	}
}

func TestBucketOfTheEnds(t *testing.T) {
	check := func(d time.Duration, want bucket) {
		t.Helper()
		if got := bucketOf(d); got != want {
			t.Errorf("%v counts in bucket %d, want %d", d, got, want)
		}
	}
	check(-time.Hour, 0)
	check(511, 0)
	check(512, 1)
	check(1<<20-1, 2047) // the last of the narrowest
	check(1<<20, 2048)
	check(1<<20+1023, 2048)
	check(1<<20+1024, 2049)
	over := bucketOf(10*time.Minute) + 1
	check(10*time.Minute+1, over)
	check(math.MaxInt64, over)
	check(over.low(), over)
	if over >= bucketCount || over.low() > time.Duration(histOver) {
		t.Errorf("what is over counts in bucket %d of %d, from %v", over, bucketCount, over.low())
	}
}
