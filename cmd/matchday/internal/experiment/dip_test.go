package experiment

import (
	"os"
	"slices"
	"strings"
	"testing"

	"matchday/measure"
)

// documented is the experiment with a dip that the documentation shows.
func documented(t *testing.T) Experiment {
	t.Helper()
	text, err := os.ReadFile("../../../../docs/dip.yaml")
	if err != nil {
		t.Fatal(err)
	}
	e, err := read(string(text))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// Half of the processors away for two seconds, at a steady load: without a
// bulkhead the service never comes back, with one it does. Without the dip
// neither has anything to come back from.
func TestDocumentedDip(t *testing.T) {
	e := documented(t)
	check := func(e Experiment, want ...measure.Verdict) {
		t.Helper()
		for seed := range uint64(3) {
			var got []measure.Verdict
			for _, v := range e.Variants {
				one := e.only(v)
				one.Seed = 1 + seed
				f, err := Find(t.Context(), one)
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, f.Judgement.Verdict)
			}
			if !slices.Equal(got, want) {
				t.Errorf("dips %v, seed %d: %v are %v, want %v", e.Target.Reference.Dips, 1+seed, e.Variants, got, want)
			}
		}
	}
	check(e, measure.Metastable, measure.Recovered)
	if peak, base := e.Curve.PeakRate(), e.Curve.Rate(0); peak != base {
		t.Errorf("the load rises from %v/s to %v/s", base, peak)
	}
	calm := *e.Target.Reference
	calm.Dips = nil
	e.Target.Reference = &calm
	check(e, measure.Recovered, measure.Recovered)
}

// The process of a trial on the wire is told the dips of the model.
func TestDipsOfTheProcess(t *testing.T) {
	e := documented(t)
	o, err := e.Target.Reference.options(Trial{})
	if err != nil || len(o.Dips) != 1 || o.Dips[0].String() != "10 at 10s for 2s" {
		t.Errorf("the model is told %v, %v", o.Dips, err)
	}
	if got := e.Target.Reference.Args(1); !strings.HasSuffix(strings.Join(got, "|"), "|--dip|10 at 10s for 2s") {
		t.Errorf("the process is told %q", got)
	}
}
