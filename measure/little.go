package measure

import (
	"math"
	"time"
)

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
// of the gauge's readings.
func CheckLittle(s Stretch, tick time.Duration) Little {
	seconds := float64(s.Time())
	l := Little{
		Phase:   s.Name,
		Gauge:   ratio(float64(s.Gauge), seconds),
		Samples: ratio(float64(s.Occupied), seconds),
	}
	l.Error = ratio(math.Abs(l.Gauge-l.Samples), l.Gauge)
	l.Allowance = ratio(float64(tick)*float64(s.MaxFlight), float64(s.Gauge))
	return l
}

// Holds tells whether the recorder counted right: the error is within 2 % and
// the allowance.
func (l Little) Holds() bool { return l.Error <= littleTolerance+l.Allowance }
