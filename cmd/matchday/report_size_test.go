//go:build !race

// A hundred thousand users and more, all of one goroutine: there is nothing in
// them for the race detector to find.

package main

import "testing"

// largestPage is what the page of four variants over ten minutes may have. It is
// attached to tickets and kept for every run of a pipeline.
const largestPage = 400_000

// The page stays small, with everything that it brings along.
func TestPageSize(t *testing.T) {
	store := t.TempDir()
	must(t, "simulate", "--store", store, "--quiet", "--rounds", "2", "--bulkhead", "none", "--bulkhead", "20/20", "--bulkhead", "20/100", "--bulkhead", "20/200", "--profile",
		"warm-up:hold 250/s 60s, base:hold 250/s 120s, peak-1:hold 600/s 5s, after-peak-1:hold 250/s 105s, peak-2:hold 600/s 5s, after-peak-2:hold 250/s 105s, peak-3:hold 600/s 5s, tail:hold 250/s 195s")
	size := len(must(t, "report", "latest", "--store", store, "--format", "html"))
	t.Logf("the page has %d bytes", size)
	if size >= largestPage {
		t.Errorf("the page has %d bytes, want less than %d", size, largestPage)
	}
}
