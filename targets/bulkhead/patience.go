package bulkhead

import (
	"net/http"
	"strconv"
	"time"
)

// The headers by which a caller tells how long it waits.
const (
	patienceHeader = "X-Envoy-Expected-Rq-Timeout-Ms" // whole milliseconds; Envoy sends it upstream
	grpcHeader     = "Grpc-Timeout"                   // a number of up to eight digits and a unit
)

// Patience returns how long a caller waits for its whole answer, by what the
// headers of its request say: X-Envoy-Expected-Rq-Timeout-Ms, which Envoy sends,
// or Grpc-Timeout. It is 0 where they say nothing that can be understood.
func Patience(h http.Header) time.Duration {
	if text := h.Get(patienceHeader); text != "" {
		return times(text, time.Millisecond)
	}
	text := h.Get(grpcHeader)
	if text == "" {
		return 0
	}
	last := len(text) - 1
	return times(text[:last], grpcUnit(text[last]))
}

// SetPatience has the headers of a request say how long its caller waits, to the
// millisecond and at least one.
func SetPatience(h http.Header, patience time.Duration) {
	h.Set(patienceHeader, strconv.FormatInt(max(1, patience.Milliseconds()), 10))
}

// times returns so many of a unit, 0 for what is no such number.
func times(text string, unit time.Duration) time.Duration {
	n, err := strconv.ParseUint(text, 10, 32) // so many hours would be too many
	if err != nil || unit == 0 || n > uint64(never/unit) {
		return 0
	}
	return time.Duration(n) * unit
}

// grpcUnit returns the unit of a Grpc-Timeout, 0 if it is none.
func grpcUnit(letter byte) time.Duration {
	switch letter {
	case 'H':
		return time.Hour
	case 'M':
		return time.Minute
	case 'S':
		return time.Second
	case 'm':
		return time.Millisecond
	case 'u':
		return time.Microsecond
	case 'n':
		return time.Nanosecond
	}
	return 0
}
