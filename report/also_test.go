package report

import (
	"math"
	"strings"
	"testing"
	"time"

	"matchday/results"
)

// levels writes values for a comparison, "-" for those that are not known.
func levels(all []*float64) string {
	var out []string
	for _, x := range all {
		if x == nil {
			out = append(out, "-")
			continue
		}
		out = append(out, digits(*x))
	}
	return strings.Join(out, " ")
}

// alsoOf is what two rounds of five seconds told besides in their first four.
func alsoOf() Variant {
	a, b := steady("20/20", 1, 100, ok(10*time.Millisecond)), steady("20/20", 2, 100, ok(10*time.Millisecond))
	in := runOf("1-a", experimentOf(variantOf("20/20", 20, 20)), a, b)
	in.Target = func(t results.Trial) ([]results.TargetRow, error) {
		scale := float64(t.Round)
		row := func(at, cpu, threads, orders float64) results.TargetRow {
			return results.TargetRow{
				At: time.Duration(at * float64(time.Second)), CPU: time.Duration(cpu * scale * float64(time.Second)), RSS: int64(scale) << 20,
				Also: []results.Also{{Name: "go_threads", Value: threads * scale}, {Name: `orders_total{a="b"}`, Value: orders}, {Name: "never", Value: math.NaN()}},
			}
		}
		rows := []results.TargetRow{row(.9, 0, 10, 100), row(1.9, .5, 11, 150), row(2.9, 1, math.NaN(), 250), row(3.9, 1, 13, 7)}
		return rows, nil
	}
	return Compare([]Input{in}).Variants[0]
}

func TestAlso(t *testing.T) {
	v := alsoOf()
	want := []struct {
		name, values string
		rate         bool
	}{
		{"processors busy", "- 0.75 0.75 0 0", false},
		{"memory, MiB", "1.5 1.5 1.5 1.5 1.5", false},
		{"go_threads", "15 16.5 - 19.5 19.5", false},
		{`orders_total{a="b"}`, "- 50 100 - -", true},
	}
	if len(v.Also) != len(want) {
		t.Fatalf("%d lines: %+v", len(v.Also), v.Also)
	}
	for i, w := range want {
		got := v.Also[i]
		if values := levels(got.Values[:5]); got.Name != w.name || got.Rate != w.rate || values != w.values || got.Values[7] != nil {
			t.Errorf("%s: %s, rate %v; want %s: %s", got.Name, values, got.Rate, w.name, w.values)
		}
	}
}

// Under the chart of the load stands what the target told besides, as pictures
// that hold up as any other.
func TestAlsoOnThePage(t *testing.T) {
	c := shortDay().comparison("none", "20/20")
	c.Variants[1].Also = alsoOf().Also
	load := section(t, asPage(t, c), "load")
	if n := strings.Count(load, "<desc id=\"load1-also"); n != 4 {
		t.Errorf("%d lines of it", n)
	}
	for _, want := range []string{`data-chart="also" data-variant="20/20"`, "processors busy", "memory, MiB", "go_threads", "orders_total{a=&#34;b&#34;}, per s", `class="also"`} {
		if !strings.Contains(load, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for _, p := range pictures(load) {
		isXML(t, p)
	}
}
