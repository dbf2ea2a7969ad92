package stats

// An Interval is where a value lies with at least the confidence that was asked
// for. Of few numbers only some confidences can be had, so the one that it has is
// said: the least that was enough.
type Interval struct {
	Low        float64 `json:"low"`
	High       float64 `json:"high"`
	Confidence float64 `json:"confidence"` // in [0,1]
}

// Within tells whether all of the interval lies between low and high.
func (i Interval) Within(low, high float64) bool { return i.Low >= low && i.High <= high }
