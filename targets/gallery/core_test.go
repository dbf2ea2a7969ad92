package gallery

import (
	"slices"
	"testing"
	"time"

	"matchday/targets/model"
)

// Things happen in order of time, at one instant in the order in which they were
// put down, and some last of all.
func TestGalleryCalendar(t *testing.T) {
	var c calendar
	var got []int
	note := func(n int) func() { return func() { got = append(got, n) } }
	c.last(2, note(5))
	c.after(2, func() {
		note(2)()
		c.after(0, note(4))
	})
	c.after(2, note(3))
	c.after(3, note(6))
	c.after(1, note(1))
	if at, ok := c.Next(); at != 1 || !ok {
		t.Errorf("next is at %v, %v", at, ok)
	}
	c.Advance(2)
	c.Advance(1)
	if want := []int{1, 2, 3, 4, 5}; !slices.Equal(got, want) || c.now != 2 {
		t.Errorf("%v until %v, want %v", got, c.now, want)
	}
}

// Whoever has waited as long as may be has the seat that comes free just then.
func TestGalleryWaitIsOverLast(t *testing.T) {
	m := made(t, "pool", "1/5 wait 1s", 1, "threads", "1")
	var got []model.Outcome
	m.OnEnd(func(_ int, e model.Ending) { got = append(got, e.Outcome) })
	for range 3 {
		m.Arrive(0, 0)
	}
	m.Advance(time.Minute)
	if want := []model.Outcome{model.Served, model.Expired, model.Served}; !slices.Equal(got, want) {
		t.Errorf("ended %v, want %v", got, want)
	}
}

// What each kind tells of itself, where that is known.
func TestGalleryGauges(t *testing.T) {
	check := func(kind, setting string, knobs []string, want map[string]float64) {
		t.Helper()
		m := made(t, kind, setting, 1, knobs...)
		for range 100 {
			m.Arrive(time.Minute, 0)
		}
		m.Advance(time.Minute + 10*time.Millisecond)
		for name, value := range want {
			if got := gauge(t, m, name); got != value {
				t.Errorf("%s %s: %s is %v, want %v", kind, setting, name, got, value)
			}
		}
	}
	check("pool", "none", []string{"conns", "5"}, map[string]float64{
		"threads_busy": 20, "run_queue": 80, "run_queue_age_seconds": .01,
		"db_busy": 5, "db_waiting": 15, "db_waits_total": 15, "db_wait_seconds_total": .15,
	})
	check("async", "none", []string{"conns", "60", "cpus", "30"}, map[string]float64{
		"in_flight": 100, "db_busy": 60, "db_speed": .5, "db_waiting": 40, "db_wait_seconds_total": .4,
	})
	check("async", "50/10", nil, map[string]float64{"in_flight": 50, "db_busy": 50, "db_speed": 1, "db_waiting": 0})
	check("lock", "none", []string{"hold", "1h"}, map[string]float64{
		"workers_busy": 12, "run_queue": 88, "lock_waiting": 11, "lock_wait_seconds_total": .11, "counter": 0, "counts_lost_total": 0,
	})
	check("owners", "none", []string{"owners", "1", "demand", "1h", "sizes", "fixed"}, map[string]float64{
		"owners_busy": 1, "inbox_1": 99, "inbox_age_seconds": .01,
	})
	check("loop", "none", nil, map[string]float64{
		"loop_lag_seconds": .19, "loop_busy": 1, "callbacks_ready": 94, "in_flight": 100, "waiting_for_others": 5,
	})
	check("pipeline", "none", []string{"mailbox", "10"}, map[string]float64{
		"stage1_mailbox": 10, "stage1_busy": 4, "stage1_blocked": 0, "stage2_busy": 4, "entrance_waiting": 82,
	})
	check("fan", "none", []string{"sizes", "fixed", "ordered", "true", "window", "10"}, map[string]float64{
		"parts_waiting": 64, "workers_busy": 16, "splits": 10, "window_waiting": 90, "reorder_buffer": 0,
	})
	check("prefetch", "none", nil, map[string]float64{
		"run_queue": 96, "consumers_busy": 4, "processing": 4, "buffer": 0, "starved": 0, "readers_blocked": 0,
	})
	check("leak", "none", []string{"keeps", "100", "half", "10000", "demand", "1h"}, map[string]float64{
		"workers": 100, "heap_bytes": 10000, "kept_bytes": 0, "collector_share": .5, "cpus_left": 10,
	})
	check("leak", "10/inf", []string{"keeps", "100", "half", "9000", "demand", "5ms"}, map[string]float64{
		"workers": 10, "heap_bytes": 1000, "kept_bytes": 0, "collector_share": .1, "cpus_left": 18,
	})
}
