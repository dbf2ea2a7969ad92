package results

import "time"

// A Baseline is what later runs are held against: the figures of one run, round
// by round, and what must be the same for a comparison to mean anything. It is a
// text file small enough for version control, and holds no windows and no
// histograms.
type Baseline struct {
	Name     string    // such as "main"
	Run      string    // id of the run it was made of
	Title    string    // name of the experiment
	Started  time.Time // when that run was
	Unfit    []string  // why nothing should be held against that run, which was taken all the same
	Facts    []BaselineFact
	Variants []BaselineVariant
}

// A BaselineFact is something that was asked of the target, or where, or at which
// commit of the user's project.
type BaselineFact struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// A BaselineVariant is one setting. Everything that it has by round is there for
// as many rounds as it has seeds.
type BaselineVariant struct {
	Name     string   // of its setting
	Validity string   // of the generator, over all rounds
	Verdicts []string // by round
	Seeds    []uint64 // by round: the same seed on both sides makes a pair
	Figures  []BaselineFigure
}

// A BaselineFigure is one metric in one phase.
type BaselineFigure struct {
	Stream string // empty for all traffic
	Phase  string // "all" for the whole trial
	Metric string // a name of the table of metrics
	Merged *float64
	Rounds []*float64 // by round; nil where it was not measured
}

// Rounds returns how many rounds a variant has.
func (v BaselineVariant) Rounds() int { return len(v.Seeds) }

// Fact returns the value of a fact, "" where the baseline does not tell it.
func (b Baseline) Fact(name string) string { return valueOf(b.Facts, name) }

func valueOf(facts []BaselineFact, name string) string {
	for _, f := range facts {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}

// Figure returns the figures of a metric in a phase, "all" being the whole trial,
// of a stream or of all traffic for "". It reports false where they were not kept.
func (v BaselineVariant) Figure(stream, phase, metric string) (BaselineFigure, bool) {
	for _, f := range v.Figures {
		if f.Stream == stream && f.Phase == phase && f.Metric == metric {
			return f, true
		}
	}
	return BaselineFigure{}, false
}

// Variant returns the variant of that name.
func (b Baseline) Variant(name string) (BaselineVariant, bool) {
	for _, v := range b.Variants {
		if v.Name == name {
			return v, true
		}
	}
	return BaselineVariant{}, false
}
