package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"matchday/measure"
	"matchday/results"
)

// Severity orders verdicts from good to bad: the higher, the worse.
func Severity(v measure.Verdict) int {
	switch v {
	case measure.Recovered, measure.NoPeak:
		return 0
	case measure.Degraded:
		return 1
	case measure.Slow:
		return 2
	case measure.Undecided:
		return 3
	case measure.Metastable:
		return 5
	}
	return 4 // no verdict was reached
}

// worst returns the verdict of the worst round, and why that round came to it. A
// target that stays down in one evening out of five stays down, for whoever has
// to be sure; how many rounds it was stands before the reason.
func worst(trials []results.Trial) (measure.Verdict, string) {
	if len(trials) == 0 {
		return "", ""
	}
	var told measure.Judgement
	var all []measure.Verdict
	for i, t := range trials {
		j := t.Summary.Judgement
		all = append(all, j.Verdict)
		if i == 0 || worse(j, told) > 0 {
			told = j
		}
	}
	if told.Verdict != "" && !unanimous(all) {
		return told.Verdict, verdictSaid(told.Verdict, all) + ": " + told.Reason
	}
	return told.Verdict, told.Reason
}

// worse orders the judgements on two rounds, of the same verdict by how late the
// returns that it rests on came. What is left is ordered by letters, so that
// nothing depends on which round was called the first.
func worse(a, b measure.Judgement) int {
	of := inTimeReturn
	if a.Verdict == measure.Degraded {
		of = inSLOReturn
	}
	return cmp.Or(
		Severity(a.Verdict)-Severity(b.Verdict),
		missed(a.Recovery, of)-missed(b.Recovery, of),
		cmp.Compare(slowest(a.Recovery, of), slowest(b.Recovery, of)),
		strings.Compare(b.Reason, a.Reason))
}

// missed counts the returns that were awaited in vain.
func missed(all []measure.Recovery, of func(measure.Recovery) measure.Return) int {
	n := 0
	for _, r := range all {
		if !of(r).Back {
			n++
		}
	}
	return n
}

// lostAfter returns the peak after which the target stayed down in every round
// that was metastable, "" where none was.
func lostAfter(trials []results.Trial) string {
	peak, last := "", -1
	for _, t := range trials {
		j := t.Summary.Judgement
		if n := lost(j.Recovery); j.Verdict == measure.Metastable && n < len(j.Recovery) && n > last {
			peak, last = j.Recovery[n].Peak, n
		}
	}
	return peak
}

// usual returns what most rounds came to: the middle of their verdicts from good
// to bad, of two in the middle the worse.
func (v Variant) usual() measure.Verdict {
	if len(v.Verdicts) == 0 {
		return v.Verdict
	}
	sorted := slices.Clone(v.Verdicts)
	slices.SortFunc(sorted, func(a, b measure.Verdict) int { return Severity(a) - Severity(b) })
	return sorted[len(sorted)/2]
}

// unanimous tells whether all rounds came to the same verdict.
func unanimous(all []measure.Verdict) bool { return len(slices.Compact(slices.Clone(all))) < 2 }

// reached counts the rounds that came to a verdict.
func reached(all []measure.Verdict, v measure.Verdict) int {
	n := 0
	for _, one := range all {
		if one == v {
			n++
		}
	}
	return n
}

// VerdictOfRounds writes the verdict for a table, with in how many rounds it was
// reached where they do not agree: "slow 1/5".
func (v Variant) VerdictOfRounds() string { return verdictShort(v.Verdict, v.Verdicts) }

// verdictSaid says in a sentence in how many rounds the verdict was reached, where
// they do not agree: "slow in 1 of 5 rounds".
func verdictSaid(v measure.Verdict, all []measure.Verdict) string {
	if unanimous(all) {
		return string(v)
	}
	return fmt.Sprintf("%s in %d of %d rounds", v, reached(all, v), len(all))
}

// verdictShort is the same for a table, where it stands short: "slow 1/5".
func verdictShort(v measure.Verdict, all []measure.Verdict) string {
	if unanimous(all) {
		return string(v)
	}
	return fmt.Sprintf("%s %d/%d", v, reached(all, v), len(all))
}
