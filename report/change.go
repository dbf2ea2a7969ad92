package report

import "slices"

// telltales returns the metrics that tell at a glance how a run went.
func telltales() []Metric {
	names := []string{"users_served", "users_in_slo", "users_rejected", "users_timed_out", "users_failed", "p50", "p99", "p99_all", "max_in_flight"}
	return slices.DeleteFunc(Metrics(), func(m Metric) bool { return !slices.Contains(names, m.Name) })
}

// change writes the step from one value to another: shares in points, anything
// else as a share of what it was.
func (m Metric) change(was, is float64) string {
	step := is - was
	if step == 0 || m.Unit == Share || was == 0 {
		return m.step(step)
	}
	if step < 0 {
		return "−" + percent(-step/was)
	}
	return "+" + percent(step/was)
}

// span writes a distance between two figures of the metric, that of shares in
// points.
func (m Metric) span(distance float64) string {
	if m.Unit != Share {
		return m.Format(distance)
	}
	if p := digits(100 * distance); p != "1" {
		return p + " points"
	}
	return "1 point"
}

// step writes a distance with its sign.
func (m Metric) step(distance float64) string {
	switch {
	case distance > 0:
		return "+" + m.span(distance)
	case distance < 0:
		return "−" + m.span(-distance)
	}
	return "0"
}
