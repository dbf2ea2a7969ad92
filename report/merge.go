package report

import (
	"fmt"
	"strings"

	"matchday/measure"
	"matchday/results"
)

// conclude merges the rounds of an entrant. What could not be read on the way is
// told in sentences.
func (e entrant) conclude() (Variant, []string) {
	limits := e.in.Run.Experiment.Limits()
	v := Variant{
		Name: e.name, Setting: e.variant.Name, Run: e.in.Run.ID,
		Bulkhead: e.variant.Bulkhead, Inside: e.variant.Inside, Queue: e.variant.Queue,
		Rounds: len(e.counted), Partial: e.partial(), Rule: queueRule(e.variant, e.in.Run.Experiment),
		Dips:     dipsOf(e.in.Run.Experiment),
		Recovery: []measure.Recovery{}, Cells: []Cell{}, ByRound: [][]Cell{},
	}
	var merged []measure.Stretch
	for i, t := range e.counted {
		v.Validity = max(v.Validity, t.Summary.Validity())
		v.ByRound = append(v.ByRound, cells(t.Stretches, limits))
		e.in.of.isolate(v.ByRound[i])
		enterWithin(v.ByRound[i], t)
		v.Recovery = latest(v.Recovery, t.Summary.Judgement.Recovery)
		v.Verdicts = append(v.Verdicts, t.Summary.Judgement.Verdict)
		v.Seeds = append(v.Seeds, t.Seed)
		if i == 0 {
			merged = cloned(t.Stretches)
			continue
		}
		mergeInto(merged, t.Stretches)
	}
	v.Cells = cells(merged, limits)
	e.in.of.isolate(v.Cells)
	if len(e.counted) == 1 { // how sure several are together, their differences tell
		enterWithin(v.Cells, e.counted[0])
	}
	v.Verdict, v.Reason = worst(e.counted)
	v.LostAfter = lostAfter(e.counted)
	v.Errors = e.errors()
	v.tell(e)
	trouble := e.series(&v)
	return v, trouble
}

// cells returns what is reported of stretches.
func cells(stretches []measure.Stretch, limits measure.Limits) []Cell {
	out := []Cell{}
	for _, s := range stretches {
		f := s.Figures(limits)
		// Where the histograms could not be read the failures alone are left,
		// and they would say that everybody waited in vain.
		if f.Response.Count < f.Outcomes[measure.OK] {
			f.Response, f.Waited = measure.Latency{}, measure.Latency{}
		}
		out = append(out, Cell{PhaseFigures: measure.PhaseFigures{Phase: s.Phase, Figures: f}, Stretch: s, Timeout: limits.Timeout})
	}
	return out
}

// cloned returns copies that can be merged into. A copied [measure.Stretch]
// shares its histograms with the original, so these are built anew.
func cloned(stretches []measure.Stretch) []measure.Stretch {
	var out []measure.Stretch
	for _, s := range stretches {
		copied := s
		copied.Tally = measure.Tally{}
		copied.Tally.Merge(s.Tally)
		out = append(out, copied)
	}
	return out
}

// mergeInto adds the stretches of another round, phase by phase.
func mergeInto(merged, round []measure.Stretch) {
	for i := range merged {
		for _, s := range round {
			if s.Phase == merged[i].Phase {
				merged[i].Merge(s)
			}
		}
	}
}

// errors returns what went wrong in the trials, those left out included.
func (e entrant) errors() []string {
	var out []string
	for _, trials := range [][]results.Trial{e.counted, e.left} {
		for _, t := range trials {
			if t.Error != "" {
				out = append(out, fmt.Sprintf("%s: %s", e.trial(t), t.Error))
			}
		}
	}
	return out
}

// tell enters what the target told of itself.
func (v *Variant) tell(e entrant) {
	var work waste
	var open []string
	for _, t := range e.counted {
		if t.Target == nil {
			continue
		}
		work.add(t)
		v.MaxSystem = max(v.MaxSystem, t.Target.MaxInSystem)
		switch o := t.Target.Oracle; o {
		case "":
		case oracleClosed:
			v.Oracle = oracleClosed
		default:
			open = append(open, fmt.Sprintf("%s: %s", e.trial(t), o))
		}
	}
	if len(open) > 0 {
		v.Oracle = strings.Join(open, "; ")
	}
	v.Wasted, v.WastedBy = work.share()
}

// oracleClosed is what a target says whose books add up.
const oracleClosed = "closed"
