package main

import (
	"testing"
	"time"
)

const statusPage = "Active connections: 65 \nserver accepts handled requests\n 70 71 4242 \nReading: 0 Writing: 1 Waiting: 64 \n"

func TestParseStatus(t *testing.T) {
	if n, err := parseStatus(statusPage); n != 4242 || err != nil {
		t.Errorf("%d, %v; want 4242", n, err)
	}
	for _, page := range []string{"", "server accepts handled requests\n 1 2", "server accepts handled requests\n 1 2 x", "server accepts handled requests 1 2 -3", "1 2 3"} {
		if n, err := parseStatus(page); err == nil {
			t.Errorf("%q: %d; want an error", page, n)
		}
	}
}

func FuzzParseStatus(f *testing.F) {
	f.Add(statusPage)
	f.Fuzz(func(t *testing.T, page string) {
		if n, err := parseStatus(page); n < 0 || err != nil && n != 0 {
			t.Errorf("%q: %d, %v", page, n, err)
		}
	})
}

// counted makes counts a tenth of a second apart.
func counted(totals ...int) counts {
	var out counts
	for i, n := range totals {
		out = append(out, count{time.Unix(0, 0).Add(time.Duration(i) * 100 * time.Millisecond), n})
	}
	return out
}

func TestCounts(t *testing.T) {
	check := func(name string, c counts, requests int, rate float64) {
		t.Helper()
		if c.requests() != requests || c.rate() != rate {
			t.Errorf("%s: %d requests, %v/s; want %d, %v/s", name, c.requests(), c.rate(), requests, rate)
		}
	}
	check("nothing", nil, 0, 0)
	check("silence", counted(5, 5, 5), 0, 0)
	check("neither the start nor the end counts", counted(7, 7, 57, 157, 257, 357, 407, 407, 407), 400, 1000)
	check("over at once", counted(0, 90, 90), 90, 0)
	check("a pause in the middle does count", counted(0, 100, 200, 200, 200, 300, 310), 310, 500)
}
