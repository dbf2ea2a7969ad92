package measure

import "time"

// littleTolerance is how far the two sides of Little's law may differ.
const littleTolerance = 0.02

// A Little is Little's law held against the recorder: what the engine's gauge
// saw in flight, and what the samples say should have been, arrival rate times
// time in flight. The samples are cut exactly at the ends of the stretch, so
// only the gauge's readings, which lie beside those ends, leave an allowance.
type Little struct {
	Phase     string  `json:"phase"`
	Gauge     float64 `json:"gauge"`     // L: mean attempts in flight by the gauge
	Samples   float64 `json:"samples"`   // λ·W: the same by the samples
	Error     float64 `json:"error"`     // |L − λW| / L
	Allowance float64 `json:"allowance"` // how much of the error the readings explain
}

// CheckLittle compares gauge and samples over a stretch; tick is the distance
// of the gauge's readings, 0 if it was not read: then there is nothing to
// compare, and no error.
func CheckLittle(s Stretch, tick time.Duration) Little {
	l := Little{
		Phase:   s.Name,
		Gauge:   ratio(float64(s.Gauge), float64(s.Time())),
		Samples: ratio(float64(s.Occupied), float64(s.Time())),
	}
	if tick <= 0 {
		return l
	}
	l.Error = ratio(float64((s.Gauge - s.Occupied).Abs()), float64(s.Gauge))
	if s.Gauge <= 0 && s.Occupied > 0 {
		l.Error = 1 // a gauge that saw nothing of it
	}
	// Between two readings the level is taken as constant. At an end of the
	// stretch that lies between them this misplaces a quarter of tick × most in
	// flight at worst: all of it came on one side, and the end is in the middle.
	edges := 2 * float64(s.rounds())
	l.Allowance = ratio(edges/4*float64(tick)*float64(s.MaxFlight), float64(s.Gauge))
	return l
}

// Holds tells whether the recorder counted right: the error is within 2 % and
// the allowance.
func (l Little) Holds() bool { return l.Error <= littleTolerance+l.Allowance }
