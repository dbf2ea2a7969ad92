package report

import "time"

// Sizes of the small lines under a chart of the load.
const (
	alsoRow  = 40.0 // of each
	alsoName = 12.0 // of it, for the name
	mostAlso = 8    // of them
)

// shownAlso is what of a variant's lines there is room for.
func shownAlso(v Variant) []Also { return v.Also[:min(mostAlso, len(v.Also))] }

// also draws what a target told besides as a line, on a scale of its own that all
// variants share.
func (f frame) also(d *drawing, v Variant, a Also) {
	f.rate = f.alsoAxis(a).within(alsoRow-4, alsoName+4)
	f.shade(d, alsoName, alsoRow-4)
	d.text("mark", spot{marginLeft, alsoName - 2}, clip(a.title(), int(f.plotWidth()/letter)))
	f.rules(d, f.rate, digits)
	for _, part := range unbroken(a.Values) {
		d.curve("also", f.alsoTrace(v, a, part))
	}
}

func (f frame) alsoAxis(a Also) axis { return linear(f.highestOf(a.Name), 1) }

// title is what the line is called, with what it is counted by.
func (a Also) title() string {
	if a.Rate {
		return a.Name + ", per s"
	}
	return a.Name
}

// alsoTrace returns the line through a stretch of values, each as long as its
// window.
func (f frame) alsoTrace(v Variant, a Also, part [2]int) []spot {
	var out []spot
	step := max(1, (part[1]-part[0])/int(f.plotWidth()))
	for i := part[0]; i < part[1] && i < len(v.Series); i += step {
		start := v.Series[i].At
		out = append(out, spot{f.x(min(f.Length, start+max(f.Window, time.Millisecond)/2)), f.rate.at(*a.Values[i])})
	}
	if len(out) == 1 { // it stands alone
		out = append(out, spot{out[0].x + 1, out[0].y})
	}
	return out
}

// highestOf returns the largest value that any variant has of a name.
func (f frame) highestOf(name string) float64 {
	top := 0.0
	for _, v := range f.Variants {
		for _, a := range v.Also {
			for _, x := range a.Values {
				if a.Name == name && x != nil {
					top = max(top, *x)
				}
			}
		}
	}
	return top
}

// unbroken returns the stretches of values that are known, as half-open ranges.
func unbroken(values []*float64) [][2]int {
	var out [][2]int
	for i := 0; i < len(values); i++ {
		from := i
		for i < len(values) && values[i] != nil {
			i++
		}
		if i > from {
			out = append(out, [2]int{from, i})
		}
	}
	return out
}

// alsoCaption says what such a line shows.
func (f frame) alsoCaption(v Variant, a Also, id string) caption {
	return caption{id, a.title() + ", " + v.Name, "What the target told besides, on the same axis of time, up to " + digits(f.highestOf(a.Name)) + "."}
}
