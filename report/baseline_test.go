package report

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"matchday/measure"
	"matchday/results"
)

// figureOf returns a figure of a variant of a baseline, all rounds first; what was
// not measured is NaN's stead, −1.
func figureOf(v results.BaselineVariant, stream, metric, phase string) []float64 {
	var out []float64
	for _, f := range v.Figures {
		if f.Stream != stream || f.Metric != metric || f.Phase != phase {
			continue
		}
		for _, x := range append([]*float64{f.Merged}, f.Rounds...) {
			if x == nil {
				out = append(out, -1)
				continue
			}
			out = append(out, *x)
		}
	}
	return out
}

func TestBaseline(t *testing.T) {
	first := steady("20/20", 1, 4, ok(20*time.Millisecond))
	second := steady("20/20", 2, 4, attempt{500 * time.Millisecond, measure.Timeout})
	first.Seed, second.Seed = 7, 8
	in := runOf("20261122-081500-k3f7", experimentOf(variantOf("20/20", 20, 20)), first, second)
	in.Run.Environment = results.Environment{OS: "linux", Arch: "amd64", CPUs: 2, GitCommit: "1a2b3c4", GitDirty: true}
	c := Compare([]Input{in})
	if why := c.Unfit(); len(why) > 0 {
		t.Error("unfit:", why)
	}
	b := c.Baseline("main")
	if b.Name != "main" || b.Run != in.Run.ID || b.Title != "spike" || b.Fact("commit") != "1a2b3c4 with changes" || b.Fact("profile") != "spike 0a1b2c3d" {
		t.Errorf("%+v", b)
	}
	v := b.Variants[0]
	if !slices.Equal(v.Seeds, []uint64{7, 8}) || v.Validity != "valid" || len(v.Verdicts) != 2 {
		t.Errorf("%+v", v)
	}
	check := func(metric, phase string, want ...float64) {
		t.Helper()
		if d := cmp.Diff(want, figureOf(v, "", metric, phase)); d != "" {
			t.Error(metric, phase, d)
		}
	}
	check("goodput", "all", .5, 1, 0)
	check("goodput", "peak-1", .5, 1, 0)
	check("max", "all", .020004863, .020004863, -1) // as fine as histograms are
	check("offered", "all")                         // neither more nor less of it is better
	check("reject_p99", "tail")                     // nobody was turned away
	again, err := results.ParseBaseline("again", b.String())
	if d := cmp.Diff(b, again); d != "" || err != nil {
		t.Error(err, d)
	}
}

// A phase that comes twice has no figures of its own.
func TestBaselineOfTwins(t *testing.T) {
	c := compared(fourSettings()...)
	for i := range c.Variants {
		c.Variants[i].Cells[2].Name = c.Variants[i].Cells[1].Name
	}
	for _, f := range c.Baseline("main").Variants[0].Figures {
		if f.Phase == c.Variants[0].Cells[1].Name {
			t.Errorf("%+v", f)
		}
	}
}

func TestBaselineOfStreams(t *testing.T) {
	b := Compare([]Input{{Run: duet()}}).Baseline("main")
	want := func(stream, metric string, figures ...float64) {
		t.Helper()
		if d := cmp.Diff(figures, figureOf(b.Variants[0], stream, metric, "peak-1")); d != "" {
			t.Error(stream, metric, d)
		}
	}
	want("", "goodput", .75, .8, .7)
	want("checkout", "goodput", 1, 1, 1)
	want("browse", "goodput", .5, .6, .4)
}

func TestUnfit(t *testing.T) {
	check := func(change func(*Comparison), want string) {
		t.Helper()
		c := compared(fourSettings()...)
		change(&c)
		if got := strings.Join(c.Unfit(), "; "); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	check(func(*Comparison) {}, "")
	check(func(c *Comparison) { c.Runs[0].Partial = true }, `run "20261122-081500-k3f7" is not whole`)
	check(func(c *Comparison) { c.Runs = append(c.Runs, c.Runs[0]) }, "it is of 2 runs, wanted one")
	check(func(c *Comparison) { c.Variants = nil }, "there are no variants")
	check(func(c *Comparison) { c.Variants[0].ByRound = nil }, `variant "none": there is no round`)
	check(func(c *Comparison) { c.Variants[1].Partial = true }, `variant "20/20": a trial was cut short`)
	check(func(c *Comparison) { c.Variants[1].Errors = []string{"no port"} }, `variant "20/20": a trial failed: no port`)
	check(func(c *Comparison) { c.Variants[1].Validity = measure.Invalid }, `variant "20/20": the generator was the limit: the figures are its own, not the target's`)
}

func TestShowBaseline(t *testing.T) {
	was, is := compared(fourSettings()...).Baseline("main"), compared(fourSettings()[1:]...).Baseline("main")
	var out bytes.Buffer
	if err := ShowBaseline(&out, was, Screen{}); err != nil {
		t.Fatal(err)
	}
	golden(t, "baseline.txt", out.String())
	out.Reset()
	for i, f := range is.Variants[0].Figures {
		if (f.Metric == "p99" || f.Metric == "users_served") && f.Phase == "all" {
			x := *f.Merged * .9
			is.Variants[0].Figures[i].Merged = &x
		}
	}
	if err := Replaced(&out, was, is, Screen{}); err != nil {
		t.Fatal(err)
	}
	golden(t, "baseline-replaced.txt", out.String())
}

// A run held against the file of itself is the same to the last digit, in all that
// is kept.
func TestBaselineOfItself(t *testing.T) {
	var trials []made
	for round := range 6 {
		m := steady("20/20", round+1, 7, ok(time.Duration(20+round)*time.Millisecond), attempt{500 * time.Millisecond, measure.Timeout}, ok(time.Second/7))
		m.Seed = uint64(round)
		trials = append(trials, m)
	}
	in := runOf("20261122-081500-k3f7", experimentOf(variantOf("20/20", 20, 20)), trials...)
	c := Compare([]Input{in})
	kept, err := results.ParseBaseline("main.txt", c.Baseline("main").String())
	if err != nil {
		t.Fatal(err)
	}
	var asks []Ask
	for _, f := range kept.Variants[0].Figures {
		asks = append(asks, Ask{Variant: "20/20", Phase: f.Phase, Metric: f.Metric})
	}
	if len(asks) < 100 {
		t.Fatalf("only %d figures", len(asks))
	}
	for _, got := range c.Contrasts(ReferenceBaseline(kept), asks) {
		if got.Finding != NoDifference || *got.Shift != 0 || !got.Paired {
			t.Errorf("%s @ %s: %s, %s", got.Metric, got.Phase, got.Finding, got.Why)
		}
	}
}

// What a baseline does not hold was never measured, is never kept, or is of a
// phase that it does not know.
func TestBaselineWithout(t *testing.T) {
	in := runOf("20261122-081500-k3f7", experimentOf(variantOf("20/20", 20, 20)), steady("20/20", 1, 4, attempt{500 * time.Millisecond, measure.Timeout}))
	c := Compare([]Input{in})
	ref := ReferenceBaseline(c.Baseline("main"))
	check := func(a Ask, want string) {
		t.Helper()
		a.Variant = "20/20"
		if got := c.Contrasts(ref, []Ask{a})[0]; got.Why != want {
			t.Errorf("%q, want %q", got.Why, want)
		}
	}
	check(Ask{Metric: "p99"}, "p99 cannot be told: it was measured on neither side")
	check(Ask{Metric: "reject_p99", Phase: "tail"}, "reject p99 cannot be told: it was measured on neither side")
	check(Ask{Metric: "unsent"}, "unsent cannot be told: baseline main: unsent is not kept: it is the generator's own")
	check(Ask{Metric: "lag_p99"}, "lag p99 cannot be told: baseline main: lag p99 is not kept: it is the generator's own")
	check(Ask{Metric: "offered"}, "offered cannot be told: baseline main: offered is not kept: neither more nor less of it is better")
	ref = ReferenceBaseline(results.Baseline{Name: "main", Variants: []results.BaselineVariant{{Name: "20/20"}}}).Forced()
	check(Ask{Metric: "goodput", Phase: "tail"}, `good cannot be told: baseline main: phase "tail" was not kept`)
}
