package report

import (
	"cmp"
	"container/heap"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"matchday/measure"
)

// A day is a match day played in virtual time, to have figures that hang
// together: arrivals over three peaks, a service of n seats that take d each,
// first come first served, behind bulkheads of several sizes. Callers leave
// after the timeout and try once more.
type day struct {
	seats   int
	service time.Duration
	timeout time.Duration
	slo     time.Duration
	length  time.Duration
	window  time.Duration
	rounds  int
}

func quickDay() day {
	return day{20, 50 * time.Millisecond, 500 * time.Millisecond, 125 * time.Millisecond, 45 * time.Second, 100 * time.Millisecond, 2}
}

// capacity is how many requests the service completes per second.
func (m day) capacity() float64 { return float64(m.seats) / m.service.Seconds() }

// rate is the match-day curve at an instant.
func (m day) rate(at time.Duration) float64 {
	t := 900 * at.Seconds() / m.length.Seconds()
	evening := 0.55
	if t < 600 {
		evening += 0.25 * math.Pow(math.Sin(math.Pi*t/600), 2)
	}
	for i, height := range []float64{1, 3, 2} {
		d := t - float64(150+120*i)
		evening += 0.4 * height * math.Exp(-d*d/(2*12*12))
	}
	return m.capacity() * evening
}

func (m day) phases() []measure.Phase {
	at := func(t int) time.Duration { return m.length * time.Duration(t) / 900 }
	return []measure.Phase{
		{Name: "warm-up", Start: 0, End: at(60)}, {Name: "base", Start: at(60), End: at(126)},
		{Name: "peak 1", Start: at(126), End: at(174), Peak: true}, {Name: "after peak 1", Start: at(174), End: at(246)},
		{Name: "peak 2", Start: at(246), End: at(294), Peak: true}, {Name: "after peak 2", Start: at(294), End: at(366)},
		{Name: "peak 3", Start: at(366), End: at(414), Peak: true}, {Name: "after peak 3", Start: at(414), End: at(600)},
		{Name: "tail", Start: at(600), End: m.length},
	}
}

func (m day) grid() measure.Grid {
	return measure.Grid{
		Length: m.length, Window: m.window, Phases: m.phases(), Hold: 2 * m.timeout,
		Limits: measure.Limits{Timeout: m.timeout, SLO: m.slo, Demand: m.service, Capacity: m.capacity()},
	}
}

// An arrival is an attempt that is due.
type arrival struct {
	due, came time.Duration
	attempt   int
}

type arrivals []arrival

func (a arrivals) Len() int           { return len(a) }
func (a arrivals) Less(i, j int) bool { return a[i].due < a[j].due }
func (a arrivals) Swap(i, j int)      { a[i], a[j] = a[j], a[i] }
func (a *arrivals) Push(x any)        { *a = append(*a, x.(arrival)) }
func (a *arrivals) Pop() any {
	old := *a
	x := old[len(old)-1]
	*a = old[:len(old)-1]
	return x
}

// users returns the first attempts, Poisson, and is the same for every variant.
func (m day) users(random *rand.Rand) arrivals {
	var out arrivals
	const most = 2.2
	for at := time.Duration(0); ; {
		at += time.Duration(random.ExpFloat64() / (most * m.capacity()) * float64(time.Second))
		if at >= m.length {
			return out
		}
		if random.Float64() < m.rate(at)/(most*m.capacity()) {
			out = append(out, arrival{at, at, 1})
		}
	}
}

// play drives the service behind a bulkhead of so many places and returns the
// timeline, and what the target held window by window.
func (m day) play(places int, seed uint64) (*measure.Timeline, [][2]float64) {
	random := rand.New(rand.NewPCG(seed, 1))
	queue := m.users(random)
	line := measure.NewTimeline(m.grid())
	var steps []step
	free := make([]time.Duration, m.seats) // when each seat is next free
	var leaving []time.Duration            // when those in the target leave it
	held := make([][2]float64, int(m.length/m.window))
	for len(queue) > 0 {
		a := heap.Pop(&queue).(arrival)
		for len(leaving) > 0 && leaving[0] <= a.due {
			leaving = leaving[1:]
		}
		s := measure.Sample{Arrived: a.came, Due: a.due, Sent: a.due + 200*time.Microsecond, Attempt: a.attempt, Last: true, Outcome: measure.OK}
		inside := float64(min(len(leaving), m.seats))
		if w := int(a.due / m.window); w < len(held) {
			held[w] = [2]float64{inside, float64(len(leaving)) - inside}
		}
		switch {
		case places > 0 && len(leaving) >= places:
			s.Outcome, s.Done = measure.Rejected, s.Sent+time.Millisecond
		default:
			seat := 0
			for i := range free {
				if free[i] < free[seat] {
					seat = i
				}
			}
			work := m.service + time.Duration(random.ExpFloat64()*float64(300*time.Microsecond))
			free[seat] = max(free[seat], s.Sent) + work
			leaving = append(leaving, free[seat])
			if s.Done = free[seat]; s.Done > a.due+m.timeout {
				s.Outcome, s.Done, s.Last = measure.Timeout, a.due+m.timeout, a.attempt > 1
			}
		}
		if !s.Last {
			again := s.Done + m.service/2 + time.Duration(random.Float64()*float64(m.service))
			heap.Push(&queue, arrival{again, a.came, a.attempt + 1})
		}
		steps = append(steps, step{s.Sent, 1}, step{s.Done, -1})
		line.Record(s)
	}
	tell(line, steps)
	return line, held
}

// A step is a change of how many are in flight.
type step struct {
	at time.Duration
	by int
}

// tell feeds the steps to the timeline's gauge.
func tell(line *measure.Timeline, steps []step) {
	slices.SortFunc(steps, func(a, b step) int { return cmp.Compare(a.at, b.at) })
	gauge, next := new(measure.Gauge), time.Duration(0)
	for _, s := range steps {
		for ; next <= s.at; next += 10 * time.Millisecond {
			line.Level(gauge.Read(next))
		}
		gauge.Add(s.at, s.by)
	}
}

// variant plays all rounds of one bulkhead; without a queue it is none.
func (m day) variant(name string, queue int) Variant {
	v := Variant{Name: name, Rounds: m.rounds, Recovery: nil, Verdict: measure.Recovered, MaxSystem: 40, Oracle: "closed"}
	places := 0
	if queue >= 0 {
		v.Bulkhead, v.Inside, v.Queue, places = true, m.seats, queue, m.seats+queue
	}
	var whole []measure.Stretch
	for r := range m.rounds {
		line, held := m.play(places, uint64(r+1))
		sum := line.Summary(measure.Review{Tick: 10 * time.Millisecond})
		v.Verdict, v.Reason, v.Recovery = sum.Judgement.Verdict, sum.Judgement.Reason, sum.Judgement.Recovery
		var round []Cell
		for i, s := range line.Stretches() {
			round = append(round, Cell{PhaseFigures: sum.Phases[i], Stretch: s, Timeout: m.grid().Limits.Timeout})
			if r == 0 {
				whole = append(whole, s)
			} else {
				whole[i].Merge(s)
			}
		}
		v.ByRound, v.Seeds = append(v.ByRound, round), append(v.Seeds, uint64(r+1))
		if r == 0 {
			v.Series = points(line.Windows(), held)
		}
	}
	for _, s := range whole {
		v.Cells = append(v.Cells, Cell{PhaseFigures: measure.PhaseFigures{Phase: s.Phase, Figures: s.Figures(m.grid().Limits)}, Stretch: s, Timeout: m.grid().Limits.Timeout})
	}
	wasted := v.Cells[0].TimedOut * .9
	v.Wasted, v.MaxSystem = &wasted, int64(v.Cells[0].MaxInFlight)
	m.rule(&v)
	return v
}

// rule holds the bulkhead's longest wait against the timeout.
func (m day) rule(v *Variant) {
	if !v.Bulkhead {
		return
	}
	worst := m.service * time.Duration(v.Inside+v.Queue) / time.Duration(v.Inside)
	v.Rule = &QueueRule{Worst: worst, Protects: worst <= m.timeout, Sentence: fmt.Sprintf("worst wait by the queue rule D·(1+q/c) = %v is within the clients' %v", worst, m.timeout)}
	if !v.Rule.Protects {
		v.Rule.Sentence = fmt.Sprintf("worst wait by the queue rule D·(1+q/c) = %v is longer than the clients' %v: this queue cannot protect", worst, m.timeout)
	}
}

func points(windows []measure.Window, held [][2]float64) []Point {
	var out []Point
	for i, w := range windows {
		second := w.Length.Seconds()
		p := Point{
			At: w.Start, Planned: float64(w.Users) / second, Sent: float64(w.Sent) / second,
			InTime: float64(w.Attempts[measure.OK]) / second, InSLO: float64(w.InSLO) / second,
			Rejected: float64(w.Attempts[measure.Rejected]) / second, TimedOut: float64(w.Attempts.Where(measure.Outcome.TimedOut)) / second,
			InFlight: w.InFlight(),
		}
		ok := w.Latency.Response[measure.OK]
		p.P50, p.P99, p.LagP99 = ok.Quantile(.5), ok.Quantile(.99), w.Latency.Lag.Quantile(.99)
		if i < len(held) {
			p.Inside, p.Queued = &held[i][0], &held[i][1]
		}
		out = append(out, p)
	}
	return out
}

// comparison plays the day with each of the settings.
func (m day) comparison(settings ...string) Comparison {
	c := Comparison{
		Title: "checkout-bulkhead", Limits: m.grid().Limits, Length: m.length, Window: m.window, Phases: m.phases(),
		Rounds: m.rounds, Seed: 1, Elapsed: 21*time.Minute + 20*time.Second,
		Generator: Generator{Validity: new(measure.Valid), LagP99: 400 * time.Microsecond, CPU: .31, Little: .003},
		Winner:    Winner{Variant: "20/20", Sentence: "served 94.4 % of users, p99 99 ms, back within 3 s after every peak"},
		Runs: []Source{{
			ID: "20261122-081500-k3f7", Path: "results/runs/20261122-081500-k3f7", Started: time.Date(2026, 11, 22, 8, 15, 0, 0, time.UTC),
			Command:     []string{"matchday", "run", "checkout.yaml", "--out", "my runs"},
			Environment: []Fact{{"machine", "AMD EPYC 7B13, 2 CPUs, 4 GiB"}, {"system", "Linux 6.1.0, go1.26.8"}, {"matchday", "v0.1.0 (12fd607)"}},
			Experiment:  []Fact{{"profile", "match-day retry quick"}, {"arrivals", "poisson, seed 1"}, {"target", "reference linear n=20 D=50ms"}, {"timeout", "500 ms, one retry"}},
		}},
	}
	for _, s := range settings {
		queue := -1
		if s != "none" {
			_, _ = fmt.Sscanf(s, "20/%d", &queue)
		}
		v := m.variant(s, queue)
		v.Run = c.Runs[0].ID
		c.Variants = append(c.Variants, v)
	}
	return c.Against(c.Usual())
}
