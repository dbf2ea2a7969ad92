package browser_test

import (
	"bytes"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"matchday/measure"
	"matchday/report"
	"matchday/results"
)

const stored = "../../cmd/matchday/testdata/match-day"

// rounds is how many the match day is made to have: enough for every difference
// between variants to be found.
const rounds = 10

// matchDay returns the comparison of the stored match day, as if all of its rounds
// had gone as its one did. The caller may change it.
func matchDay(t *testing.T) report.Comparison {
	t.Helper()
	run, err := results.Load(stored)
	if err != nil {
		t.Fatal(err)
	}
	once := run.Trials
	for r := 2; r <= rounds; r++ {
		for _, trial := range once {
			trial.Round = r
			run.Trials = append(run.Trials, trial)
		}
	}
	return report.Compare([]report.Input{report.Stored(*run, stored)})
}

// everything returns the match day with all that a page can have besides: the
// word of a model, a map, streams, doubts about the generator, a dip, and how long
// those took who were turned away or failed.
func everything(t *testing.T) report.Comparison {
	t.Helper()
	c := matchDay(t)
	for i := range c.Variants[1].Series {
		p := &c.Variants[1].Series[i]
		p.RejectP50, p.RejectP99 = time.Millisecond, time.Duration(2+i%7)*time.Millisecond
		p.FailP50, p.FailP99 = 40*time.Millisecond, time.Duration(50+i%9)*time.Millisecond
	}
	c.Variants[0].Dips = []report.Dip{{Name: "10 of 20 processors", Capacity: new(200.0), At: 2 * time.Second, For: time.Second}}
	c = c.Predicted(c).Mapped(neighbours())
	stream := c
	stream.Stream, stream.Map = &report.Stream{Name: "search", Profile: "steady", Steady: true}, nil
	c.Streams = []report.Comparison{stream}
	c.Generator.Validity = new(measure.Suspect)
	c.Generator.Notes = []string{"in peak-2 the lag was 8 ms", "one", "two", "three", "four"}
	c.Warnings = []string{"the first round differs from the last"}
	return c
}

// neighbours is a map around a bulkhead of the match day.
func neighbours() results.Map {
	m := results.Map{Version: 1, Inside: []int{10, 20}, Queue: []int{0, 20, 200}}
	verdicts := []measure.Verdict{measure.Recovered, measure.Slow, measure.Degraded, measure.Metastable, measure.Undecided, measure.Metastable}
	settings := []string{"10/0", "10/20", "10/200", "20/0", "20/20", "20/200"}
	for i, v := range verdicts {
		m.Cells = append(m.Cells, results.MapCell{Setting: settings[i], Verdict: v, Reason: "by the model", UsersServed: .9 - float64(i)/10, UsersInSLO: .8 - float64(i)/10, Best: i == 0})
	}
	return m
}

// usualPage is the page of everything, made once.
var usualPage struct {
	once sync.Once
	html []byte
}

// usual writes the page of everything to a file and returns its path.
func usual(t *testing.T) string {
	t.Helper()
	usualPage.once.Do(func() { usualPage.html = rendered(t, everything(t)) })
	return file(t, usualPage.html)
}

// written writes the page of a comparison to a file and returns its path.
func written(t *testing.T, c report.Comparison) string {
	t.Helper()
	return file(t, rendered(t, c))
}

func rendered(t *testing.T, c report.Comparison) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := report.HTML(&b, c); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// file writes a page to a file whose name has a space in it.
func file(t *testing.T, html []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "match day.html")
	if err := os.WriteFile(path, html, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}
