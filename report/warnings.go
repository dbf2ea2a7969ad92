package report

import (
	"fmt"
	"slices"
	"strings"

	"matchday/measure"
	"matchday/results"
)

// runWarnings tells which runs are not whole, and hands on what the runs said
// themselves.
func runWarnings(inputs []Input) []string {
	var out []string
	for _, in := range inputs {
		r := in.Run
		switch r.Status {
		case results.Partial:
			out = append(out, fmt.Sprintf("run %s is partial: it ended before all of its %d × %d trials were made", r.ID, len(r.Experiment.Variants), r.Experiment.Rounds))
		case results.Failed:
			out = append(out, fmt.Sprintf("run %s failed: what was measured until then is shown", r.ID))
		}
		if n := r.Experiment.Callers; n > 0 {
			out = append(out, fmt.Sprintf("closed loop: %s callers take turns, which is a bulkhead of %s in the generator; it shows what the target can answer, and nothing of what happens when more come", grouped(int64(n)), grouped(int64(n))))
		}
		for _, w := range r.Warnings {
			if len(inputs) > 1 {
				w = r.ID + ": " + w
			}
			out = append(out, w)
		}
	}
	return out
}

// trialWarnings tells what is wrong with single trials.
func trialWarnings(all []entrant) []string {
	var out []string
	for _, e := range all {
		out = append(out, e.incomplete()...)
		out = append(out, e.remarks(e.counted, func(t results.Trial) []string {
			return slices.Concat([]string{oracleWarning(t), lossWarning(t), littleWarning(t)}, reconcile(t), []string{paceWarning(t)})
		})...)
		if stood := e.stallWarning(); stood != "" {
			out = append(out, stood)
		}
	}
	return out
}

// remarks returns what is to be said of some trials of the entrant, each sentence
// once with the rounds that it is true of: many rounds that have the same trouble
// would else bury what only one of them has.
func (e entrant) remarks(of []results.Trial, say func(results.Trial) []string) []string {
	var texts []string
	rounds := map[string][]int{}
	for _, t := range of {
		for _, text := range say(t) {
			if text == "" {
				continue
			}
			if !slices.Contains(texts, text) {
				texts = append(texts, text)
			}
			rounds[text] = append(rounds[text], t.Round)
		}
	}
	var out []string
	for _, text := range texts {
		out = append(out, e.inRounds(slices.Compact(rounds[text]))+": "+text)
	}
	return out
}

// incomplete tells which rounds of the entrant are not whole or were never made.
func (e entrant) incomplete() []string {
	out := e.remarks(e.left, func(t results.Trial) []string { return []string{ending(t) + "; left out"} })
	out = append(out, e.remarks(e.counted, func(t results.Trial) []string {
		if t.Status == results.Complete {
			return nil
		}
		return []string{ending(t) + "; only what was measured until then is shown"}
	})...)
	made := len(e.counted) + len(e.left)
	if planned := e.in.Run.Experiment.Rounds; made < planned {
		out = append(out, fmt.Sprintf("%s: %d of %d rounds were made", called(e.name), made, planned))
	}
	return out
}

// ending says how a trial that is not whole ended.
func ending(t results.Trial) string {
	how := "failed"
	if t.Status == results.Partial {
		how = "cut short"
	}
	if t.Error == "" {
		return how
	}
	return how + ": " + t.Error
}

func oracleWarning(t results.Trial) string {
	if t.Target == nil || t.Target.Oracle == oracleClosed || t.Target.Oracle == "" {
		return ""
	}
	return "the target's books do not close: " + t.Target.Oracle
}

// lossWarning tells of requests that the target did not do right, although its
// books close. Its callers see the lost ones as timeouts like any other, and the
// wrong ones as good answers.
func lossWarning(t results.Trial) string {
	if t.Target == nil {
		return ""
	}
	lost, wrong, failed := int(t.Target.Lost), int(t.Target.Wrong), int(t.Target.Failed)
	var what []string
	if lost > 0 {
		what = append(what, fmt.Sprintf("the target lost %s: whoever worked on them died, and nobody answers", plural(lost, "request")))
	}
	if wrong > 0 {
		what = append(what, fmt.Sprintf("%s with a number that another bears: updates were lost", plural(wrong, "answer")))
	}
	if failed > 0 {
		what = append(what, fmt.Sprintf("the target failed at %s and said so", plural(failed, "request")))
	}
	return strings.Join(what, "; ")
}

func littleWarning(t results.Trial) string {
	for _, l := range t.Summary.Little {
		if l.Phase == measure.Whole && !l.Holds() {
			return fmt.Sprintf("Little's check is off by %s: the recorder lost attempts or counted some twice", percent(l.Error))
		}
	}
	return ""
}

// paceWarning tells when the generator was short of processor time and sent in
// batches, which are late by up to their distance.
func paceWarning(t results.Trial) string {
	var when []string
	for _, b := range t.Account.Batched {
		when = append(when, fmt.Sprintf("from %s to %s", clock(b.Start), clock(b.End)))
	}
	if len(when) == 0 {
		return ""
	}
	return fmt.Sprintf("the generator sent and read in batches of 0.5 ms %s, because exact sends took most of a processor: response times there may be that much too long", strings.Join(when, " and "))
}

// sampleWarnings names the phases in which a percentile that is shown rests on
// fewer than 1/(1 − q) answers: it is then no more than the longest of them.
func (c Comparison) sampleWarnings() []string {
	const need = 100 // 1/(1 − 0.99)
	var out []string
	for _, v := range c.Variants {
		var thin []string
		for _, cell := range v.Cells {
			if n := cell.Response.Count; n > 0 && n < need {
				thin = append(thin, fmt.Sprintf("%s (%d)", cell.Name, n))
			}
		}
		if len(thin) > 0 {
			out = append(out, fmt.Sprintf("%s: fewer than %d answers for a p99 in %s: there it is the longest of them", called(v.Name), need, strings.Join(thin, ", ")))
		}
	}
	return out
}
