package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// pages returns a service that tells of itself for Prometheus below /metrics/, in
// more ways than one should; everything else is for another handler. Every page is
// as it should be for its first four readings: before a trial, at its beginning and
// twice in its course.
func pages(rest http.Handler) http.Handler {
	var orders atomic.Int64
	mux := http.NewServeMux()
	mux.Handle("/", rest)
	mux.HandleFunc("/metrics/", http.NotFound)
	mux.HandleFunc("/order", func(w http.ResponseWriter, _ *http.Request) {
		orders.Add(1)
		w.Header().Set("Server-Timing", "queue;dur=1.5, app;dur=2.5")
		time.Sleep(5 * time.Millisecond)
		io.WriteString(w, "ok\n")
	})
	tell := func(kind string, then func(w http.ResponseWriter, r *http.Request, reading int64)) {
		var readings atomic.Int64
		mux.HandleFunc("/metrics/"+kind, func(w http.ResponseWriter, r *http.Request) {
			if n := readings.Add(1); n > 4 && then != nil {
				then(w, r, n)
				return
			}
			fmt.Fprintf(w, "# TYPE shop_orders_total counter\nshop_orders_total %d\nshop_inside{room=\"kitchen\"} 3\nshop_waiting 1\nshop_ovens 2\n", orders.Load())
		})
	}
	tell("right", nil)
	tell("hanging", func(_ http.ResponseWriter, r *http.Request, _ int64) { <-r.Context().Done() })
	tell("torn", func(w http.ResponseWriter, _ *http.Request, _ int64) { io.WriteString(w, "<html>shop_") })
	tell("endless", func(w http.ResponseWriter, _ *http.Request, _ int64) {
		for line := strings.Repeat("x", 1<<16) + " 1\n"; ; {
			if _, err := io.WriteString(w, line); err != nil {
				return
			}
		}
	})
	tell("lying", func(w http.ResponseWriter, _ *http.Request, n int64) {
		fmt.Fprintf(w, "shop_orders_total %d\nshop_inside{room=\"kitchen\"} %s\nshop_waiting 1\n", 100-n, []string{"NaN", "-3", "4"}[n%3])
	})
	return mux
}

// alone fails the script if a process that was started in its directory is still
// there after a while.
func alone(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: alone")
	}
	var left []string
	for range 100 {
		if left = processesIn(ts.Getenv("WORK")); len(left) == 0 {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	ts.Fatalf("processes are left: %v", left)
}

// processesIn returns the processes whose working directory lies within dir; none
// where the system does not say.
func processesIn(dir string) []string {
	places, _ := filepath.Glob("/proc/[0-9]*/cwd")
	var in []string
	for _, place := range places {
		if cwd, err := os.Readlink(place); err == nil && strings.HasPrefix(cwd, dir) {
			in = append(in, filepath.Dir(place))
		}
	}
	return in
}
