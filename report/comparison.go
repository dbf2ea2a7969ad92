package report

import (
	"time"

	"matchday/measure"
)

// A Comparison is what one or more runs came to, variant by variant.
type Comparison struct {
	Title     string          `json:"title"`            // name of the experiment
	Stream    *Stream         `json:"stream,omitempty"` // which kind of traffic it is of; nil for all
	Runs      []Source        `json:"runs"`
	Simulated bool            `json:"simulated,omitempty"` // all of the runs are
	Closed    bool            `json:"closed,omitempty"`    // callers took turns in all of the runs: what is offered is what they sent
	Limits    measure.Limits  `json:"limits"`
	OwnSLO    bool            `json:"own_slo,omitempty"` // of streams: what is within the SLO is within that of its stream
	Length    time.Duration   `json:"length_ns"`
	Window    time.Duration   `json:"window_ns"`
	Phases    []measure.Phase `json:"phases"` // without the whole
	Rounds    int             `json:"rounds"`
	Seed      uint64          `json:"seed"`
	Elapsed   time.Duration   `json:"elapsed_ns"`
	Generator Generator       `json:"generator"`
	Winner    Winner          `json:"winner"`
	Reference string          `json:"reference,omitempty"` // what the variants are held against; empty where there is nothing
	Unlike    []Divergence    `json:"unlike,omitempty"`    // what the reference does not share
	Forced    bool            `json:"forced,omitempty"`    // held against it although the two are not comparable
	Doubts    []string        `json:"-"`                   // those of the warnings that are about the reference
	Variants  []Variant       `json:"variants"`            // in the order of the experiment
	Map       *Heat           `json:"map,omitempty"`       // what a model says of the settings around the variants, where one was asked
	Warnings  []string        `json:"warnings,omitempty"`
	Streams   []Comparison    `json:"streams,omitempty"` // the same for each kind of traffic, where there were several

	CrossCheck *CrossCheck `json:"cross_check,omitempty"` // of two engines, where one was asked for
}

// A Source is one run that was compared.
type Source struct {
	ID          string    `json:"id"`
	Path        string    `json:"path"`
	Started     time.Time `json:"started"`
	Simulated   bool      `json:"simulated,omitempty"`
	Command     []string  `json:"command"`
	Environment []Fact    `json:"environment"`
	Experiment  []Fact    `json:"experiment"`
	Partial     bool      `json:"partial,omitempty"`
}

// A Fact is a name and a value for the lists at the end of a report.
type Fact struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// A Generator is how far the figures can be trusted: the worst over all trials.
type Generator struct {
	Validity *measure.Validity `json:"validity"`        // nil where it was never put to the test
	Notes    []string          `json:"notes,omitempty"` // sentences naming stretch and cause
	LagP99   time.Duration     `json:"lag_p99_ns"`      // over all attempts of all trials
	Unsent   int64             `json:"unsent"`
	CPU      float64           `json:"cpu"`    // largest share of its processors that the generator used in a trial
	Little   float64           `json:"little"` // largest error of Little's check over whole trials
}

// A Winner is the variant to ship, and why; Variant is empty when nothing can
// be recommended, and when there is only one, which is a verdict and no choice.
type Winner struct {
	Variant  string `json:"variant,omitempty"`
	Sentence string `json:"sentence"`
}

// A Variant is one row of a comparison: one setting, its rounds merged.
type Variant struct {
	Name       string             `json:"name"`    // unique in the comparison
	Setting    string             `json:"setting"` // its name in the experiment; the same in runs of the same experiment
	Run        string             `json:"run"`     // id of the run it comes from
	Bulkhead   bool               `json:"bulkhead"`
	Inside     int                `json:"inside,omitempty"`
	Queue      int                `json:"queue,omitempty"` // −1 for an unbounded queue
	Rounds     int                `json:"rounds"`
	Validity   measure.Validity   `json:"validity"`
	Verdict    measure.Verdict    `json:"verdict"`              // the worst over rounds
	Verdicts   []measure.Verdict  `json:"verdicts"`             // by round
	Seeds      []uint64           `json:"seeds,omitempty"`      // by round: which users came
	Reason     string             `json:"reason"`               // of the worst round
	LostAfter  string             `json:"lost_after,omitempty"` // the peak after which it stayed down, in every round that was metastable
	Recovery   []measure.Recovery `json:"recovery"`             // by peak, the latest over rounds
	Wasted     *float64           `json:"wasted,omitempty"`     // share of the target's work done for callers who had left; nil if unknown
	WastedBy   Basis              `json:"wasted_by,omitempty"`  // how that is known
	MaxSystem  int64              `json:"max_system,omitempty"` // most requests in the target at once; 0 if unknown
	Oracle     string             `json:"oracle,omitempty"`     // "closed", or what the target's books do not explain
	Rule       *QueueRule         `json:"queue_rule,omitempty"` // nil where the demand is unknown or there is no bulkhead
	Middles    []Middle           `json:"middles,omitempty"`    // of the headline metrics over rounds, where there were several
	Cells      []Cell             `json:"cells"`                // the whole trial first, then each phase
	ByRound    [][]Cell           `json:"by_round"`             // the same for each round
	Against    []Contrast         `json:"against,omitempty"`    // how it stands to the reference, which has none
	ByWindow   [][]Window         `json:"-"`                    // window by window for each round
	Series     []Point            `json:"series"`               // means over rounds, window by window
	Also       []Also             `json:"also,omitempty"`       // what the target told besides
	Partial    bool               `json:"partial,omitempty"`
	Prediction *Prediction        `json:"prediction,omitempty"` // what the model says, where the target has one
	Errors     []string           `json:"errors,omitempty"`     // of trials that failed
	Dips       []Dip              `json:"dips,omitempty"`       // when its target could complete less than otherwise
}

// A Cell is one variant in one phase. Its stretch holds the histograms that
// charts of the distribution are drawn from.
type Cell struct {
	measure.PhaseFigures
	Stretch   measure.Stretch    `json:"-"`
	Timeout   time.Duration      `json:"-"`                   // how long its clients waited; 0 for as long as it took
	Isolation *measure.Isolation `json:"isolation,omitempty"` // of the whole of a steady stream; nil elsewhere, and where it is unknown
}

// A QueueRule holds the longest response that a bulkhead allows on a linear
// server against what the clients put up with: D·(1 + q/c) against T.
type QueueRule struct {
	Worst    time.Duration `json:"worst_ns"` // −1 where an unbounded queue allows any
	Protects bool          `json:"protects"` // whether an answer to all that it admits comes before T
	Sentence string        `json:"sentence"`
}

// A Point is one window of a variant's series: rates per second by cohort, means
// over rounds; of the percentiles the highest that a round had.
type Point struct {
	At       time.Duration `json:"at_ns"`
	Planned  float64       `json:"planned"`   // users due
	Sent     float64       `json:"sent"`      // attempts that left
	InTime   float64       `json:"in_time"`   // successes
	InSLO    float64       `json:"in_slo"`    // successes within the SLO
	Rejected float64       `json:"rejected"`  // attempts turned away
	TimedOut float64       `json:"timed_out"` // attempts that timed out
	Failed   float64       `json:"failed"`    // attempts that failed otherwise
	InFlight float64       `json:"in_flight"` // mean attempts in flight
	Inside   *float64      `json:"inside"`    // in work in the target; nil where it does not tell
	Queued   *float64      `json:"queued"`    // in the target's queue; nil where it does not tell
	P50      time.Duration `json:"p50_ns"`    // response time of successes
	P99      time.Duration `json:"p99_ns"`
	LagP99   time.Duration `json:"lag_p99_ns"`

	RejectP50 time.Duration `json:"reject_p50_ns,omitempty"` // time to be turned away
	RejectP99 time.Duration `json:"reject_p99_ns,omitempty"`
	FailP50   time.Duration `json:"fail_p50_ns,omitempty"` // time to fail, of those that left and did not time out
	FailP99   time.Duration `json:"fail_p99_ns,omitempty"`
}
