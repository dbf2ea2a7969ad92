package results

import (
	"io/fs"
	"time"

	"matchday/measure"
)

// Version is the version of the format written. Older ones stay readable.
const Version = 1

// A Run is everything one call did: rounds × variants. It is what run.json
// holds.
type Run struct {
	Version     int         `json:"version"`
	ID          string      `json:"id"`   // sorts by time
	Name        string      `json:"name"` // of the experiment
	Status      Status      `json:"status"`
	Simulated   bool        `json:"simulated,omitempty"` // made by the virtual engine
	Started     time.Time   `json:"started"`
	Ended       time.Time   `json:"ended,omitzero"`
	Command     []string    `json:"command"`
	Experiment  Experiment  `json:"experiment"`
	Environment Environment `json:"environment"`
	Trials      []Trial     `json:"trials"`
	Warnings    []string    `json:"warnings,omitempty"`
}

// A Status says how a run ended.
type Status string

// The statuses of a run or a trial.
const (
	Complete Status = "complete"
	Partial  Status = "partial" // interrupted or killed: what was measured is there
	Failed   Status = "failed"  // the target or the machine let it down: what was measured is there
)

// An Experiment is the experiment as it was understood: everything that decides
// whether two runs can be compared, in plain data.
type Experiment struct {
	Profile     string          `json:"profile"`      // the curve, as text that reads back
	ProfileName string          `json:"profile_name"` // such as "match-day retry"
	ProfileHash string          `json:"profile_hash"` // of the curve
	Length      time.Duration   `json:"length_ns"`
	Phases      []measure.Phase `json:"phases"`
	Arrivals    string          `json:"arrivals"` // "even" or "poisson"
	Seed        uint64          `json:"seed"`     // of the first round
	Rounds      int             `json:"rounds"`
	Window      time.Duration   `json:"window_ns"`
	Engine      string          `json:"engine"`
	Pacing      string          `json:"pacing,omitempty"`  // exact or batched where that was asked for
	Callers     int             `json:"callers,omitempty"` // who took turns instead of coming by the profile
	Target      string          `json:"target"`            // such as "reference ps" or a URL
	CPUs        int             `json:"cpus,omitempty"`
	Demand      time.Duration   `json:"demand_ns,omitempty"`
	Capacity    float64         `json:"capacity,omitempty"`
	Sizes       string          `json:"sizes,omitempty"`    // how demands are spread, such as "exp"; "" if they are all alike, or not known
	Dips        []string        `json:"dips,omitempty"`     // when processors were taken away, such as "10 at 10s for 2s"
	Database    string          `json:"database,omitempty"` // what requests wait for behind the target's own processors, such as "20 cpus, 50ms"
	Knobs       []string        `json:"knobs,omitempty"`    // how a target of the gallery was set, such as "slice 2ms"
	Timeout     time.Duration   `json:"timeout_ns"`
	SLO         time.Duration   `json:"slo_ns,omitempty"`
	Retries     int             `json:"retries"`
	Backoff     time.Duration   `json:"backoff_ns,omitempty"`
	RetryOn     []string        `json:"retry_on,omitempty"`
	RetryAfter  bool            `json:"retry_after,omitempty"`
	RetryBudget float64         `json:"retry_budget,omitempty"` // retries that each user brings to all together; 0 for no budget
	RetryBurst  int             `json:"retry_burst,omitempty"`  // how many of them are saved up at most
	InFlight    int             `json:"in_flight_cap"`
	Variants    []Variant       `json:"variants"`
	Streams     []Stream        `json:"streams,omitempty"` // what the traffic was made of, where it was of more than one kind
}

// Limits returns what the trials of the experiment are measured against.
func (e Experiment) Limits() measure.Limits {
	return measure.Limits{Timeout: e.Timeout, SLO: e.SLO, Demand: e.Demand, Capacity: e.Capacity}
}

// A Variant is one of the settings under comparison.
type Variant struct {
	Name     string        `json:"name"`                     // such as "20/100"
	Bulkhead bool          `json:"bulkhead"`                 // whether there is a bound at all
	Kind     string        `json:"kind,omitempty"`           // deadline, or whose it is: adaptive, failsafe, xsync; "" for our own that counts
	Inside   int           `json:"inside,omitempty"`         // 0 where the bound adapts
	Queue    int           `json:"queue,omitempty"`          // −1 for an unbounded queue
	LIFO     bool          `json:"lifo,omitempty"`           // last come, first served
	Wait     time.Duration `json:"wait_ns,omitempty"`        // the longest wait, 0 for as long as it takes
	Shrunk   time.Duration `json:"shrunk_wait_ns,omitempty"` // what that shrinks to by controlled delay, 0 if it does not
}

// An Environment is where a run was made.
type Environment struct {
	Matchday   string `json:"matchday"` // version of this program
	Go         string `json:"go"`
	OS         string `json:"os"`
	Arch       string `json:"arch"`
	Kernel     string `json:"kernel,omitempty"`
	Host       string `json:"host,omitempty"`
	CPUModel   string `json:"cpu_model,omitempty"`
	CPUs       int    `json:"cpus"`
	GOMAXPROCS int    `json:"gomaxprocs"`
	Memory     int64  `json:"memory_bytes,omitempty"`
	GitCommit  string `json:"git_commit,omitempty"` // of the user's project, where there is one
	GitDirty   bool   `json:"git_dirty,omitempty"`
}

// A Trial is one variant driven once through the profile.
type Trial struct {
	Number    int               `json:"number"` // from 1, in the order they were made
	Round     int               `json:"round"`  // from 1
	Variant   string            `json:"variant"`
	Dir       string            `json:"dir"` // inside the run's directory
	Status    Status            `json:"status"`
	Error     string            `json:"error,omitempty"`
	Seed      uint64            `json:"seed"`
	Started   time.Time         `json:"started"`
	Elapsed   time.Duration     `json:"elapsed_ns"`
	Account   Account           `json:"account"`
	Summary   measure.Summary   `json:"summary"`
	Target    *TargetTotals     `json:"target,omitempty"`  // nil where the target says nothing of itself
	Usage     *Usage            `json:"usage,omitempty"`   // nil where its machine says nothing of it
	Stretches []measure.Stretch `json:"stretches"`         // the whole trial first; for their histograms see [Trial.Latencies]
	Streams   []StreamTrial     `json:"streams,omitempty"` // what it came to for each stream of the experiment

	files fs.FS // the run's directory, once it is loaded
	short bool  // cut short by a kill, so that its files may be torn
}

// An Account is what became of the schedule of one trial.
type Account struct {
	Users      int64  `json:"users"`
	NotReached int64  `json:"not_reached,omitempty"`
	Attempts   int64  `json:"attempts"`
	Retries    int64  `json:"retries"`
	Conns      int64  `json:"connections,omitempty"`
	Resumed    int64  `json:"resumed,omitempty"`  // of them, those that took up an earlier TLS session
	Resent     int64  `json:"resent,omitempty"`   // requests that travelled twice because a kept connection broke under them
	Withheld   int64  `json:"withheld,omitempty"` // users who would have tried again and found the retry budget spent
	Protocol   string `json:"protocol,omitempty"`

	// Batched is when the generator sent in batches instead of at every exact
	// instant, for lack of processor time.
	Batched []Batching `json:"batched,omitempty"`
}

// A Batching is a stretch of a trial, by offsets from its start.
type Batching struct {
	Start time.Duration `json:"start_ns"`
	End   time.Duration `json:"end_ns"`
}
