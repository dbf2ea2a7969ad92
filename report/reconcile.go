package report

import (
	"fmt"
	"time"

	"matchday/measure"
	"matchday/results"
)

// reconcile holds what the clients of a trial counted against what the target
// says of itself, as far as it does. What it does not tell is not taken for zero,
// and totals that end before the trial does are not held against anything.
func reconcile(t results.Trial) []string {
	if t.Target == nil || len(t.Stretches) == 0 {
		return nil
	}
	out := gapWarnings(t)
	if late := untilWarning(t); late != "" {
		return append(out, late)
	}
	return append(out, arrivalWarning(t), goodWarning(t), rejectWarning(t))
}

// gapWarnings tells which readings of the target were left out, and why.
func gapWarnings(t results.Trial) []string {
	var out []string
	for _, g := range t.Target.Gaps {
		when := "at " + clock(g.Start)
		if g.End > g.Start {
			when = "from " + clock(g.Start) + " to " + clock(g.End)
		}
		out = append(out, fmt.Sprintf("what the target said of itself is left out %s (%s): %s", when, plural(g.Readings, "reading"), g.Why))
	}
	return out
}

// untilWarning tells that the target fell silent before the end.
func untilWarning(t results.Trial) string {
	switch told := t.Target; {
	case t.Status != results.Complete:
		return ""
	case told.Readings == 0 && len(told.Untold) > 0:
		return "the target said nothing of itself during the trial"
	case told.Readings > 0 && told.Until < t.Elapsed:
		return fmt.Sprintf("the target spoke of itself for the last time at %s of %s: its totals end there, and are not held against the clients'", clock(told.Until), clock(t.Elapsed))
	}
	return ""
}

// arrivalWarning compares the attempts that were sent with those that the target
// says came. More can come if somebody else sends some: a reading of the target
// may count as well, and one in a hundred is allowed for.
func arrivalWarning(t results.Trial) string {
	if !t.Target.Tells("accepted") {
		return ""
	}
	sent, came := t.Stretches[0].SentDue+t.Account.Resent, t.Target.Accepted
	if came-sent <= sent/100+int64(t.Target.Readings) {
		return ""
	}
	return fmt.Sprintf("%s attempts were sent, the target says that %s requests came: somebody else loads it too", grouped(sent), grouped(came))
}

// goodWarning compares the good answers with what the target says it completed,
// or took in where it does not tell that. It can have completed more than the
// clients have seen, but not less.
func goodWarning(t results.Trial) string {
	said, word := t.Target.Completed, "completed"
	if !t.Target.Tells("completed") {
		said, word = t.Target.Accepted, "took in"
	}
	if !t.Target.Tells("completed") && !t.Target.Tells("accepted") {
		return ""
	}
	good := t.Stretches[0].Counts.Attempts[measure.OK]
	if good-said <= good/100 {
		return ""
	}
	return fmt.Sprintf("the clients had %s good answers, the target says it %s %s requests: something between them answers for it", grouped(good), word, grouped(said))
}

// rejectWarning compares what the clients saw of refusals with what the target
// says it refused. A refusal that came after its caller had left is a timeout to
// the caller, and what the end of the run cut off was not seen; the other way
// round one in a hundred is allowed for.
func rejectWarning(t results.Trial) string {
	if !t.Target.Tells("rejected") {
		return ""
	}
	attempts := t.Stretches[0].Counts.Attempts
	saw, said := attempts[measure.Rejected], t.Target.Rejected
	unseen := attempts[measure.Cut] + attempts.Where(measure.Outcome.TimedOut)
	if said-saw <= said/100+unseen && saw-said <= saw/100 {
		return ""
	}
	return fmt.Sprintf("the clients saw %s attempts rejected, the target says %s: something between them answers for it or swallows its answers", grouped(saw), grouped(said))
}

// A Basis says how a figure came about.
type Basis string

// The bases of a figure.
const (
	Measured  Basis = "measured"
	Estimated Basis = "estimated"
	Unknown   Basis = "unknown"
)

// waste is what is known of the work that a target did in vain.
type waste struct {
	done, wasted        time.Duration // by the target's own word
	completed, received int64         // by the target's word, and by that of the clients
}

// add takes in a trial: the work if the target tells of it, and otherwise what it
// completed, if that is of the whole trial.
func (w *waste) add(t results.Trial) {
	switch told := t.Target; {
	case told.Tells("work_done", "work_wasted") && told.WorkDone > 0:
		w.done += told.WorkDone
		w.wasted += told.WorkWasted
	case told.Tells("completed") && len(t.Stretches) > 0 && untilWarning(t) == "":
		c := t.Stretches[0].Counts
		w.completed += told.Completed
		w.received += c.Attempts.Where(measure.Outcome.Answered) - c.Attempts[measure.Rejected]
	}
}

// share returns the share of the work that was wasted. Where the target tells
// nothing of its work, every request is taken for as much of it as any other:
// what it completed and nobody received is 1 − received/completed.
func (w waste) share() (share *float64, by Basis) {
	switch {
	case w.done > 0:
		return new(float64(w.wasted) / float64(w.done)), Measured
	case w.completed > 0:
		return new(max(0, 1-float64(w.received)/float64(w.completed))), Estimated
	}
	return nil, Unknown
}
