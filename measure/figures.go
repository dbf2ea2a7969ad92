package measure

import "time"

// Figures is what is reported of one stretch: the definitions of every figure
// in one place, so that table, chart and gate cannot differ. Shares are in
// [0,1]; a share of nothing is 0. Rates are per second of the profile's time,
// by cohort unless they say otherwise.
type Figures struct {
	Users    int64 `json:"users"`    // users who came
	Attempts int64 `json:"attempts"` // attempts due
	Sent     int64 `json:"sent"`     // attempts that left, by due time
	Unsent   int64 `json:"unsent"`   // attempts that never left
	Cut      int64 `json:"cut"`      // attempts the end of the run cut off

	Offered       float64 `json:"offered"`       // users due per second
	AttemptRate   float64 `json:"attempt_rate"`  // attempts due per second
	Amplification float64 `json:"amplification"` // attempts for each user
	SentRate      float64 `json:"sent_rate"`     // attempts leaving per second, by the moment they left
	Throughput    float64 `json:"throughput"`    // answers of any kind per second, by completion
	Goodput       float64 `json:"goodput"`       // successes in time per second
	GoodputSLO    float64 `json:"goodput_slo"`   // successes within the SLO per second

	// Shares of the users who came, by their last attempt; users cut off are
	// left out. The first four sum to one.
	UsersServed   float64 `json:"users_served"`
	UsersRejected float64 `json:"users_rejected"`
	UsersTimedOut float64 `json:"users_timed_out"`
	UsersFailed   float64 `json:"users_failed"`
	UsersInSLO    float64 `json:"users_in_slo"` // served, by an attempt within the SLO

	// Shares of the attempts, those cut off left out. The first four sum to one.
	Success  float64 `json:"success"`
	Rejected float64 `json:"rejected"`
	TimedOut float64 `json:"timed_out"`
	Failed   float64 `json:"failed"`
	InSLO    float64 `json:"in_slo"`

	Outcomes ByOutcome `json:"outcomes"` // attempts by outcome

	Response   Latency `json:"response"`    // response time of successes
	Waited     Latency `json:"waited"`      // the same, and failures counted as a full timeout: the quantile "> T" is T
	RejectTime Latency `json:"reject_time"` // how long it took to be turned away
	Service    Latency `json:"service"`     // service time of successes
	Lag        Latency `json:"lag"`         // how late the generator was, every attempt that left
	Split      Split   `json:"split,omitzero"`

	InFlight    float64 `json:"in_flight"`     // attempts in flight, mean over the stretch
	MaxInFlight int     `json:"max_in_flight"` // most attempts in flight at once
	Bandwidth   float64 `json:"bandwidth"`     // body bytes read per second
}

// A Latency is what is reported of one histogram. Without values all of it is
// zero and says nothing: look at Count first.
type Latency struct {
	Count int64         `json:"count"`
	Mean  time.Duration `json:"mean_ns"`
	P50   time.Duration `json:"p50_ns"`
	P90   time.Duration `json:"p90_ns"`
	P99   time.Duration `json:"p99_ns"`
	P999  time.Duration `json:"p999_ns"`
	Max   time.Duration `json:"max_ns"`
}

// A Split is where the service time of successes went, of those whose target told
// how long it took. Without values the target told nothing.
type Split struct {
	Network Latency `json:"network"` // what the target knows nothing of
	Queued  Latency `json:"queued"`  // waiting in the target
	Inside  Latency `json:"inside"`  // in work there
}

// LatencyOf reads the reported figures off a histogram.
func LatencyOf(h Hist) Latency {
	return Latency{
		Count: h.Count(), Mean: h.Mean(), Max: h.Max(),
		P50: h.Quantile(.5), P90: h.Quantile(.9), P99: h.Quantile(.99), P999: h.Quantile(.999),
	}
}

// upTo clips what the histogram's resolution put above the timeout: no success
// took longer, and a quantile that fell among the failures is exactly the
// timeout.
func (l Latency) upTo(timeout time.Duration) Latency {
	if timeout <= 0 {
		return l
	}
	for _, d := range []*time.Duration{&l.Mean, &l.P50, &l.P90, &l.P99, &l.P999, &l.Max} {
		*d = min(*d, timeout)
	}
	return l
}

// Figures returns what is reported of the stretch.
func (s Stretch) Figures(l Limits) Figures {
	seconds := s.Time().Seconds()
	rate := func(n int64) float64 { return ratio(float64(n), seconds) }
	f := Figures{
		Users: s.Users, Attempts: s.Planned(), Sent: s.SentDue,
		Unsent: s.Counts.Attempts[Unsent], Cut: s.Counts.Attempts[Cut],
		Offered: rate(s.Users), AttemptRate: rate(s.Planned()), SentRate: rate(s.Sent),
		Amplification: ratio(float64(s.Planned()), float64(s.Users)),
		Throughput:    rate(s.Answered),
		Goodput:       rate(s.Counts.Attempts[OK]), GoodputSLO: rate(s.Counts.InSLO),
		Outcomes: s.Counts.Attempts,
		InFlight: ratio(float64(s.Gauge), float64(s.Time())), MaxInFlight: s.MaxFlight,
		Bandwidth: rate(s.BytesIn),
	}
	f.shares(s.Counts)
	f.latencies(s.Latencies, l)
	return f
}

func (f *Figures) shares(c Counts) {
	users := func(n int64) float64 { return ratio(float64(n), float64(c.Ended())) }
	f.UsersServed = users(c.Final[OK])
	f.UsersRejected = users(c.Final[Rejected])
	f.UsersTimedOut = users(c.Final.Where(Outcome.TimedOut))
	f.UsersFailed = users(c.Final.Where(Outcome.Failed))
	f.UsersInSLO = users(c.UsersInSLO)

	attempts := func(n int64) float64 { return ratio(float64(n), float64(c.Counted())) }
	f.Success = attempts(c.Attempts[OK])
	f.Rejected = attempts(c.Attempts[Rejected])
	f.TimedOut = attempts(c.Attempts.Where(Outcome.TimedOut))
	f.Failed = attempts(c.Attempts.Where(Outcome.Failed))
	f.InSLO = attempts(c.InSLO)
}

func (f *Figures) latencies(l Latencies, limits Limits) {
	f.Response = LatencyOf(l.Response[OK]).upTo(limits.Timeout)
	f.RejectTime = LatencyOf(l.Response[Rejected])
	f.Service = LatencyOf(l.Service)
	f.Lag = LatencyOf(l.Lag)
	f.Split = Split{Network: LatencyOf(l.Network), Queued: LatencyOf(l.Queued), Inside: LatencyOf(l.Inside)}
	f.Waited = LatencyOf(waited(f.Outcomes, l, limits.Timeout)).upTo(limits.Timeout)
}

// waited returns the waiting times of all attempts that waited: successes as
// they were, failures at the full timeout, because their callers got nothing by
// then. Attempts that were turned away did not wait; they are told apart.
func waited(by ByOutcome, l Latencies, timeout time.Duration) Hist {
	var h Hist
	h.Merge(l.Response[OK])
	if timeout <= 0 {
		return h
	}
	vain := by.Where(func(o Outcome) bool { return o.TimedOut() || o.Failed() })
	h.RecordN(timeout, vain)
	return h
}
