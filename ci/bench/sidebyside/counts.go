package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// parseStatus reads the requests so far from nginx's page of counters: the
// third number of the line after the one that names it.
func parseStatus(page string) (int, error) {
	_, rest, found := strings.Cut(page, "server accepts handled requests")
	fields := strings.Fields(rest)
	if !found || len(fields) < 3 {
		return 0, fmt.Errorf("status %q: want counters such as 7 7 42 after server accepts handled requests", page)
	}
	n, err := strconv.Atoi(fields[2])
	if err != nil || n < 0 {
		return 0, fmt.Errorf("status: requests %q: want a number such as 42", fields[2])
	}
	return n, nil
}

// A count is how many requests a server had had at an instant.
type count struct {
	at    time.Time
	total int
}

// counts are in order of time.
type counts []count

// requests returns how many came between the first and the last count.
func (c counts) requests() int {
	if len(c) == 0 {
		return 0
	}
	return c[len(c)-1].total - c[0].total
}

// rate returns how many requests came in a second, from the first count that
// saw any to the last before the last came. So neither the start of the client
// nor its end dilutes it. It is 0 if there are no two such counts.
func (c counts) rate() float64 {
	if c.requests() == 0 {
		return 0
	}
	first, last := 0, len(c)-1
	for c[first].total == c[0].total {
		first++
	}
	for c[last].total == c[len(c)-1].total {
		last--
	}
	if last <= first {
		return 0
	}
	return float64(c[last].total-c[first].total) / c[last].at.Sub(c[first].at).Seconds()
}
