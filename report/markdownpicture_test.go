package report

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// plotted returns the numbers of every series of a picture, the plan first.
func plotted(t *testing.T, picture string) (series [][]float64) {
	t.Helper()
	for line := range strings.Lines(picture) {
		kind, list, _ := strings.Cut(strings.TrimSpace(line), " [")
		if kind != "line" {
			continue
		}
		var values []float64
		for text := range strings.SplitSeq(strings.TrimSuffix(list, "]"), ",") {
			x, err := strconv.ParseFloat(text, 64)
			if err != nil || strings.Contains(text, "e") {
				t.Fatalf("%q is not a number that charts read", text)
			}
			values = append(values, x)
		}
		series = append(series, values)
	}
	return series
}

func TestPicture(t *testing.T) {
	four := compared(fourSettings()...)
	got := plotted(t, four.picture())
	if len(got) != 5 {
		t.Fatalf("%d series, want the plan and four variants", len(got))
	}
	for _, s := range got {
		if len(s) != mostPoints {
			t.Errorf("%d points, want %d", len(s), mostPoints)
		}
	}
	if n := len(four.picture()); n > 2000 {
		t.Errorf("%d bytes for four variants", n)
	}
	if slices.Min(got[1][15:]) != 0 || slices.Min(got[4][15:]) == 0 {
		t.Error("want the first to go down, and the winner as the last not to")
	}
}

// What is not there is not drawn as nothing.
func TestPictureOfWhatIsThere(t *testing.T) {
	c := compared(fourSettings()...)
	c.Variants[0].Series = c.Variants[0].Series[:30]
	if got := plotted(t, c.picture()); len(got) != 4 {
		t.Errorf("%d series beside one that was cut short, want the plan and three variants", len(got))
	}
	for i := range c.Variants {
		c.Variants[i].Series = nil
	}
	if got := c.picture(); got != "" {
		t.Errorf("without series there is a picture: %s", got)
	}
	many := compared(crowd()...)
	if got := plotted(t, many.picture()); len(got) != 1+mostDrawn {
		t.Errorf("%d series of many variants, want %d", len(got), 1+mostDrawn)
	}
}

// A stretch is the mean of the windows in it.
func TestTrace(t *testing.T) {
	c := Comparison{Length: 100 * time.Second, Window: time.Second}
	var v Variant
	for i := range 100 {
		v.Series = append(v.Series, Point{At: time.Duration(i) * time.Second, Planned: float64(i), InTime: 2, InSLO: 1})
	}
	got, whole := c.trace(v)
	if !whole || len(got.planned) != mostPoints || got.planned[0] != 1 || got.planned[1] != 3.5 || got.inSLO[39] != 1 {
		t.Errorf("got %v, whole: %t; want stretches of 2.5 s that begin with the means 1 and 3.5", got, whole)
	}
	if _, whole := (Comparison{Length: time.Second, Window: time.Second}).trace(v); whole {
		t.Error("one window makes a line")
	}
}

// Green is the winner, which means elsewhere what a winner has. No other line
// looks like anything that has a meaning.
func TestInksMeanNothingElse(t *testing.T) {
	for _, ink := range inks() {
		for _, c := range Palette() {
			for _, hex := range []string{c.Light, c.Dark} {
				if d := distance(lab(light(t, ink.hex)), lab(light(t, hex))); d < 24 {
					t.Errorf("%s is %.1f from %s, want 24", ink.word, d, c.Meaning)
				}
			}
		}
	}
	c := compared(fourSettings()...)
	if got := c.picture(); !strings.Contains(got, "answered in SLO “none” violet, 20/100 brown, 20/200 olive, 20/20 green\n") {
		t.Errorf("the lines are told by\n%.200s", got)
	}
}

// The lines are seen on a white page and on a dark one, and none is taken for
// another.
func TestInksOnBothPages(t *testing.T) {
	own := inks()
	all := append([]ink{{"grey", Planned.Colour().Dark}, winnersInk()}, own[:]...)
	for i, ink := range all {
		for _, page := range []string{"#ffffff", "#0d1117"} {
			if r := contrast(light(t, ink.hex), light(t, page)); r < 3 {
				t.Errorf("%s on %s: contrast %.2f, want 3", ink.word, page, r)
			}
		}
		for _, other := range all[:i] {
			for sight, matrix := range sights {
				if d := distance(lab(seen(light(t, ink.hex), matrix)), lab(seen(light(t, other.hex), matrix))); d < 12 {
					t.Errorf("%s: %s and %s are %.1f apart, want 12", sight, ink.word, other.word, d)
				}
			}
		}
	}
}
