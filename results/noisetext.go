package results

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// noiseHead is how the first line of a file on noise begins.
const noiseHead = "matchday noise"

// String returns the noise as its file, which [ParseNoise] reads back:
//
//	matchday noise 1
//	run 20261122-081500-k3f7
//	title checkout
//	started 2026-11-22T08:15:00Z
//	rounds 10
//	fact profile "match-day 0a1b2c3d"
//
//	p99 of 20/20     0.0019  0.0995
//
// The first figure is the least change that can be told from none, the second
// what the metric came to.
func (n Noise) String() string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s %d\nrun %s\ntitle %s\n", noiseHead, Version, written(n.Run), written(n.Title))
	if !n.Started.IsZero() {
		fmt.Fprintf(&out, "started %s\n", n.Started.UTC().Format(time.RFC3339Nano))
	}
	fmt.Fprintf(&out, "rounds %d\n", n.Rounds)
	writeFacts(&out, n.Facts)
	if len(n.Floors) > 0 {
		out.WriteString("\n")
	}
	for _, f := range n.Floors {
		label := written(f.Metric) + " of " + written(f.Variant)
		fmt.Fprintf(&out, "%-24s  %s  %s\n", label, writtenFigure(&f.Least), writtenFigure(&f.Figure))
	}
	return out.String()
}

// ParseNoise reads a file on noise. Its errors say name:line:column.
func ParseNoise(name, text string) (Noise, error) {
	var n Noise
	var said []string
	err := eachLine(name, text, noiseHead, func(parts []word) error {
		key := parts[0]
		switch {
		case len(parts) == 5 && parts[1].is("of"):
			return n.addFloor(parts)
		case key.is("fact"):
			return addFact(&n.Facts, parts)
		case slices.Contains(said, key.text):
			return key.fault("%q is there twice", key.text)
		case len(parts) != 2:
			return key.fault("wanted one word after run, title, started and rounds, or a line such as p99 of 20/20  0.0019  0.0995")
		}
		said = append(said, key.text)
		return n.ofHead(key, parts[1])
	})
	return n, err
}

// ofHead reads a line of the head.
func (n *Noise) ofHead(key, value word) (err error) {
	switch {
	case key.is("run"):
		n.Run = value.text
	case key.is("title"):
		n.Title = value.text
	case key.is("started"):
		n.Started, err = value.instant()
	case key.is("rounds"):
		if n.Rounds, err = strconv.Atoi(value.text); err != nil || n.Rounds < 0 {
			return value.fault("%q is not a number of rounds such as 10", value.text)
		}
	default:
		return key.fault("%q is not one of run, title, started, rounds, fact", key.text)
	}
	return err
}

// addFloor reads the line of a floor.
func (n *Noise) addFloor(parts []word) error {
	f := NoiseFloor{Metric: parts[0].text, Variant: parts[2].text}
	same := func(o NoiseFloor) bool { return o.Metric == f.Metric && o.Variant == f.Variant }
	if slices.ContainsFunc(n.Floors, same) {
		return parts[0].fault("%s of %q is there twice", f.Metric, f.Variant)
	}
	for i, to := range []*float64{&f.Least, &f.Figure} {
		x, err := parts[3+i].figure()
		if err != nil {
			return err
		}
		if x == nil {
			return parts[3+i].fault("a floor wants both figures, such as p99 of 20/20  0.0019  0.0995")
		}
		*to = *x
	}
	n.Floors = append(n.Floors, f)
	return nil
}
