package report

import (
	"slices"
	"strings"
	"testing"

	"matchday/measure"
)

// The fixture's own figures, a little lower, as what the model says of it.
func predictedFixture() Comparison {
	c := compared(fourSettings()...)
	model := compared(fourSettings()...)
	model.Simulated = true
	for i := range model.Variants {
		v := &model.Variants[i]
		v.Cells = append([]Cell(nil), v.Cells...)
		v.Cells[0].UsersServed *= .99
		v.Verdict = measure.Recovered
	}
	return c.Predicted(model)
}

func TestPredicted(t *testing.T) {
	plain := compared(fourSettings()...)
	c := predictedFixture()
	for i, v := range c.Variants {
		if v.Prediction == nil || v.Prediction.Verdict != measure.Recovered {
			t.Fatalf("%s: prediction %+v", v.Name, v.Prediction)
		}
		if len(v.Prediction.InTime) != len(v.Series) {
			t.Errorf("%s: %d windows predicted, want %d", v.Name, len(v.Prediction.InTime), len(v.Series))
		}
		if plain.Variants[i].Prediction != nil {
			t.Errorf("%s: the comparison that was asked has changed", v.Name)
		}
	}
	// Variants that the model knows nothing of stay without.
	one := compared(fourSettings()...)
	one.Variants = one.Variants[:1]
	if c := compared(fourSettings()...).Predicted(one); c.Variants[0].Prediction == nil || c.Variants[1].Prediction != nil {
		t.Error("the prediction went to the wrong variant")
	}
}

// A verdict of the model that not all of its rounds share says so.
func TestPredictedRounds(t *testing.T) {
	model := compared(fourSettings()[1])
	model.Variants[0].Verdict, model.Variants[0].Verdicts = measure.Slow, []measure.Verdict{measure.Recovered, measure.Slow}
	table := compared(fourSettings()[1]).Predicted(model).modelTable()
	if got := table[len(table)-1].cells; !slices.Equal(got, []string{"slow 1/2"}) {
		t.Errorf("the model's verdict is told as %q", got)
	}
}

func TestTerminalPrediction(t *testing.T) {
	var b strings.Builder
	if err := Terminal(&b, predictedFixture(), Screen{}); err != nil {
		t.Fatal(err)
	}
	golden(t, "terminal-prediction.txt", b.String())
}

// The chart draws the prediction as a line of its own.
func TestChartPrediction(t *testing.T) {
	var plain, with strings.Builder
	c := predictedFixture()
	if err := Chart(&plain, compared(fourSettings()...), c.Variants[0].Name); err != nil {
		t.Fatal(err)
	}
	if err := Chart(&with, c, c.Variants[0].Name); err != nil {
		t.Fatal(err)
	}
	paths := func(b *strings.Builder) int { return strings.Count(b.String(), "<path") }
	if got := paths(&with) - paths(&plain); got != 2 {
		t.Errorf("the prediction adds %d paths, want one line and its entry in the legend", got)
	}
}
