//go:build !race

// Hundreds of evenings at full scale, each of one goroutine: there is nothing in
// them for the race detector to find, and it would take minutes over it.

package experiment

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"matchday/measure"
	"matchday/targets/bulkhead"
)

// The tables below are means over ten seeds of simulators that share no code
// with this program: n = 100, D = 1 s, T = 10 s, SLO 2.5 s, 900 s of match day.
// Columns: users served %, within the SLO %, attempts rejected, attempts timed
// out, work wasted %, p50 and p99 of successes and p99 with failures at T in
// seconds, most in the system, goodput per second around peak 2, and share of
// attempts answered well after peak 3 in %.
const (
	retryTable = `
none      29.2 26.7     0 90313 77.6 1.00 7.39 10   51578  31   0.0
100/inf   31.5 28.5     0 87367 75.9 1.00 9.02 10   25127  61   0.0
100/0     93.5 93.5  4183     0  0   1.00 1.00 1.00   100  97 100
100/20    94.2 94.2  3712     0  0   1.00 1.23 1.23   120 100 100
100/100   94.6 94.6  3475     0  0   1.00 2.00 2.00   200 101 100
100/500   95.9 79.5  2654     0  0   1.00 6.00 6.00   600 110 100
100/1000  31.5 28.5 14856 63431 75.9 1.00 9.02 10    1100  61   0.0`
	linearTable = `
none      57.0 49.0     0 30945 42.7 1.00 7.91 10    8926  24  71.4
100/inf   59.7 51.0     0 28975 39.9 1.00 8.77 10    4807  55  73.2
100/0     91.3 91.3  6292     0  0   1.00 1.00 1.00   100  98 100
100/20    92.6 92.6  5354     0  0   1.00 1.24 1.24   120 100 100
100/100   93.0 93.0  5073     0  0   1.00 2.00 2.00   200 101 100
100/500   94.2 65.0  4207     0  0   1.00 6.00 6.00   600 110 100
100/1000  80.0 61.6  3707 10664 15.5 1.00 9.76 10    1100  55 100`
)

// tableSeeds is how many seeds every mean of the tables is of.
const tableSeeds = 10

func TestTruthRetryTable(t *testing.T)  { holdAgainst(t, "retry", 1, retryTable) }
func TestTruthLinearTable(t *testing.T) { holdAgainst(t, "linear", 0, linearTable) }

// holdAgainst simulates every row of a table and compares the figures.
func holdAgainst(t *testing.T, shape string, retries int, table string) {
	for line := range strings.Lines(strings.TrimSpace(table)) {
		words := strings.Fields(line)
		t.Run(words[0], func(t *testing.T) {
			t.Parallel()
			runs := evenings(t, shape, retries, words[0])
			for i, name := range []string{"served %", "in SLO %", "rejected", "timed out", "wasted %", "p50", "p99", "p99 all", "most in system", "goodput in peak 2", "good after peak 3 %"} {
				compareMean(t, name, words[1+i], runs, i)
			}
		})
	}
}

// compareMean holds a printed mean of ten seeds against ours. Both are means of
// so many, so they may lie three standard errors of a difference apart, and half
// of the last digit printed.
func compareMean(t *testing.T, name, printed string, runs [][]float64, column int) {
	t.Helper()
	var sum, squares float64
	for _, r := range runs {
		sum += r[column]
		squares += r[column] * r[column]
	}
	n := float64(len(runs))
	mean := sum / n
	deviation := math.Sqrt(max(0, squares/n-mean*mean) * n / (n - 1))
	want, err := strconv.ParseFloat(printed, 64)
	if err != nil {
		t.Fatal(err)
	}
	digits := len(printed) - 1 - strings.IndexByte(printed+".", '.')
	tolerance := 3*deviation*math.Sqrt(2/n) + 0.5*math.Pow10(-max(0, digits)) + 1e-9
	if math.Abs(mean-want) > tolerance {
		t.Errorf("%s: %.4g, want %s ± %.2g", name, mean, printed, tolerance)
	}
}

// evenings simulates the match day at full scale with ten seeds and returns the
// columns of the tables for each.
func evenings(t *testing.T, shape string, retries int, setting string) [][]float64 {
	t.Helper()
	e, err := read(fmt.Sprintf(`profile: {preset: match-day, shape: %s, capacity: 100/s, demand: 1s}
client: {timeout: 10s, slo: 2500ms, retries: %d, backoff: 1s}
target: {reference: ps, cpus: 100, demand: 1s}
engine: virtual
variants: [none]
`, shape, retries))
	if err != nil {
		t.Fatal(err)
	}
	s, err := bulkhead.ParseSetting(setting)
	if err != nil {
		t.Fatal(err)
	}
	var out [][]float64
	for seed := range uint64(tableSeeds) {
		trial := Trial{Variant: s, Seed: 1 + seed}
		applier, sender, err := e.Stage("", trial)
		if err != nil {
			t.Fatal(err)
		}
		rows := &notebook{}
		r, err := NewDrive(e, trial, applier, sender, rows).Run(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, columns(r, rows))
	}
	return out
}

// columns returns a simulation as a row of the tables. Those end with the last
// attempt that was due in the profile, at most T after it: what users still got
// by trying again then, when nobody else came, is left out.
func columns(r Result, rows *notebook) []float64 {
	evening := r.Stretches[1]
	for _, s := range r.Stretches[2:] {
		evening.Tally.Merge(s.Tally)
	}
	limits := measure.Limits{Timeout: 10 * time.Second, SLO: 2500 * time.Millisecond}
	f := evening.Figures(limits)
	users := float64(evening.Users)
	peak := between(rows.windows, 246*time.Second, 294*time.Second)
	after := between(rows.windows, 444*time.Second, 890*time.Second)
	end := rows.told[min(len(rows.told), 910)-1]
	return []float64{
		100 * float64(evening.Counts.Attempts[measure.OK]) / users, 100 * float64(evening.InSLO) / users,
		float64(f.Outcomes[measure.Rejected]), float64(f.Outcomes[measure.Timeout]),
		100 * float64(end.WorkWasted) / float64(end.WorkDone),
		f.Response.P50.Seconds(), f.Response.P99.Seconds(), f.Waited.P99.Seconds(),
		float64(end.MaxInSystem),
		float64(peak.Attempts[measure.OK]) / 48,
		100 * float64(after.Attempts[measure.OK]) / float64(after.Users),
	}
}

// between sums the windows that begin between two instants.
func between(windows []measure.Window, from, to time.Duration) measure.Counts {
	var c measure.Counts
	for _, w := range windows {
		if w.Start >= from && w.Start < to {
			c.Merge(w.Counts)
		}
	}
	return c
}

// The queue rule has a sharp edge. At T = 10 D the longest response of 100/900 is
// 10 D, and it never collapses; that of 100/1000 is 11 D, and it does for good.
func TestTruthQueueRuleEdge(t *testing.T) {
	check := func(setting string, stays func(row []float64) bool) {
		t.Run(setting, func(t *testing.T) {
			t.Parallel()
			for seed, row := range evenings(t, "retry", 1, setting) {
				if good := row[len(row)-1]; !stays(row) {
					t.Errorf("seed %d: %.2f %% of the attempts answered well after the last peak", seed+1, good)
				}
			}
		})
	}
	good := func(row []float64) float64 { return row[len(row)-1] }
	check("100/900", func(row []float64) bool { return good(row) > 99 })
	check("100/1000", func(row []float64) bool { return good(row) < 1 })
}
