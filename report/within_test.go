package report

import (
	"testing"
	"time"

	"matchday/measure"
	"matchday/results"
)

func TestWithinTexts(t *testing.T) {
	p50, _ := Lookup("p50")
	p99, _ := Lookup("p99")
	p90, _ := Lookup("p90")
	whole, base := measure.Phase{Name: measure.Whole, End: time.Minute}, measure.Phase{Name: "base", End: 30 * time.Second}
	const ms = time.Millisecond
	sure := &measure.Within{
		Blocks: 46, Block: 900 * ms, Confidence: measure.Sure,
		P50: &measure.Bounds{Low: 50 * ms, High: 50 * ms}, P99: &measure.Bounds{Low: 99400 * time.Microsecond, High: 99800 * time.Microsecond},
	}
	short := &measure.Within{Blocks: 8, Block: 600 * ms, Why: "this is too short"}
	trial := func(all, phase *measure.Within) results.Trial {
		return results.Trial{Summary: measure.Summary{Phases: []measure.PhaseFigures{{Phase: whole, Within: all}, {Phase: base, Within: phase}}}}
	}
	variant := func(all, phase *measure.Within) Variant {
		v := Variant{Cells: []Cell{{PhaseFigures: measure.PhaseFigures{Phase: whole}}, {PhaseFigures: measure.PhaseFigures{Phase: base}}}}
		enterWithin(v.Cells, trial(all, phase))
		return v
	}
	check := func(name, got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	v := variant(sure, short)
	check("known", v.withinText(), "with 95 %, judged by this trial alone: all p50 50 ms, p99 99.4 ms – 99.8 ms")
	check("hint", v.Cells[0].withinHint(p99), "99.4 ms – 99.8 ms with 95 %, judged by 46 blocks of 900 ms of this trial alone")
	check("hint of equal bounds", v.Cells[0].withinHint(p50), "50 ms with 95 %, judged by 46 blocks of 900 ms of this trial alone")
	check("hint of another metric", v.Cells[0].withinHint(p90), "")
	check("hint of a short phase", v.Cells[1].withinHint(p99), "")
	v = variant(short, sure)
	check("of a phase alone", v.withinText(), "with 95 %, judged by this trial alone: base p50 50 ms, p99 99.4 ms – 99.8 ms")
	check("hint of a short trial", v.Cells[0].withinHint(p99), "no interval within the trial: this is too short")
	check("none", variant(short, short).withinText(), "no interval: this is too short")
	check("of an old run", variant(nil, nil).withinText(), "")
}
