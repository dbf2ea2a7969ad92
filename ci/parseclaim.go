package ci

import (
	"slices"
	"strings"

	"matchday/measure"
	"matchday/report"
)

// opRunes are the characters that operators are made of.
const opRunes = "<>=!"

// noWorse is the one claim without an operator.
const noWorse = verdictMetric + " no worse than baseline"

// parseClaim reads metric, operator and limit.
func (r *Rule) parseClaim(claim part) error {
	if claim.squeezed() == noWorse {
		r.Metric, r.Op, r.Baseline = verdictMetric, AtMost, true
		return r.whole(claim, "the verdict")
	}
	limit, err := r.parseSubject(claim)
	if err != nil {
		return err
	}
	switch r.Metric {
	case verdictMetric:
		return r.parseVerdict(limit)
	case recoveryMetric, recoverySLOMetric:
		return r.parseRecovery(claim, limit)
	case report.IsolationMetric:
		if r.Stream == "" || r.Phase != "" || r.Seconds != 0 {
			return claim.fault(`the isolation is one of a stream, over the whole trial: want a rule such as "[browse]: isolation >= 90%%"`)
		}
	}
	return r.parseLimit(limit)
}

// parseSubject reads metric and operator and returns what is left: the limit.
func (r *Rule) parseSubject(claim part) (part, error) {
	i := strings.IndexAny(claim.text, opRunes)
	if i < 0 {
		return claim, claim.fault(`%q has no operator: want one of %s, as in "p99 < 500ms"`, claim.text, ops)
	}
	n := len(claim.text[i:]) - len(strings.TrimLeft(claim.text[i:], opRunes))
	name, limit := claim.split(i, n)
	name, err := r.parsePeak(name)
	if err != nil {
		return limit, err
	}
	if err := known(name); err != nil {
		return limit, err
	}
	r.Metric, r.Op = name.text, Op(claim.text[i:i+n])
	if !r.Op.known() {
		return limit, part{at: claim.at + i}.fault("operator %q is not one of %s", r.Op, ops)
	}
	if limit.text == "" {
		return limit, limit.fault(`no limit stands after %q: want one such as "p99 < 500ms"`, r.Op)
	}
	return limit, nil
}

// parsePeak reads the peak behind a recovery, and returns the metric before it.
func (r *Rule) parsePeak(name part) (part, error) {
	metric, peak, open := name.cut("(")
	isRecovery := metric.text == recoveryMetric || metric.text == recoverySLOMetric
	if !open && !isRecovery {
		return name, nil
	}
	peak, rest, closed := peak.cutLast(")")
	if !isRecovery || !closed || rest.text != "" || peak.text == "" || strings.ContainsAny(peak.text, "@#()") {
		return name, name.fault(`%q is not a recovery from a peak, such as "recovery(peak-2) < 10s"`, name.text)
	}
	r.Peak = peak.text
	return metric, nil
}

// known returns an error if there is no metric of that name.
func known(name part) error {
	names := []string{verdictMetric}
	for _, m := range report.Metrics() {
		names = append(names, m.Name)
	}
	names = append(names, report.ShapeMetric, recoveryMetric, recoverySLOMetric)
	if slices.Contains(names, name.text) {
		return nil
	}
	words := strings.Fields(name.text)
	if len(words) > 1 && slices.Contains(names, words[len(words)-1]) {
		return name.fault(`%q is not a metric: a colon ends the variant and the phase, as in "20/20 @ peak-1: p99 < 500ms"`, name.text)
	}
	return name.fault("metric %q is not known%s want one of %s", name.text, meant(name.text, names), strings.Join(names, ", "))
}

// whole returns an error if the rule has a phase or a share of seconds, although
// what it is about is one of the whole trial.
func (r *Rule) whole(at part, what string) error {
	switch {
	case r.Phase != "":
		return at.fault("%s is one of the whole trial, not of phase %q: leave the phase out", what, r.Phase)
	case r.Seconds != 0:
		return at.fault("%s is one of the whole trial, not of its seconds: leave %q out", what, strings.TrimSpace(r.span()))
	}
	return nil
}

func (r *Rule) parseVerdict(limit part) error {
	if err := r.whole(limit, "the verdict"); err != nil {
		return err
	}
	if r.Op != Equal && r.Op != Unequal {
		return limit.fault(`operator %q does not fit the verdict: want == or !=, as in "verdict == recovered", or %q`, r.Op, noWorse)
	}
	r.Verdict = measure.Verdict(limit.squeezed())
	if !slices.Contains(verdicts(), string(r.Verdict)) {
		return limit.fault("verdict %q is not known%s want one of %s", limit.text, meant(limit.text, verdicts()), strings.Join(verdicts(), ", "))
	}
	return nil
}

func verdicts() []string {
	return []string{
		string(measure.Recovered), string(measure.Slow), string(measure.Degraded),
		string(measure.Metastable), string(measure.Undecided), string(measure.NoPeak),
	}
}

// parseRecovery reads the limit on a recovery, which is one from above: a target
// that never comes back would keep any other.
func (r *Rule) parseRecovery(claim, limit part) error {
	if err := r.whole(claim, "the recovery from a peak"); err != nil {
		return err
	}
	if !r.Op.ceiling() {
		return claim.fault(`operator %q does not fit a recovery: want < or <=, as in "recovery(peak-2) < 10s"`, r.Op)
	}
	if relative(limit.squeezed()) {
		return limit.fault(`a recovery has no margin around the baseline's: want a duration such as 10s, or %q`, noWorse)
	}
	return r.parseLimit(limit)
}
