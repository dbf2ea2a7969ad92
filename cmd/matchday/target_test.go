package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"matchday/targets"
	"matchday/targets/bulkhead"
)

// itself returns a path under which the test's own program is matchday, see
// TestMain. A symbolic link would not do, for the program asks who it is to start
// its targets.
func itself(t testing.TB) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "matchday")
	if err := os.Link(self, link); err != nil {
		t.Fatal(err)
	}
	return link
}

// served starts a target as a run would, and ends it with the test.
func served(t *testing.T, program, setting string, flags ...string) targets.Target {
	t.Helper()
	s, err := bulkhead.ParseSetting(setting)
	if err != nil {
		t.Fatal(err)
	}
	target, err := targets.Reference{Command: append([]string{program, "target"}, flags...)}.Apply(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := target.Close(); err != nil {
			t.Error(err)
		}
	})
	return target
}

// orders sends so many requests, twenty at a time, and counts answers by status.
func orders(t *testing.T, url string, n int) map[int]int {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 20}, Timeout: 30 * time.Second}
	defer client.CloseIdleConnections()
	left := make(chan int, n)
	for i := range n {
		left <- i
	}
	close(left)
	got := map[int]int{}
	var mu sync.Mutex
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			for range left {
				resp, err := client.Get(url + "/order")
				if err != nil {
					t.Error(err)
					return
				}
				io.Copy(io.Discard, resp.Body)
				resp.Body.Close()
				mu.Lock()
				got[resp.StatusCode]++
				mu.Unlock()
			}
		})
	}
	all.Wait()
	return got
}

// metricsOf reads a page of metrics: the values by name, of those that have no
// labels and no buckets.
func metricsOf(t *testing.T, url string) map[string]float64 {
	t.Helper()
	resp, err := http.Get(url + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	parser := expfmt.NewTextParser(model.UTF8Validation)
	page, err := parser.TextToMetricFamilies(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]float64{}
	for name, family := range page {
		if m := family.Metric[0]; len(family.Metric) == 1 && m.Histogram == nil {
			values[name] = m.GetCounter().GetValue() + m.GetGauge().GetValue() // one of them is not there
		}
	}
	return values
}

// Every kind, and every way to have it work for real that needs nothing else,
// serves all that it lets in, tells the same in its books and on its page, and has
// figures of its own.
func TestEveryKindOverHTTP(t *testing.T) {
	program := itself(t)
	check := func(setting, gauges string, flags ...string) {
		t.Run(strings.Join(flags, " "), func(t *testing.T) {
			t.Parallel()
			if flags[0] == "lock" && runtime.GOOS == "windows" {
				t.Skip("there is no memory that processes share")
			}
			const n = 300
			target := served(t, program, setting, append(flags, "--tethered", "--seed=7")...)
			got := orders(t, target.URL(), n)
			c, err := target.Counters(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if c.Closes() != nil || c.Accepted != n || c.Completed != int64(got[200]) || c.Rejected() != int64(got[503]) || got[200] == 0 {
				t.Errorf("answers %v, books %+v, %v", got, c.Counters, c.Closes())
			}
			page := metricsOf(t, target.URL())
			if got := page["matchday_target_completed_total"]; got != float64(c.Completed) {
				t.Errorf("completed on the page is %v, want %d", got, c.Completed)
			}
			for name := range strings.FieldsSeq(gauges) {
				if _, ok := page["matchday_target_"+name]; !ok {
					t.Errorf("the page lacks %s", name)
				}
			}
		})
	}
	check("20/20", "", "ps", "--demand=2ms")
	check("4/inf", "cpu_busy cpu_waiting", "ps", "--demand=500us", "--burn")
	check("none", "threads_busy run_queue db_waits_total", "pool", "--demand=2ms")
	check("none", "threads_busy run_queue db_waits_total cpu_waiting", "pool", "--demand=500us", "--threads=4", "--conns=2", "--burn")
	check("none", "in_flight db_speed", "async", "--demand=2ms")
	check("12/inf", "workers_alive counter lock_wait_seconds_total", "lock", "--hold=100us", "--workers=3")
	check("12/inf", "workers_busy counter", "lock", "--hold=1ms", "--processes=false")
	check("none", "inbox_age_seconds owners_busy", "owners", "--demand=2ms", "--hot=30%")
	check("32/inf", "loop_lag_seconds callbacks_ready", "loop", "--slice1=200us", "--slice2=200us", "--io=1ms")
	check("none", "entrance_waiting", "pipeline", "--demands=1ms,2ms,1ms")
	check("4/inf", "parts_waiting", "fan", "--demand=1ms")
	check("none", "buffer starved_total", "prefetch", "--read=1ms", "--demand=2ms")
	check("none", "heap_bytes process_leaked_bytes process_gc_share process_goroutines", "leak", "--demand=2ms", "--memory=4194304")
	check("adaptive", "threads_busy", "pool", "--demand=2ms")
}

// A counter of eight bits: all beyond 255 are lost, and the target knows it.
func TestLostRequestsAreKnown(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there is no memory that processes share")
	}
	target := served(t, itself(t), "none", "lock", "--tethered", "--hold=1us", "--workers=2", "--width=8")
	client := &http.Client{Timeout: time.Minute}
	var all sync.WaitGroup
	defer client.CloseIdleConnections()
	defer all.Wait()
	ctx, quit := context.WithCancel(t.Context())
	defer quit()
	for range 300 {
		all.Go(func() {
			req, err := http.NewRequestWithContext(ctx, "GET", target.URL()+"/order", nil)
			if err != nil {
				t.Error(err)
				return
			}
			if resp, err := client.Do(req); err == nil {
				resp.Body.Close()
			}
		})
	}
	await(t, "255 answers and two lost", func() bool {
		c, err := target.Counters(t.Context())
		return err == nil && c.Completed == 255 && c.Lost == 2 && c.Inside == 300-255-2 && c.Closes() == nil
	})
	if got := metricsOf(t, target.URL())["matchday_target_lost_total"]; got != 2 {
		t.Errorf("lost on the page is %v, want 2", got)
	}
}

// Two targets cannot have one port: it is told, and nothing is left behind.
func TestPortInUse(t *testing.T) {
	program := itself(t)
	target := served(t, program, "none", "pool", "--tethered")
	for _, kind := range []string{"ps", "pool", "lock"} {
		var stderr bytes.Buffer
		second := exec.Command(program, "target", kind, "--listen", strings.TrimPrefix(target.URL(), "http://"))
		second.Stderr = &stderr
		second.Run()
		if code := second.ProcessState.ExitCode(); code != exitFailed || !strings.Contains(stderr.String(), "address already in use") && runtime.GOOS != "windows" {
			t.Errorf("%s: exit code %d, %s", kind, code, stderr.String())
		}
	}
}

// Every knob that real work reads is there.
func TestKnobsOfRealWork(t *testing.T) {
	for _, k := range kinds() {
		target := target{kind: k, options: k.Options()}
		c := kindCommand(streams{}, k)
		knobs := &knobs{set: c.Flags()}
		switch target.kind.Name {
		case "pool":
			knobs.whole("conns")
			knobs.whole("threads")
			knobs.whole("queue")
			knobs.sizes("sizes")
			knobs.time("demand")
		case "async":
			knobs.whole("conns")
			knobs.sizes("sizes")
			knobs.time("demand")
		case "lock":
			knobs.whole("workers")
			knobs.whole("width")
			knobs.yes("locked")
			knobs.time("hold")
		case "leak":
			knobs.whole("keeps")
		}
		if knobs.err != nil {
			t.Errorf("%s: %v", k.Name, knobs.err)
		}
	}
	missing := &knobs{set: kindCommand(streams{}, kinds()[0]).Flags()}
	if missing.whole("threads"); missing.err == nil || missing.err.Error() != fmt.Sprintf("there is no knob %q", "threads") {
		t.Errorf("a knob that is not there: %v", missing.err)
	}
}
