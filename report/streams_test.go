package report

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"matchday/measure"
	"matchday/results"
)

// duet is a run of two streams, two settings and two rounds: checkout peaks, and
// browse suffers by it without a bulkhead. Per round it loses a share of what it
// asks for in the peak, and waits longer.
func duet() results.Run {
	phases := []measure.Phase{{Name: "base", End: 10 * time.Second}, {Name: "peak-1", Start: 10 * time.Second, End: 20 * time.Second, Peak: true}, {Name: "tail", Start: 20 * time.Second, End: 30 * time.Second}}
	e := results.Experiment{
		ProfileName: "checkout rush + browse hold 10/s 30s", Length: 30 * time.Second, Window: time.Second, Phases: phases, Rounds: 2, Timeout: time.Second,
		Variants: []results.Variant{{Name: "none"}, {Name: "routes", Bulkhead: true}},
		Streams: []results.Stream{
			{Name: "checkout", ProfileName: "rush", Phases: phases, SLO: 500 * time.Millisecond, Requests: []string{"order"}},
			{Name: "browse", ProfileName: "hold 10/s 30s", Phases: phases, Steady: true, First: 1, Requests: []string{"menu"}},
		},
	}
	r := results.Run{ID: "20261122-081500-duet", Name: "duet", Status: results.Complete, Experiment: e}
	for round, lost := range []int{4, 6} {
		r.Trials = append(r.Trials, duetTrial(e, "none", round+1, lost, 80*time.Millisecond), duetTrial(e, "routes", round+1, 0, 20*time.Millisecond))
	}
	for i := range r.Trials {
		r.Trials[i].Number = i + 1
	}
	return r
}

// duetTrial is a trial whose browse loses so many of ten a second in the peak and
// gets the others after a time; before it takes 20 ms.
func duetTrial(e results.Experiment, variant string, round, lost int, after time.Duration) results.Trial {
	t := results.Trial{Number: round, Round: round, Variant: variant, Status: results.Complete}
	whole := measure.NewTimeline(measure.Grid{Length: e.Length, Window: e.Window, Phases: e.Phases, Limits: e.Limits()})
	for _, s := range e.Streams {
		limits := e.Limits()
		limits.SLO = s.SLO
		own := measure.NewTimeline(measure.Grid{Length: e.Length, Window: e.Window, Phases: e.Phases, Limits: limits, Ungauged: true})
		for i := range 300 {
			due := time.Duration(i) * 100 * time.Millisecond
			a := measure.Sample{User: int64(i), Attempt: 1, Last: true, Arrived: due, Due: due, Sent: due, Done: due + 20*time.Millisecond, Outcome: measure.OK}
			if due >= 10*time.Second && due < 20*time.Second && s.Steady {
				a.Done = due + after
				if i%10 < lost {
					a.Done, a.Outcome = due+time.Second, measure.Timeout
				}
			}
			own.Record(a)
			whole.Record(a)
		}
		t.Streams = append(t.Streams, results.StreamTrial{Name: s.Name, Summary: own.Summary(measure.Review{}), Stretches: own.Stretches()})
	}
	t.Summary, t.Stretches = whole.Summary(measure.Review{}), whole.Stretches()
	return t
}

// Each stream is compared as if it were alone, by its own objective and profile.
// Its isolation is drawn from all rounds together, of which half is served in the
// peaks and at a quarter of the pace: 0.5 · 20/80.
func TestCompareStreams(t *testing.T) {
	c := Compare([]Input{{Run: duet()}})
	if len(c.Streams) != 2 || c.Stream != nil {
		t.Fatalf("%d streams", len(c.Streams))
	}
	checkout, browse := c.Streams[0], c.Streams[1]
	if checkout.Limits.SLO != 500*time.Millisecond || checkout.Variants[0].Cells[0].UsersServed != 1 || checkout.Variants[0].Cells[0].Isolation != nil {
		t.Errorf("checkout: %+v, %+v", checkout.Limits, checkout.Variants[0].Cells[0].Figures)
	}
	m, err := Lookup(IsolationMetric)
	if err != nil {
		t.Fatal(err)
	}
	check := func(v Variant, want float64, rounds ...float64) {
		t.Helper()
		got, known := m.Of(v.Cells[0])
		if !known || math.Abs(got-want) > .002 {
			t.Errorf("%s: isolation %.4f, %v; want %v", v.Name, got, known, want)
		}
		if near := slices.EqualFunc(m.rounds(v), rounds, func(a, b float64) bool { return math.Abs(a-b) < .002 }); !near {
			t.Errorf("%s: isolation by round %v, want %v", v.Name, m.rounds(v), rounds)
		}
	}
	check(browse.Variants[0], .125, .15, .1)
	check(browse.Variants[1], 1, 1, 1)
	if _, known := m.Of(c.Variants[0].Cells[0]); known {
		t.Error("all traffic together is isolated from nothing")
	}
	if text := browse.Variants[0].Cells[0].text("max_in_flight"); text != unknown {
		t.Errorf("the most in flight of a stream is %q, which nothing measures", text)
	}
	if mean := browse.Variants[1].Cells[0].InFlight; math.Abs(mean-.2) > 1e-9 {
		t.Errorf("%v in flight, want 10/s for 20 ms", mean)
	}
}

func TestComparisonOfAStream(t *testing.T) {
	c := Compare([]Input{{Run: duet()}})
	if browse, err := c.Of("browse"); err != nil || browse.Stream.Name != "browse" {
		t.Errorf("%+v, %v", browse.Stream, err)
	}
	if _, err := c.Of("returns"); err == nil || err.Error() != `there is no stream "returns", only checkout, browse` {
		t.Error(err)
	}
	if _, err := c.Streams[0].Of("browse"); err == nil || err.Error() != `there is no stream "browse": all traffic is of one kind` {
		t.Error(err)
	}
}

// A warning that is of all traffic is given once.
func TestWarningsOfStreams(t *testing.T) {
	r := duet()
	r.Warnings = []string{"the machine was busy"}
	c := Compare([]Input{{Run: r}})
	for _, s := range c.Streams {
		if slices.Contains(s.Warnings, "the machine was busy") {
			t.Errorf("%s: %q", s.Stream.Name, s.Warnings)
		}
	}
	other := duet()
	other.ID, other.Experiment.Streams[1].SLO = "20261122-091500-solo", time.Second
	both := Compare([]Input{{Run: r}, {Run: other}})
	if !slices.ContainsFunc(both.Warnings, func(w string) bool { return strings.Contains(w, "streams (checkout rush") }) {
		t.Errorf("runs of unlike streams are compared with %q", both.Warnings)
	}
}

// The whole comes first in every form, then each stream.
func TestRenderStreams(t *testing.T) {
	c := Compare([]Input{{Run: duet()}})
	var screen, markdown, page, data strings.Builder
	for _, err := range []error{Terminal(&screen, c, Screen{}), Markdown(&markdown, c), HTML(&page, c), JSON(&data, c)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	golden(t, "streams.txt", screen.String())
	golden(t, "streams.md", markdown.String())
	ordered(t, page.String(), `id="variants"`, "<h2>Stream checkout</h2>", "<h2>Stream browse</h2>", "<td>12.5</td>", `id="trust"`, "<dt>isolation</dt>")
	ordered(t, data.String(), `"title": "duet"`, `"streams": [`, `"name": "checkout"`, `"name": "browse"`, `"isolation": {`)
	var ids []string
	for _, m := range regexp.MustCompile(` id="([^"]+)"`).FindAllStringSubmatch(page.String(), -1) {
		ids = append(ids, m[1])
	}
	slices.Sort(ids)
	if len(slices.Compact(slices.Clone(ids))) != len(ids) {
		t.Errorf("names are there twice on the page: %q", ids)
	}
}

// ordered tells whether the parts stand in the text in that order.
func ordered(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		_, rest, found := strings.Cut(text, p)
		if !found {
			t.Errorf("%q does not stand after what comes before it", p)
			return
		}
		text = rest
	}
}

func TestPhasesOfAStream(t *testing.T) {
	var b strings.Builder
	c := Compare([]Input{{Run: duet()}})
	if err := Phases(&b, c.Streams[1], "none", Screen{}); err != nil {
		t.Fatal(err)
	}
	if first := b.String(); !strings.HasPrefix(first, "variant     [browse] none: ") || strings.Contains(first, "max in") {
		t.Errorf("got\n%s", first)
	}
}
