package experiment

import (
	"time"

	"matchday/targets"
)

// A Gap is a stretch of a trial in which something that the target told of
// itself, or should have told, was left out.
type Gap struct {
	Start    time.Duration // of the first reading that lacks it
	End      time.Duration // of the last one
	Readings int
	Why      string
}

// mostGaps bounds how many are told apart, so that a target that lies in ever new
// ways cannot fill a report.
const mostGaps = 20

// andMore is why there are gaps beyond the most.
const andMore = "other reasons"

// gaps are what is missing of a target's readings.
type gaps struct {
	all   []Gap
	turns []int    // the newest reading that each of them covers
	turn  int      // number of the newest reading
	sofar []string // what is a gap of the whole trial if it stays so
}

// next begins the next reading.
func (g *gaps) next() { g.turn, g.sofar = g.turn+1, nil }

// add notes that the newest reading lacks something. Readings in a row that lack
// it for the same reason are one gap.
func (g *gaps) add(at time.Duration, why string) {
	for i := range g.all {
		k := &g.all[i]
		if k.Why == why && (g.turns[i] >= g.turn-1 || why == andMore) {
			k.End, g.turns[i] = at, g.turn
			k.Readings++
			return
		}
	}
	if len(g.all) >= mostGaps && why != andMore {
		g.add(at, andMore)
		return
	}
	g.all, g.turns = append(g.all, Gap{at, at, 1, why}), append(g.turns, g.turn)
}

// sift notes what of the newest reading was not believed.
func (g *gaps) sift(at time.Duration, doubts []targets.Doubt) {
	for _, d := range doubts {
		if d.SoFar {
			g.sofar = append(g.sofar, d.Why)
			continue
		}
		g.add(at, d.Why)
	}
}

// close returns all gaps of a trial that has ended.
func (g *gaps) close(end time.Duration) []Gap {
	all := g.all
	for _, why := range g.sofar {
		all = append(all, Gap{0, end, g.turn, why})
	}
	return all
}
