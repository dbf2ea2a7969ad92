package measure

import (
	"math/bits"
	"time"
)

// A bucket is the number of a bucket of a [Hist], from 0 and in the order of
// their values, as the library behind it numbers them but does not tell. They
// come in ranges, each of buckets twice as wide as those of the range before.
type bucket uint16

const (
	bucketWidth = 9  // log₂ of the narrowest: the greatest power of two within histLowest
	bucketRange = 10 // log₂ of how many make a range: enough to tell histDigits digits apart
	bucketCount = 22 << bucketRange
)

// bucketOf returns the bucket that a duration counts in.
func bucketOf(d time.Duration) bucket {
	v := histValue(d)
	// The first two ranges are of one width.
	const unit = bucketWidth + bucketRange + 1
	wider := bits.Len64(uint64(v)|(1<<unit-1)) - unit
	return bucket(wider<<bucketRange + int(v>>(bucketWidth+wider)))
}

// low returns the shortest duration that counts in the bucket.
func (b bucket) low() time.Duration {
	wider := max(0, int(b)>>bucketRange-1)
	return time.Duration(int(b)-wider<<bucketRange) << (bucketWidth + wider)
}

// high returns what a [Hist] says of a value that counts in the bucket: the longest
// duration that does.
func (b bucket) high() time.Duration { return fromZero(min((b+1).low()-1, time.Duration(histHighest))) }
