package report

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"matchday/measure"
)

// splitOf is the usual example with where the time went, of its second variant.
func splitOf() Comparison {
	c := compared(fourSettings()[:2]...)
	latency := func(d time.Duration) measure.Latency { return measure.Latency{Count: 10, P50: d, P99: 2 * d} }
	for i := range c.Variants[1].Cells {
		c.Variants[1].Cells[i].Split = measure.Split{Network: latency(300 * time.Microsecond), Queued: latency(20 * time.Millisecond), Inside: latency(50 * time.Millisecond)}
	}
	return c
}

func TestSplit(t *testing.T) {
	c := splitOf()
	var b bytes.Buffer
	if err := Terminal(&b, c, Screen{Width: 110}); err != nil {
		t.Fatal(err)
	}
	golden(t, "terminal-split.txt", b.String())
	b.Reset()
	if err := Phases(&b, c, "20/20", Screen{Width: 110}); err != nil {
		t.Fatal(err)
	}
	golden(t, "phases-split.txt", b.String())
	b.Reset()
	if err := Markdown(&b, c); err != nil {
		t.Fatal(err)
	}
	golden(t, "markdown-split.md", b.String())
	page := section(t, asPage(t, c), "split")
	for _, want := range []string{"<th scope=\"row\">20/20</th>", `<span class="unit">µs</span></th>`, `<td class="left">whole trial</td><td>50.0</td><td>0.4</td><td>300</td><td>600</td><td>20</td><td>40</td><td>50</td><td>100</td>`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if strings.Contains(page, ">none<") {
		t.Error("a variant of which nothing is told has a place")
	}
	c.Simulated = true
	b.Reset()
	if err := Terminal(&b, c, Screen{Width: 110}); err != nil || strings.Contains(b.String(), "p50, p99 of") {
		t.Error("a simulation has room for what a model has none of")
	}
}
