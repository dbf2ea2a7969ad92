package report

import (
	"strings"
	"testing"
	"time"

	"matchday/results"
)

func TestQueueRule(t *testing.T) {
	usual := experimentOf()
	derived, lone, idle := usual, usual, usual
	derived.CPUs = 0
	lone.CPUs, lone.Capacity = 0, 0
	idle.Demand = 0
	for _, test := range []struct {
		name     string
		variant  results.Variant
		e        results.Experiment
		worst    time.Duration
		protects bool
		says     string
	}{
		{"no queue", variantOf("20/0", 20, 0), usual, 50 * time.Millisecond, true, "D·(1+q/c) = 50 ms is within the clients' 500 ms"},
		{"within the SLO", variantOf("20/20", 20, 20), usual, 100 * time.Millisecond, true, "worst wait by the queue rule D·(1+q/c) = 100 ms is within the clients' 500 ms"},
		{"beyond the SLO", variantOf("20/100", 20, 100), usual, 300 * time.Millisecond, true, "= 300 ms is within the clients' 500 ms, but beyond the SLO of 125 ms"},
		{"exactly the timeout", variantOf("20/180", 20, 180), usual, 500 * time.Millisecond, true, ""},
		{"too long", variantOf("20/200", 20, 200), usual, 550 * time.Millisecond, false, "worst wait by the queue rule D·(1+q/c) = 550 ms is longer than the clients' 500 ms: this queue cannot protect"},
		{"fewer inside than processors", variantOf("10/20", 10, 20), usual, 150 * time.Millisecond, true, "D·(1+q/c)"},
		{"more inside than processors", variantOf("40/20", 40, 20), usual, 150 * time.Millisecond, true, "D·(c+q)/n"},
		{"processors from capacity", variantOf("40/20", 40, 20), derived, 150 * time.Millisecond, true, "D·(c+q)/n"},
		{"processors unknown", variantOf("40/20", 40, 20), lone, 75 * time.Millisecond, true, "D·(1+q/c)"},
		{"unbounded queue", variantOf("20/inf", 20, -1), usual, -1, false, "an unbounded queue has no longest wait, and the clients leave after 500 ms: this queue cannot protect"},
	} {
		r := queueRule(test.variant, test.e)
		if r == nil {
			t.Errorf("%s: there is no rule", test.name)
			continue
		}
		if r.Worst != test.worst || r.Protects != test.protects || !strings.Contains(r.Sentence, test.says) {
			t.Errorf("%s: %+v, want worst %v, protects %v, %q", test.name, *r, test.worst, test.protects, test.says)
		}
	}
	if r := queueRule(variantOf("none", 0, 0), usual); r != nil {
		t.Errorf("without a bulkhead the rule is %+v, want none", r)
	}
	last, patient := variantOf("20/200 lifo", 20, 200), variantOf("20/200 wait 1s", 20, 200)
	last.LIFO, patient.Wait = true, time.Second
	hurried, adaptive := variantOf("deadline:20/200", 20, 200), variantOf("adaptive", 0, 0)
	hurried.Kind, adaptive.Kind, adaptive.Bulkhead = "deadline", "adaptive", true
	for _, v := range []results.Variant{last, patient, hurried, adaptive} {
		if r := queueRule(v, usual); r != nil {
			t.Errorf("%s: the rule of first come, first served says %q", v.Name, r.Sentence)
		}
	}
	if r := queueRule(variantOf("20/20", 20, 20), idle); r != nil {
		t.Errorf("without a known demand the rule is %+v, want none", r)
	}
}
