package results

import (
	"fmt"
	"path/filepath"
	"strings"
	"time"
)

// idLetters are the digits of base 32 in the order of their bytes, so that ids
// sort as the numbers in them do. Letters that look like digits are left out.
const idLetters = "0123456789abcdefghjkmnpqrstvwxyz"

// NewID returns the id of a run that begins now, such as 20261122-081500-k3f7:
// the date and the time in UTC, and four letters. The first two are the
// thousandths of the second, so that ids sort by time; the others come from
// random, so that two machines can share a store.
func NewID(now time.Time, random uint64) string {
	ms := uint64(now.Nanosecond() / int(time.Millisecond))
	tail := []byte{
		idLetters[ms>>5], idLetters[ms&31],
		idLetters[random>>5&31], idLetters[random&31],
	}
	return now.UTC().Format("20060102-150405-") + string(tail)
}

// checkID returns an error if id is not fit to be the name of a directory in
// the store.
func checkID(id string) error {
	plain := filepath.IsLocal(id) && !strings.ContainsAny(id, `/\:`) && !strings.HasPrefix(id, ".")
	if !plain || strings.HasSuffix(id, partial) {
		return fmt.Errorf("results: id %q is not a plain name such as 20261122-081500-k3f7", id)
	}
	return nil
}

// safe returns the name of a variant as part of a file name: 20/100 becomes
// 20-100. The number before it in the name of a trial's directory keeps two
// variants apart that come out the same.
func safe(variant string) string {
	const longest = 40
	name := strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '.', r == '_':
			return r
		}
		return '-'
	}, variant)
	return name[:min(len(name), longest)]
}
