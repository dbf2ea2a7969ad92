package report

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"
)

// Every window that the page's script draws is on its axis, although a picture
// joins several of them to one that is lower: of the series, of the model and of a
// single round.
func TestAxesHoldEveryWindow(t *testing.T) {
	const windows, busy = 600, 301
	v := Variant{Name: "none", Prediction: &Prediction{}, ByWindow: make([][]Window, 2)}
	for i := range windows {
		p := Point{At: time.Duration(i) * time.Second, Planned: 100, Sent: 100, InTime: 100, InSLO: 100, InFlight: 5, P50: 50 * time.Millisecond, P99: 60 * time.Millisecond}
		rounds := [2]Window{
			{Start: p.At, Length: time.Second, Gauge: 5 * time.Second, P99: 60 * time.Millisecond},
			{Start: p.At, Length: time.Second, Gauge: 5 * time.Second, P99: 60 * time.Millisecond},
		}
		foretold := 100.0
		if i == busy {
			p.TimedOut, foretold = 700, 1234
			p.P50, p.P99 = time.Millisecond, 9*time.Second
			rounds[0].Gauge, rounds[1].InSLO = 900*time.Second, 2345
		}
		v.Series, v.Prediction.InTime = append(v.Series, p), append(v.Prediction.InTime, foretold)
		for r := range rounds {
			v.ByWindow[r] = append(v.ByWindow[r], rounds[r])
		}
	}
	f := frameOf(Comparison{Length: windows * time.Second, Window: time.Second, Variants: []Variant{v}}, figureWidth, 130).zoomable()
	p := plotsOf(f)
	one := p.Variants[0]
	for name, is := range map[string]struct {
		column column
		most   float64
		on     plotAxis
	}{
		"timed out":         {one.TimedOut, 700, p.Rate},
		"foretold":          {one.Foretold, 1234, p.Rate},
		"in SLO of a round": {one.SLOHigh, 2345, p.Rate},
		"in flight of one":  {one.FlightHi, 900, p.Flight},
		"median":            {one.P50, 50, p.Wait},
		"99th percentile":   {one.P99, 9000, p.Wait},
	} {
		if got := slices.Max(is.column); math.Abs(got-is.most) > 1e-9 || got > is.on.To {
			t.Errorf("%s: at most %v, want %v, on an axis up to %v", name, got, is.most, is.on.To)
		}
	}
	if got := slices.Min(one.P50); got < p.Wait.From {
		t.Errorf("the shortest median is %v, on an axis from %v", got, p.Wait.From)
	}
}

// The name of a limit stands above its line, or below it where the plot ends.
func TestLimitName(t *testing.T) {
	values := axis{to: 400}.within(100, 20)
	for value, want := range map[float64]string{300: `y="36"`, 400: `y="33"`} {
		var d drawing
		frame{width: 500}.limit(&d, limit{"capacity", "capacity", value}, values)
		if !strings.Contains(d.String(), want) {
			t.Errorf("the limit %v is drawn as %s, want its name at %s", value, d.String(), want)
		}
	}
}
