package report

import "time"

// An extent is from the lowest to the highest value that a round had.
type extent struct{ low, high float64 }

// ranges are how far apart the rounds of a variant lie, span by span. What a
// chart draws is their mean, and of percentiles the highest, so the band says how
// much of it is chance.
type ranges struct {
	inSLO  []extent // per second
	flight []extent
	p99    []extent // seconds; of the rounds that had any success there
}

// rangesOf reads the rounds of a variant off the same spans as its chart; the
// zero ranges where there were fewer than two.
func rangesOf(v Variant, all []span) ranges {
	if len(v.ByWindow) < 2 {
		return ranges{}
	}
	var out ranges
	for i, windows := range v.ByWindow {
		for j, w := range bySpan(windows, all) {
			seconds := w.Length.Seconds()
			out.inSLO = widen(out.inSLO, i, j, over(float64(w.InSLO), seconds))
			out.flight = widen(out.flight, i, j, over(w.Gauge.Seconds(), seconds))
			out.p99 = widen(out.p99, i, j, w.P99.Seconds())
		}
	}
	return out
}

// bySpan joins the windows of a round that lie in the same span.
func bySpan(windows []Window, all []span) []Window {
	out := make([]Window, len(all))
	next := 0
	for i, s := range all {
		end := s.end() + time.Microsecond
		for ; next < len(windows) && windows[next].Start+windows[next].Length <= end; next++ {
			out[i] = out[i].joined(windows[next])
		}
	}
	return out
}

// widen makes room for the value that the given round has in the j-th span.
func widen(all []extent, round, j int, value float64) []extent {
	if round == 0 {
		return append(all, extent{value, value})
	}
	all[j].low, all[j].high = min(all[j].low, value), max(all[j].high, value)
	return all
}

// knownIn returns the stretches in which a band is of something in every round, as
// half-open ranges.
func knownIn(all []extent) [][2]int {
	var out [][2]int
	for i := 0; i < len(all); i++ {
		from := i
		for i < len(all) && all[i].low > 0 {
			i++
		}
		if i > from {
			out = append(out, [2]int{from, i})
		}
	}
	return out
}

// between draws the band of the rounds against an axis of values.
func (f frame) between(d *drawing, all []span, of []extent, values axis) {
	for _, r := range knownIn(of) {
		var upper, lower []spot
		for i := r[0]; i < r[1]; i++ {
			x := f.time.at(all[i].middle())
			upper = append(upper, spot{x, values.at(of[i].high)})
			lower = append(lower, spot{x, values.at(of[i].low)})
		}
		band(d, "rounds", upper, lower)
	}
}
