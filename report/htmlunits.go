package report

import (
	"regexp"
	"strconv"
	"strings"
)

// hoist moves units into the headings, one for neighbours of the same kind within
// a group: whoever compares figures should compare digits. A column of which
// nothing could be read in that unit has its own. What a chip adds follows.
func (g *grid) hoist() {
	for _, run := range g.runs() {
		common := scaleFor(g.greatest(run...))
		var shared []int
		for _, j := range run {
			if most := g.greatest(j); most.value > 0 && !common.shows(most) {
				g.write(scaleFor(most), j)
				continue
			}
			shared = append(shared, j)
		}
		g.write(common, shared...)
	}
}

// write writes columns in a unit that stands in their headings.
func (g *grid) write(in scale, columns ...int) {
	var figures, chips []*string
	for _, j := range columns {
		g.Head[j].Unit = in.unit
		for i := range g.Rows {
			f := &g.Rows[i].Fields[j]
			figures = append(figures, &f.Text)
			if f.Chip != nil {
				f.Chip = new(*f.Chip)
				chips = append(chips, &f.Chip.Text)
			}
		}
	}
	in.rewrite(figures)
	in.rewrite(chips)
}

// runs returns the columns that share a unit: neighbours of the same kind. A group
// of headings ends one, and what is no figure does not.
func (g *grid) runs() [][]int {
	starts, next := map[int]bool{}, -1 // the name of a row comes first
	for _, group := range g.Groups {
		starts[next] = true
		next += group.Span
	}
	starts[next] = true
	var out [][]int
	last := ""
	for j := range g.Head {
		if starts[j] {
			last = ""
		}
		switch kind := g.kind(j); {
		case kind == nothing:
			continue
		case kind == mixed:
			last = mixed
			continue
		case kind != last:
			out, last = append(out, nil), kind
		}
		out[len(out)-1] = append(out[len(out)-1], j)
	}
	return out
}

// Kinds of columns that have no unit: those without figures, and those of which
// not all figures are of one kind.
const (
	nothing = "nothing"
	mixed   = "mixed"
)

// kind returns of what kind the figures of a column are.
func (g *grid) kind(j int) string {
	kind := nothing
	for _, r := range g.Rows {
		text := r.Fields[j].Text
		q, ok := read(text)
		switch {
		case !ok && (text == "0" || !strings.ContainsAny(text, "0123456789")):
			continue
		case !ok || kind != nothing && kind != q.kind():
			return mixed
		}
		kind = q.kind()
	}
	return kind
}

// greatest returns the greatest figure of some columns of one kind.
func (g *grid) greatest(columns ...int) quantity {
	var most quantity
	for _, r := range g.Rows {
		for _, j := range columns {
			if q, ok := read(r.Fields[j].Text); ok && (most.unit == "" || q.size() > most.size()) {
				most = q
			}
		}
	}
	return most
}

// A quantity is a figure as it stands in a cell: what stands before its number, the
// number, how many decimals it has, the unit.
type quantity struct {
	before   string
	value    float64
	decimals int
	unit     string
}

var withUnit = regexp.MustCompile(`^([<>~+−]? ?)(\d[\d ]*)(?:\.(\d+))? ?(%|points?|ns|µs|ms|s|/s)$`)

// read takes a figure apart; it reports false for what has no unit. Points are
// what shares differ by.
func read(text string) (quantity, bool) {
	m := withUnit.FindStringSubmatch(text)
	if m == nil {
		return quantity{}, false
	}
	q := quantity{before: m[1], decimals: len(m[3]), unit: m[4]}
	if strings.HasPrefix(q.unit, "point") {
		q.unit = "%"
	}
	var err error
	q.value, err = strconv.ParseFloat(strings.ReplaceAll(m[2], " ", "")+"."+m[3], 64)
	return q, err == nil
}

// timeUnits are the units of lengths of time and how many nanoseconds each has.
func timeUnits() map[string]float64 {
	return map[string]float64{"ns": 1, "µs": 1e3, "ms": 1e6, "s": 1e9}
}

// kind is the unit, and the same for all units of time.
func (q quantity) kind() string {
	if timeUnits()[q.unit] > 0 {
		return "time"
	}
	return q.unit
}

// size is how large the figure is among those of its kind.
func (q quantity) size() float64 {
	if nanoseconds := timeUnits()[q.unit]; nanoseconds > 0 {
		return q.value * nanoseconds
	}
	return q.value
}
