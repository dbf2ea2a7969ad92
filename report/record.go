package report

import (
	"slices"

	"matchday/measure"
	"matchday/results"
)

// A Record is what a reference has of one setting besides its figures.
type Record struct {
	Setting  string
	Verdicts []measure.Verdict // on the target, by round
	Unfit    string            // why nothing should be held against it; empty if it is fit
}

// Records returns what the reference has of its settings, in their order.
func (r Reference) Records() []Record {
	if r.side == nil {
		return nil
	}
	return r.side.records()
}

// Bars names what keeps the comparison from being held against the reference, ""
// if nothing does or it is forced.
func (r Reference) Bars(c Comparison) string {
	if r.forced {
		return ""
	}
	return barred(Unlike(c, r))
}

func (m measured) records() []Record {
	var out []Record
	for _, v := range m.Variants {
		rec := Record{Setting: v.Setting, Verdicts: v.Verdicts, Unfit: v.unfit()}
		if rec.Setting == "" {
			rec.Setting = v.Name
		}
		if partial := slices.ContainsFunc(m.Runs, func(s Source) bool { return s.Partial && (s.ID == v.Run || v.Run == "") }); partial && rec.Unfit == "" {
			rec.Unfit = "its run is not whole"
		}
		out = append(out, rec)
	}
	return out
}

func (k kept) records() []Record {
	var out []Record
	for _, v := range k.Variants {
		out = append(out, recordOf(v))
	}
	return out
}

func recordOf(v results.BaselineVariant) Record {
	r := Record{Setting: v.Name}
	for _, verdict := range v.Verdicts {
		r.Verdicts = append(r.Verdicts, measure.Verdict(verdict))
	}
	if v.Validity == measure.Invalid.String() {
		r.Unfit = generatorsOwn
	}
	return r
}
