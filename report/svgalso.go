package report

import "time"

// Sizes of the small lines under a chart of the load.
const (
	alsoRow  = 40.0 // of each
	alsoName = 12.0 // of it, for the name
	mostAlso = 8    // of them
)

// alsoHeight returns the height of the small lines of a variant, 0 if there are
// none.
func (f frame) alsoHeight(v Variant) float64 {
	return alsoRow * float64(min(mostAlso, len(v.Also)))
}

// also draws what the target of a variant told besides, each as a line on a scale
// of its own that all variants share.
func (f frame) also(d *drawing, v Variant) {
	for i, a := range v.Also[:min(mostAlso, len(v.Also))] {
		top := alsoRow * float64(i)
		f.rate = linear(f.highestOf(a.Name), 1).within(top+alsoRow-4, top+alsoName+4)
		f.shade(d, top+alsoName, top+alsoRow-4)
		name := clip(a.Name, int(f.plotWidth()/letter))
		if a.Rate {
			name += ", per s"
		}
		d.text("mark", spot{marginLeft, top + alsoName - 2}, name)
		f.rules(d, f.rate, digits)
		for _, part := range unbroken(a.Values) {
			d.curve("also", f.alsoTrace(v, a, part))
		}
	}
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

// alsoCaption says what the small lines show.
func alsoCaption(v Variant, id string) caption {
	desc := "On the same axis of time:"
	for i, a := range v.Also[:min(mostAlso, len(v.Also))] {
		if i > 0 {
			desc += ";"
		}
		desc += " " + a.Name
	}
	return caption{id, "What the target told besides, " + v.Name, desc + "."}
}
