package report

import (
	"encoding/json"
	"html/template"
	"math"
	"slices"
	"strings"
	"time"
)

// mostWindows is how many windows of a series the page holds at most for its
// charts that can be zoomed: what a wide screen can still tell apart.
const mostWindows = 600

// plots is what the page's script draws: the same figures and the same axes as
// the pictures that stand there without it.
type plots struct {
	Title    string        `json:"title"`
	Load     string        `json:"load"`   // a word for the users who came
	Length   float64       `json:"length"` // seconds, as all instants
	Phases   []plotPhase   `json:"phases"`
	Capacity float64       `json:"capacity,omitempty"`
	Timeout  float64       `json:"timeout,omitempty"` // milliseconds, as all response times
	SLO      float64       `json:"slo,omitempty"`
	Clock    plotAxis      `json:"clock"`
	Rate     plotAxis      `json:"rate"`
	Flight   plotAxis      `json:"flight"`
	Wait     plotAxis      `json:"wait"`
	Turn     plotAxis      `json:"turn"` // of the time to be turned away
	Fail     plotAxis      `json:"fail"` // of the time to fail
	Variants []plotVariant `json:"variants"`
	Spectrum *plotSpectrum `json:"spectrum,omitempty"`
}

type plotPhase struct {
	Name  string  `json:"name"`
	Start float64 `json:"start"`
	End   float64 `json:"end"`
	Peak  bool    `json:"peak,omitempty"`
}

type plotAxis struct {
	From  float64 `json:"from"`
	To    float64 `json:"to"`
	Ticks column  `json:"ticks"`
}

// A plotVariant is one variant's series. A column that has nothing but zeros is
// left out, and so are those that are the same as the first variant's. What only
// the target knows is left out where it tells nothing.
type plotVariant struct {
	Name     string     `json:"name"`
	Best     bool       `json:"best,omitempty"`
	Bounds   []int      `json:"bounds,omitempty"` // inside, and inside with the queue
	Back     []plotBack `json:"back,omitempty"`
	Capacity column     `json:"capacity,omitempty"` // where dips take something of it
	Dips     []plotDip  `json:"dips,omitempty"`
	At       instants   `json:"at,omitempty"` // middles of the windows
	Planned  column     `json:"planned,omitempty"`
	Sent     column     `json:"sent,omitempty"`
	InSLO    column     `json:"slo,omitempty"`
	Late     column     `json:"late,omitempty"`
	Rejected column     `json:"rejected,omitempty"`
	TimedOut column     `json:"timedout,omitempty"`
	Failed   column     `json:"failed,omitempty"`
	Foretold column     `json:"foretold,omitempty"` // in time by the model
	InFlight column     `json:"flight,omitempty"`
	Inside   column     `json:"inside,omitempty"`
	Queued   column     `json:"queued,omitempty"`
	P50      column     `json:"p50,omitempty"`
	P99      column     `json:"p99,omitempty"`
	Lag      column     `json:"lag,omitempty"`
	SLOLow   column     `json:"sloLow,omitempty"` // of the rounds, where there were several: the lowest, the highest
	SLOHigh  column     `json:"sloHigh,omitempty"`
	FlightLo column     `json:"flightLow,omitempty"`
	FlightHi column     `json:"flightHigh,omitempty"`
	P99Low   column     `json:"p99Low,omitempty"`
	Also     []plotAlso `json:"also,omitempty"`
	Turn50   column     `json:"turn50,omitempty"` // time to be turned away
	Turn99   column     `json:"turn99,omitempty"`
	Fail50   column     `json:"fail50,omitempty"` // time to fail
	Fail99   column     `json:"fail99,omitempty"`
}

// A plotAlso is something that the target told besides.
type plotAlso struct {
	Name   string   `json:"name"`
	Axis   plotAxis `json:"axis"`
	Values column   `json:"values"`
}

// A plotBack is the way back after a peak.
type plotBack struct {
	From float64 `json:"from"`
	To   float64 `json:"to"`
	Back bool    `json:"back,omitempty"`
	Text string  `json:"text"`
}

// A plotDip is where the name of a dip stands.
type plotDip struct {
	Name string  `json:"name"`
	At   float64 `json:"at"`
}

// plotsOf lays out a comparison for the script. Its charts are those of the frame,
// which is zoomable.
func plotsOf(f frame) plots {
	p := plots{
		Title: f.Title, Load: f.loadWord("planned"), Length: f.Length.Seconds(), Phases: []plotPhase{},
		Capacity: f.Limits.Capacity, Timeout: millis(f.Limits.Timeout), SLO: millis(f.Limits.SLO),
		Clock: plotAxisOf(f.time, 1), Rate: plotAxisOf(f.rate, 1), Flight: plotAxisOf(f.flight, 1), Wait: plotAxisOf(f.wait, 1000),
		Turn: plotAxisOf(f.asideAxis(rejections()), 1000), Fail: plotAxisOf(f.asideAxis(failures()), 1000), Variants: []plotVariant{},
	}
	for _, one := range f.Phases {
		p.Phases = append(p.Phases, plotPhase{one.Name, one.Start.Seconds(), one.End.Seconds(), one.Peak})
	}
	for i, v := range f.Variants {
		p.Variants = append(p.Variants, f.plotVariant(v, f.fine[i]))
	}
	for i := 1; i < len(p.Variants); i++ {
		p.Variants[i].unlike(p.Variants[0])
	}
	if s, ok := spectrumOf(f.Comparison, pageWidth, spectrumHeight); ok {
		p.Spectrum = s.plot()
	}
	return p
}

func plotAxisOf(a axis, times float64) plotAxis {
	out := plotAxis{From: a.from * times, To: a.to * times}
	for _, t := range a.ticks {
		out.Ticks = append(out.Ticks, t*times)
	}
	return out
}

func millis(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func (f frame) plotVariant(v Variant, fine course) plotVariant {
	out := plotVariant{Name: asAttribute(v.Name), Best: v.Name == f.Winner.Variant, Bounds: boundsOf(v)}
	texts := comebacks(v.Recovery)
	for i, r := range v.Recovery {
		out.Back = append(out.Back, plotBack{r.End.Seconds(), (r.End + r.InTime.After).Seconds(), r.InTime.Back, texts[i]})
	}
	all := fine.spans
	for _, s := range all {
		out.At = append(out.At, s.middle())
	}
	out.dip(f, v, all)
	out.ranges(fine.ranges)
	out.Also = f.plotAlso(v, all)
	read := func(of func(span) float64) column { return columnOf(all, of) }
	wait := func(of func(Point) time.Duration) column {
		return read(func(s span) float64 {
			if d := of(s.Point); d > 0 {
				return millis(d)
			}
			return math.NaN()
		})
	}
	out.Planned = read(func(s span) float64 { return s.Planned })
	out.Sent = read(func(s span) float64 { return s.Sent })
	out.InSLO = read(func(s span) float64 { return s.InSLO })
	out.Late = read(func(s span) float64 { return max(0, s.InTime-s.InSLO) })
	out.Rejected = read(func(s span) float64 { return s.Rejected })
	out.TimedOut = read(func(s span) float64 { return s.TimedOut })
	out.Failed = read(func(s span) float64 { return s.Failed })
	out.Foretold = read(func(s span) float64 { return s.predicted })
	out.InFlight = read(func(s span) float64 { return s.InFlight })
	out.Inside = toldColumn(all, func(p Point) *float64 { return p.Inside })
	out.Queued = toldColumn(all, func(p Point) *float64 { return p.Queued })
	out.P50 = wait(func(p Point) time.Duration { return p.P50 })
	out.P99 = wait(func(p Point) time.Duration { return p.P99 })
	out.Lag = wait(func(p Point) time.Duration { return p.LagP99 })
	out.Turn50 = wait(func(p Point) time.Duration { return p.RejectP50 })
	out.Turn99 = wait(func(p Point) time.Duration { return p.RejectP99 })
	out.Fail50 = wait(func(p Point) time.Duration { return p.FailP50 })
	out.Fail99 = wait(func(p Point) time.Duration { return p.FailP99 })
	return out
}

// dip enters what the target could complete, where that was not always the same.
func (p *plotVariant) dip(f frame, v Variant, all []span) {
	for _, d := range v.Dips {
		p.Dips = append(p.Dips, plotDip{d.Name, d.middle(f.Length).Seconds()})
	}
	if len(p.Dips) > 0 {
		p.Capacity = columnOf(all, func(s span) float64 { return v.capacityIn(f.Limits.Capacity, s.At, s.end()) })
	}
}

// ranges enters how far apart the rounds lie. The highest of the percentiles is
// what is drawn anyway.
func (v *plotVariant) ranges(r ranges) {
	for i := range r.inSLO {
		v.SLOLow, v.SLOHigh = append(v.SLOLow, r.inSLO[i].low), append(v.SLOHigh, r.inSLO[i].high)
		v.FlightLo, v.FlightHi = append(v.FlightLo, r.flight[i].low), append(v.FlightHi, r.flight[i].high)
		p99 := r.p99[i].low * 1000
		if p99 == 0 {
			p99 = math.NaN()
		}
		v.P99Low = append(v.P99Low, p99)
	}
}

// unlike leaves out what the first variant has the same: when windows lie, and
// the users, who are the same for all variants of a run.
func (v *plotVariant) unlike(first plotVariant) {
	if !slices.Equal(v.At, first.At) {
		return
	}
	v.At = nil
	if slices.Equal(v.Planned, first.Planned) {
		v.Planned = nil
	}
}

// A plotSpectrum is the chart of whole distributions.
type plotSpectrum struct {
	Nines column   `json:"nines"`
	Ticks plotAxis `json:"axis"` // of nines
	Wait  plotAxis `json:"wait"`
	Names []string `json:"names"` // of the ticks
	Lines []column `json:"lines"` // of each variant, as far as it goes
}

// plot reads the lines of all variants at the same percentiles.
func (s spectrum) plot() *plotSpectrum {
	p := plotSpectrum{Ticks: plotAxisOf(s.nines, 1), Wait: plotAxisOf(s.wait, 1000)}
	for _, n := range s.nines.ticks {
		p.Names = append(p.Names, percentile(n))
	}
	for n := 0.0; n <= s.nines.to; n += spectrumStep {
		p.Nines = append(p.Nines, n)
	}
	for _, v := range s.Variants {
		line := column{}
		h, ok := responses(v)
		for _, n := range p.Nines {
			if !ok || n > math.Log10(float64(h.Count())) {
				break
			}
			// Zero has no place on a logarithmic axis.
			line = append(line, max(millis(h.Quantile(1-math.Pow(10, -n))), s.wait.from*1000))
		}
		p.Lines = append(p.Lines, line)
	}
	return &p
}

// data writes the plots for a script element that holds no script. The encoder
// escapes what could end the element.
func (p plots) data() (template.HTML, error) {
	text, err := json.Marshal(p)
	return template.HTML(`<script type="application/json" id="data">` + string(text) + "</script>"), err
}

// asAttribute returns a name as it comes out of an attribute of the page, which is
// what the script compares it with: HTML knows one kind of line break, and no NUL.
func asAttribute(name string) string {
	return strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "\uFFFD").Replace(name)
}

// plotAlso reads what the target told besides off the windows that lie in each
// span: the mean of those that tell it.
func (f frame) plotAlso(v Variant, all []span) []plotAlso {
	var out []plotAlso
	for _, a := range shownAlso(v) {
		line := plotAlso{Name: a.title(), Axis: plotAxisOf(f.alsoAxis(a), 1)}
		next := 0
		for _, s := range all {
			sum, n := 0.0, 0.0
			for ; next < min(len(v.Series), len(a.Values)) && v.Series[next].At < s.end(); next++ {
				if x := a.Values[next]; x != nil {
					sum, n = sum+*x, n+1
				}
			}
			line.Values = append(line.Values, sum/n) // not a number where none tells it
		}
		out = append(out, line)
	}
	return out
}
