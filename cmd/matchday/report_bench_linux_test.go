package main

import (
	"os/exec"
	"syscall"
	"testing"
)

// mostMemory is what a report may take of an hour of four variants.
const mostMemory = 200 << 20

// What it costs to report an hour of four variants, by format: time, the memory
// of the process at its fullest, and the bytes of the report. The run is made once,
// in virtual time, which takes some ten seconds.
func BenchmarkReport(b *testing.B) {
	program, store := itself(b), b.TempDir()
	evening := "warm-up:hold 300/s 600s, base:hold 300/s 600s, peak-1:hold 700/s 30s, after-peak-1:hold 300/s 1170s, peak-2:hold 800/s 30s, tail:hold 300/s 1170s"
	// In a process of its own: one that is started counts the memory of whoever
	// starts it as its own.
	if out, err := exec.CommandContext(b.Context(), program, "simulate", "--store", store, "--quiet", "--profile", evening,
		"--bulkhead", "none", "--bulkhead", "20/20", "--bulkhead", "20/100", "--bulkhead", "20/200").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	for _, format := range formats() {
		b.Run(format, func(b *testing.B) {
			var fullest, bytes int64
			for b.Loop() {
				c := exec.CommandContext(b.Context(), program, "report", "latest", "--store", store, "--format", format)
				text, err := c.Output()
				if err != nil {
					b.Fatal(err)
				}
				bytes = int64(len(text))
				fullest = max(fullest, c.ProcessState.SysUsage().(*syscall.Rusage).Maxrss<<10)
			}
			b.ReportMetric(float64(bytes), "written-B")
			b.ReportMetric(float64(fullest)/(1<<20), "process-MiB")
			if fullest > mostMemory {
				b.Errorf("%s took %d MiB of memory, want no more than %d", format, fullest>>20, mostMemory>>20)
			}
		})
	}
}
