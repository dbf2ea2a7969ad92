package ci

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"matchday/measure"
	"matchday/report"
)

// figure returns a metric's value in a phase, "" being the whole trial. What
// was not measured is an error and never zero.
func figure(v report.Variant, phase string, m report.Metric) (float64, error) {
	c, err := cell(v, phase)
	if err != nil {
		return 0, err
	}
	if c.Attempts <= c.Cut {
		return 0, errors.New("nothing was measured: no attempt was due that was not cut off")
	}
	x, known := m.Of(c)
	if !known {
		return 0, fmt.Errorf("nothing was measured that %s could be read from", m.Name)
	}
	if math.IsNaN(x) || math.IsInf(x, 0) || x < 0 {
		return 0, fmt.Errorf("%s is %v, which is no figure", m.Name, x)
	}
	return x, nil
}

// cell returns the one cell of a phase, "" being the whole trial.
func cell(v report.Variant, phase string) (report.Cell, error) {
	if phase == "" {
		phase = measure.Whole
	}
	var found []report.Cell
	var names []string
	for _, c := range v.Cells {
		names = append(names, c.Name)
		if c.Name == phase {
			found = append(found, c)
		}
	}
	switch len(found) {
	case 0:
		return report.Cell{}, fmt.Errorf("there is no phase %q, only %s", phase, strings.Join(names, ", "))
	case 1:
		return found[0], nil
	}
	return report.Cell{}, fmt.Errorf("phase %q comes %d times: give each a name of its own in the profile", phase, len(found))
}
