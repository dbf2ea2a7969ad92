package measure

import (
	"math/rand/v2"
	"slices"
	"time"
)

// plain is the slow timeline: it keeps all samples and readings, and counts
// anew whatever it is asked for.
type plain struct {
	grid    Grid
	samples []Sample
	levels  []Level
}

// counts counts what belongs between two instants.
func (p plain) counts(from, to time.Duration) Counts {
	var c Counts
	one := func(at time.Duration, such bool) int64 {
		if such && from <= at && at < to {
			return 1
		}
		return 0
	}
	for _, s := range p.samples {
		ok := s.Outcome == OK
		inSLO := ok && (p.grid.Limits.SLO == 0 || s.Done-s.Due <= p.grid.Limits.SLO)
		answered := slices.Contains([]Outcome{OK, Rejected, ServerError, ClientError, BadBody}, s.Outcome)
		left := s.Outcome != Unsent && (s.Outcome != Cut || s.Sent != s.Done)

		c.Users += one(s.Arrived, s.Attempt == 1)
		c.Final[s.Outcome] += one(s.Arrived, s.Last)
		c.UsersInSLO += one(s.Arrived, inSLO)
		c.Attempts[s.Outcome] += one(s.Due, true)
		c.InSLO += one(s.Due, inSLO)
		c.SentDue += one(s.Due, left)
		c.BytesIn += one(s.Due, true) * s.BytesIn
		c.BytesOut += one(s.Due, true) * s.BytesOut
		c.Sent += one(s.Sent, left)
		c.Answered += one(s.Done, answered)
		c.Good += one(s.Done, ok)
		if left {
			c.Occupied += max(0, min(s.Done, to)-max(s.Sent, from))
		}
	}
	return c
}

// latencies gathers the histograms of what was due between two instants.
func (p plain) latencies(from, to time.Duration) map[string]string {
	hists := map[string]*Hist{"service": {}, "lag": {}, "network": {}, "queued": {}, "inside": {}}
	for o := range Outcomes {
		hists[Outcome(o).String()] = &Hist{}
	}
	for _, s := range p.samples {
		if s.Due < from || s.Due >= to || s.Outcome == Unsent || s.Outcome == Cut && s.Sent == s.Done {
			continue
		}
		hists[s.Outcome.String()].Record(s.Done - s.Due)
		hists["lag"].Record(s.Sent - s.Due)
		if s.Outcome == OK {
			hists["service"].Record(s.Done - s.Sent)
		}
		if s.Outcome == OK && s.Queued+s.Inside > 0 {
			hists["network"].Record(max(0, s.Done-s.Sent-s.Queued-s.Inside))
			hists["queued"].Record(s.Queued)
			hists["inside"].Record(s.Inside)
		}
	}
	return printed(func(f func(string, *Hist)) {
		for tag, h := range hists {
			f(tag, h)
		}
	})
}

// printed returns all histograms as text, by tag.
func printed(each func(func(string, *Hist))) map[string]string {
	out := map[string]string{}
	each(func(tag string, h *Hist) { out[tag] = buckets(*h) })
	return out
}

// gauge returns the integral of the gauge between two instants, and the most at
// once that a reading told of any part of it.
func (p plain) gauge(from, to time.Duration) (area float64, most int) {
	var before Level
	for _, l := range p.levels {
		if o := max(0, min(l.At, to)-max(before.At, from)); o > 0 {
			area += float64(l.Integral-before.Integral) * float64(o) / float64(l.At-before.At)
			most = max(most, l.Max)
		}
		before = l
	}
	return area, most
}

// A user's attempts, at random: late sends, all outcomes, retries after pauses,
// attempts that never left.
func randomUser(r *rand.Rand, user int64, arrived time.Duration) []Sample {
	upTo := func(d time.Duration) time.Duration { return time.Duration(r.Int64N(int64(d) + 1)) }
	var out []Sample
	due := arrived
	for attempt := 1; ; attempt++ {
		s := Sample{
			User: user, Attempt: attempt, Arrived: arrived, Due: due,
			Outcome: Outcome(r.IntN(Outcomes)), BytesIn: r.Int64N(1000), BytesOut: r.Int64N(100),
		}
		s.Sent = due + upTo(20*time.Millisecond)
		s.Done = s.Sent
		if s.Outcome != Unsent && (s.Outcome != Cut || r.IntN(2) == 0) {
			s.Done += upTo(1500 * time.Millisecond)
		}
		if r.IntN(2) == 0 {
			s.Queued, s.Inside = upTo(s.Done-s.Sent), upTo(s.Done-s.Sent)
		}
		s.Last = attempt == 3 || s.Outcome == OK || r.IntN(2) == 0
		out = append(out, s)
		if s.Last {
			return out
		}
		due = s.Done + upTo(200*time.Millisecond)
	}
}

// randomSamples returns the attempts of n users in the order of ending.
func randomSamples(r *rand.Rand, n int, length time.Duration) []Sample {
	var out []Sample
	for user := range n {
		out = append(out, randomUser(r, int64(user), time.Duration(r.Int64N(int64(length))))...)
	}
	slices.SortFunc(out, func(a, b Sample) int { return int(a.Done - b.Done) })
	return out
}

// randomGrid returns windows and phases that have nothing to do with each
// other, some phases side by side and some with a gap between.
func randomGrid(r *rand.Rand) Grid {
	g := Grid{
		Length: time.Duration(1 + r.Int64N(int64(10*time.Second))),
		Window: time.Duration(1+r.IntN(20)) * 50 * time.Millisecond,
		Limits: Limits{SLO: time.Duration(r.IntN(3)) * 300 * time.Millisecond},
	}
	borders := []time.Duration{0, g.Length}
	for range 2 * r.IntN(5) {
		at := time.Duration(r.Int64N(int64(g.Length)))
		if r.IntN(2) == 0 {
			at = at.Truncate(g.Window)
		}
		borders = append(borders, at)
	}
	slices.Sort(borders)
	for i := range len(borders) - 1 {
		if r.IntN(4) > 0 {
			g.Phases = append(g.Phases, Phase{Name: string(rune('a' + i)), Start: borders[i], End: borders[i+1]})
		}
	}
	return g
}
