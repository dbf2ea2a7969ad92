package report

import (
	"slices"
	"strings"
	"testing"
)

// A legend names what is drawn and nothing else.
func TestLoadLegend(t *testing.T) {
	some := Comparison{Variants: []Variant{{Series: []Point{{Planned: 5, Sent: 4, InTime: 3, InSLO: 2, Rejected: 1}}}}}
	for name, c := range map[string]struct {
		change func(*Comparison)
		want   []string
	}{
		"usual":        {func(*Comparison) {}, []string{"planned", "in time", "late", "rejected", "sent", "admitted"}},
		"taking turns": {func(c *Comparison) { c.Closed = true }, []string{"sent", "in time", "late", "rejected", "admitted"}},
		"nothing sent": {func(c *Comparison) { c.Variants[0].Series = []Point{{Planned: 5}} }, []string{"planned"}},
		"nobody rejected, foretold": {func(c *Comparison) {
			c.Variants[0].Series, c.Variants[0].Prediction = []Point{{Planned: 5, Sent: 5}}, &Prediction{}
		}, []string{"planned", "sent", "by the model"}},
		"several rounds": {func(c *Comparison) {
			c.Variants[0].Series, c.Variants[0].ByWindow = []Point{{Planned: 5}}, make([][]Window, 2)
		}, []string{"planned", "lowest to highest round"}},
	} {
		given := some
		given.Variants = slices.Clone(some.Variants)
		c.change(&given)
		var got []string
		for _, e := range loadLegend(given) {
			got = append(got, e.Name)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: the legend names %q, want %q", name, got, c.want)
		}
	}
}

// The colours of a variant's bar stand above the figures that they are, late with
// those who were served.
func TestBarHasAKey(t *testing.T) {
	m, err := Lookup("users_served")
	if err != nil {
		t.Fatal(err)
	}
	c := Comparison{Variants: []Variant{{Series: []Point{{InTime: 3, InSLO: 3}}}}}
	if key := string(c.headingOf(m).Swatch); !strings.Contains(key, "in-time") || strings.Contains(key, "late") {
		t.Errorf("where nobody was late the key of served is %s", key)
	}
	c.Variants[0].Series[0].InSLO = 2
	if key := string(c.headingOf(m).Swatch); !strings.Contains(key, "in-time") || !strings.Contains(key, "late") {
		t.Errorf("where some were late the key of served is %s", key)
	}
}
