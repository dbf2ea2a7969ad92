package report

import (
	"slices"

	"matchday/measure"
)

// A Prediction is what the model of a target says of a variant, for the same
// users, beside what was measured.
type Prediction struct {
	Cell     Cell              `json:"cell"`               // the whole trial
	Verdict  measure.Verdict   `json:"verdict"`            // the worst over rounds
	Verdicts []measure.Verdict `json:"verdicts,omitempty"` // by round
	InTime   []float64         `json:"in_time"`            // successes per second, window by window
}

// Predicted returns the comparison with what a simulated one of the same
// experiment predicts for each of its variants, and for those of each stream. Those
// that the other does not have stay without.
func (c Comparison) Predicted(by Comparison) Comparison {
	variants := make([]Variant, len(c.Variants))
	for i, v := range c.Variants {
		for _, m := range by.Variants {
			if m.Setting == v.Setting && len(m.Cells) > 0 {
				v.Prediction = predictionOf(m)
			}
		}
		variants[i] = v
	}
	c.Variants = variants
	c.Streams = slices.Clone(c.Streams)
	for i, s := range c.Streams {
		if m, err := by.Of(s.Stream.Name); err == nil {
			c.Streams[i] = s.Predicted(m)
		}
	}
	return c
}

func predictionOf(m Variant) *Prediction {
	p := &Prediction{Cell: m.Cells[0], Verdict: m.Verdict, Verdicts: m.Verdicts}
	for _, point := range m.Series {
		p.InTime = append(p.InTime, point.InTime)
	}
	return p
}

// predicted tells whether any variant has a prediction.
func (c Comparison) predicted() bool {
	for _, v := range c.Variants {
		if v.Prediction != nil {
			return true
		}
	}
	return false
}

// modelTable is the screen's table of what the model says, nothing where it says
// nothing.
func (c Comparison) modelTable() []textColumn {
	if !c.predicted() {
		return nil
	}
	return c.predictionColumns(c.pick("users_served", "users_in_slo", "p99"))
}

// predictionColumns is the table of what the model says and how far off that
// is.
func (c Comparison) predictionColumns(metrics []Metric) []textColumn {
	all := []textColumn{{head: "model", left: true}}
	for _, m := range metrics {
		all = append(all, textColumn{head: m.Title, opens: true}, textColumn{head: "off"})
	}
	all = append(all, textColumn{head: "verdict", left: true, opens: true})
	for _, v := range c.Variants {
		if v.Prediction == nil || len(v.Cells) == 0 {
			continue
		}
		row := []string{clip(v.Name, mostName)}
		for _, m := range metrics {
			row = append(row, v.Prediction.Cell.text(m.Name), off(v, m))
		}
		for i, text := range append(row, verdictShort(v.Prediction.Verdict, v.Prediction.Verdicts)) {
			all[i].cells = append(all[i].cells, text)
		}
	}
	return all
}

// off says how far the measurement lies from the model.
func off(v Variant, m Metric) string {
	was, foretold := m.Of(v.Prediction.Cell)
	is, known := m.Of(v.Cells[0])
	if !foretold || !known {
		return unknown
	}
	return m.change(was, is)
}

// foretell sets the model's rate beside every window of a series.
func (p *Prediction) foretell(all []span) []span {
	if p == nil {
		return all
	}
	for i := range min(len(all), len(p.InTime)) {
		all[i].predicted = p.InTime[i]
	}
	return all
}

// foretold returns the model's line over a series.
func (f frame) foretold(all []span) []spot {
	var out []spot
	for _, s := range all {
		out = append(out, spot{f.time.at(s.middle()), f.rate.at(s.predicted)})
	}
	return out
}
