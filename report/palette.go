package report

// A Meaning is what a colour stands for. Every chart and table uses the same
// colour for the same meaning, and none uses a colour for anything else.
type Meaning string

// The meanings that have a colour, in the order they are stacked and listed.
const (
	Planned  Meaning = "planned"   // users due: the load the profile asked for
	InTime   Meaning = "in time"   // answered well, within the SLO where there is one
	Late     Meaning = "late"      // answered well and before the timeout, but outside the SLO
	Rejected Meaning = "rejected"  // turned away by a bulkhead
	TimedOut Meaning = "timed out" // waited for in vain
	Failed   Meaning = "failed"    // went wrong in any other way
	InFlight Meaning = "in flight" // sent and not yet done
)

// A Colour is how a meaning looks.
type Colour struct {
	Meaning Meaning
	Light   string // hex, on a white page
	Dark    string // hex, on a dark page
	ANSI    string // parameters of the terminal's SGR sequence, of the sixteen colours a user's theme sets
}

// Palette returns every meaning with its colour. The hues are those of Okabe
// and Ito, which stay apart for people with any of the common forms of colour
// blindness. They are moved in lightness where the original is too faint for a
// thin line on the page, or too near another one of this list.
func Palette() []Colour {
	return []Colour{
		{Planned, "#8a9199", "#626973", "90"},
		{InTime, "#00835f", "#0fa97f", "32"},
		{Late, "#4398d3", "#7cc8f5", "36"},
		{Rejected, "#c58700", "#f0b429", "33"},
		{TimedOut, "#b84300", "#d55e00", "31"},
		{Failed, "#a8407c", "#d98ab5", "35"},
		{InFlight, "#00477a", "#3f7fe0", "34"},
	}
}

// Colour returns how the meaning looks; a meaning that has no colour looks like
// [Planned], which is a neutral grey.
func (m Meaning) Colour() Colour {
	all := Palette()
	for _, c := range all {
		if c.Meaning == m {
			return c
		}
	}
	return all[0]
}
