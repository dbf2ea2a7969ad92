package report

import (
	"math"
	"time"

	"matchday/measure"
)

// An outline is the little that a row of the fixture is made from.
type outline struct {
	name             string
	inside, queue    int // no bulkhead where inside is 0
	served, slo      float64
	rejected, vain   float64
	wasted           float64
	p99, p99All      time.Duration
	flight           int
	back             [3]time.Duration // −1 where it did not come
	verdict          measure.Verdict
	reason           string
	downFrom, downTo time.Duration // nothing is answered in time between the two
}

const evening = 90 * time.Second

// fourSettings are the rows of the usual example: no bulkhead, one that is
// right, one that is slow and one that is too long.
func fourSettings() []outline {
	const s, ms = time.Second, time.Millisecond
	return []outline{
		{name: "none", served: .291, slo: .266, vain: .709, wasted: .776, p99: 371 * ms, p99All: 500 * ms, flight: 1322,
			back: [3]time.Duration{0, -1, -1}, verdict: measure.Metastable, reason: "not back 48.6s after peak-3 at a load served before (220 users/s)", downFrom: 26 * s, downTo: evening},
		{name: "20/20", inside: 20, queue: 20, served: .944, slo: .944, rejected: .056, p99: 99 * ms, p99All: 99 * ms, flight: 40,
			back: [3]time.Duration{0, 3 * s, 0}, verdict: measure.Recovered, reason: "back in time and within the SLO after every peak"},
		{name: "20/100", inside: 20, queue: 100, served: .957, slo: .79, rejected: .043, p99: 298 * ms, p99All: 298 * ms, flight: 120,
			back: [3]time.Duration{0, 3 * s, 0}, verdict: measure.Degraded, reason: "back in time, but within the SLO only 13s after peak-2"},
		{name: "20/200", inside: 20, queue: 200, served: .523, slo: .41, rejected: .122, vain: .355, wasted: .559, p99: 452 * ms, p99All: 500 * ms, flight: 220,
			back: [3]time.Duration{0, -1, 16 * s}, verdict: measure.Slow, reason: "not back within 7.2s after peak-2, before peak-3 came", downFrom: 26 * s, downTo: 57 * s},
	}
}

// phasesOfDay are the phases of a match day of 90 s.
func phasesOfDay() []measure.Phase {
	at := func(seconds float64) time.Duration { return time.Duration(seconds * float64(time.Second)) }
	return []measure.Phase{
		{Name: "warm-up", End: at(2)}, {Name: "base", Start: at(2), End: at(12.6)},
		{Name: "peak-1", Start: at(12.6), End: at(17.4), Peak: true}, {Name: "after-peak-1", Start: at(17.4), End: at(24.6)},
		{Name: "peak-2", Start: at(24.6), End: at(29.4), Peak: true}, {Name: "after-peak-2", Start: at(29.4), End: at(36.6)},
		{Name: "peak-3", Start: at(36.6), End: at(41.4), Peak: true}, {Name: "after-peak-3", Start: at(41.4), End: at(60)},
		{Name: "tail", Start: at(60), End: evening},
	}
}

// offeredAt is the load of the match day in users per second.
func offeredAt(at time.Duration) float64 {
	t := at.Seconds() * 10
	load := .55
	if t < 600 {
		load += .25 * math.Pow(math.Sin(math.Pi*t/600), 2)
	}
	for i, height := range []float64{.4, 1.2, .8} {
		d := (t - float64(150+120*i)) / 12
		load += height * math.Exp(-d*d/2)
	}
	return 400 * load
}

// compared is a comparison with a row for each outline.
func compared(rows ...outline) Comparison {
	c := Comparison{
		Title: "checkout-bulkhead", Length: evening, Window: time.Second, Rounds: 5, Seed: 1,
		Elapsed: 21*time.Minute + 20*time.Second, Phases: phasesOfDay(),
		Limits:    measure.Limits{Timeout: 500 * time.Millisecond, SLO: 125 * time.Millisecond, Demand: 50 * time.Millisecond, Capacity: 400},
		Generator: Generator{Validity: new(measure.Valid), LagP99: 400 * time.Microsecond, CPU: .31, Little: .003},
		Runs: []Source{{
			ID: "20261122-081500-k3f7", Path: "results/runs/20261122-081500-k3f7", Started: time.Date(2026, 11, 22, 8, 15, 0, 0, time.UTC),
			Command:     []string{"matchday", "run", "checkout.yaml", "--rounds", "5"},
			Environment: []Fact{{"matchday", "0.1.0"}, {"system", "linux/amd64 6.1.0"}, {"processors", "2"}},
			Experiment:  []Fact{{"profile", "match-day retry 0a1b2c3d"}, {"arrivals", "poisson, seed 1"}, {"timeout", "500 ms"}, {"SLO", "125 ms"}},
		}},
	}
	for _, r := range rows {
		c.Variants = append(c.Variants, r.variant(c))
	}
	c.Winner = c.choose("")
	return c
}

// variant fills in the row.
func (o outline) variant(c Comparison) Variant {
	v := Variant{
		Name: o.name, Setting: o.name, Run: c.Runs[0].ID, Bulkhead: o.inside > 0, Inside: o.inside, Queue: o.queue,
		Rounds: 5, Verdict: o.verdict, Reason: o.reason, Wasted: &o.wasted, MaxSystem: int64(o.flight), Oracle: oracleClosed,
		Rule: o.rule(), Cells: []Cell{o.cell(measure.Phase{Name: measure.Whole, End: c.Length}, 22000)},
	}
	for i, p := range c.Phases {
		v.Cells = append(v.Cells, o.cell(p, int64(400*(i+1))))
		if p.Peak {
			v.Recovery = append(v.Recovery, o.recovery(p, len(v.Recovery)))
		}
	}
	if n := lost(v.Recovery); v.Verdict == measure.Metastable && n < len(v.Recovery) {
		v.LostAfter = v.Recovery[n].Peak
	}
	for round := range 5 {
		v.ByRound = append(v.ByRound, v.Cells)
		v.Seeds = append(v.Seeds, uint64(1+round))
		v.Verdicts = append(v.Verdicts, v.Verdict)
	}
	for at := time.Duration(0); at < c.Length; at += c.Window {
		v.Series = append(v.Series, o.point(at))
	}
	return v
}

func (o outline) rule() *QueueRule {
	if o.inside == 0 {
		return nil
	}
	return queueRule(variantOf(o.name, o.inside, o.queue), experimentOf())
}

func (o outline) recovery(p measure.Phase, i int) measure.Recovery {
	r := measure.Recovery{Peak: p.Name, End: p.End, InTime: measure.Return{Back: true, After: o.back[i]}}
	if o.back[i] < 0 {
		r.InTime = measure.Return{After: 7200 * time.Millisecond, Until: [3]string{"peak-2", "peak-3", "end"}[i]}
	}
	r.InSLO = r.InTime
	if o.verdict == measure.Degraded && i == 1 {
		r.InSLO.After = 13 * time.Second
	}
	return r
}

func (o outline) cell(p measure.Phase, users int64) Cell {
	latency := func(p99 time.Duration) measure.Latency {
		return measure.Latency{Count: users, Mean: 60 * time.Millisecond, P50: 50 * time.Millisecond, P90: p99 * 9 / 10, P99: p99, P999: p99, Max: p99}
	}
	f := measure.Figures{
		Users: users, Attempts: users, Sent: users, Offered: float64(users) / p.Length().Seconds(), AttemptRate: float64(users) / p.Length().Seconds(),
		Amplification: 1, UsersServed: o.served, UsersRejected: o.rejected, UsersTimedOut: o.vain, UsersInSLO: o.slo,
		UsersFailed: max(0, math.Round(1e6*(1-o.served-o.rejected-o.vain))/1e6),
		Success:     o.served, Rejected: o.rejected, TimedOut: o.vain, InSLO: o.slo,
		Response: latency(o.p99), Waited: latency(o.p99All), Service: latency(o.p99), Lag: latency(400 * time.Microsecond), MaxInFlight: o.flight,
	}
	if o.served == 0 {
		f.Response = measure.Latency{}
	}
	return Cell{PhaseFigures: measure.PhaseFigures{Phase: p, Figures: f}, Timeout: 500 * time.Millisecond}
}

// point lets the row answer up to the capacity, and nobody while it is down.
func (o outline) point(at time.Duration) Point {
	offered := offeredAt(at)
	p := Point{At: at, Planned: offered, Sent: offered, InTime: min(offered, 400)}
	p.InSLO, p.Rejected = p.InTime, offered-p.InTime
	if at >= o.downFrom && at < o.downTo {
		p.InTime, p.InSLO, p.Rejected, p.TimedOut = 0, 0, 0, offered
	}
	return p
}
