package ci

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"matchday/measure"
	"matchday/report"
)

// ParseRule reads one rule:
//
//	rule     = [ scope ":" ] metric op limit
//	scope    = [ "[" stream "]" ] [ variant ] [ "@" phase ]   not all left out
//	metric   = "verdict" | a name of report.Metrics
//	op       = "<" | "<=" | ">" | ">=" | "==" | "!="
//	limit    = quantity | percent "of baseline" | verdict
//	quantity = percent | duration | rate | number        whichever the metric is counted in
//	percent  = number "%"
//	duration = as time.ParseDuration, without a sign, up to 24h
//	rate     = number [ "/s" ]
//	number   = digits [ "." digits ]
//
// Stream, variant and phase are names without "@" and "#"; that of a stream is
// without brackets, and that of a variant does not begin with one. The scope ends
// with the last colon, since the names of some variants have one. Without a
// stream a rule holds for all traffic together, without a variant for every
// variant, without a phase for the whole trial. The verdict is one of the whole
// trial; it is compared by == or != with one of [measure.Verdict]. The isolation
// is one of the whole trial too, and always of a stream:
//
//	20/20 @ after-peak-2: goodput >= 99%
//	none: p99 < 500ms
//	users_served >= 95% of baseline
//	20/20: verdict == recovered
//	[checkout] 20/20 @ peak-1: p99 < 125ms
//	[browse]: isolation >= 90%
//
// A rule that no figure could break, or none could keep, is an error: a gate
// that cannot fail is not one.
func ParseRule(text string) (Rule, error) {
	r, err := parse(text)
	if err != nil {
		return Rule{}, fmt.Errorf("rule %q: %w", strings.TrimSpace(text), err)
	}
	return r, nil
}

// parse returns its errors as faults.
func parse(text string) (r Rule, err error) {
	whole := part{0, text}.trim()
	if whole.text == "" {
		return r, whole.fault(`is empty: want one such as "p99 < 500ms"`)
	}
	if i := strings.IndexFunc(whole.text, control); i >= 0 {
		return r, part{at: whole.at + i}.fault("holds a line break or another control character: want one rule, on one line")
	}
	claim := whole
	if scope, rest, scoped := whole.cutLast(":"); scoped {
		if err := r.parseScope(scope); err != nil {
			return r, err
		}
		claim = rest
	}
	limit, err := r.parseClaim(claim)
	if err != nil {
		return r, err
	}
	if r.Metric == verdictMetric {
		return r, r.parseVerdict(limit)
	}
	if r.Metric == report.IsolationMetric && (r.Stream == "" || r.Phase != "") {
		return r, claim.fault(`the isolation is one of a stream, over the whole trial: want a rule such as "[browse]: isolation >= 90%%"`)
	}
	return r, r.parseLimit(limit)
}

// control tells whether a character has no place in a line of text.
func control(c rune) bool { return unicode.IsControl(c) && c != '\t' }

func (r *Rule) parseScope(scope part) error {
	if scope.text == "" {
		return scope.fault(`nothing stands before the colon: want a variant, a phase or both, such as "20/20 @ peak-1:"`)
	}
	if strings.Contains(scope.text, "#") {
		return scope.fault(`%q holds a "#", which begins a comment`, scope.text)
	}
	scope, err := r.parseStream(scope)
	if err != nil {
		return err
	}
	variant, phase, phased := scope.cut("@")
	if phased && phase.text == "" {
		return phase.fault(`no phase stands after "@": want one such as "@ peak-1"`)
	}
	if strings.Contains(phase.text, "@") {
		return phase.fault(`phase %q holds a second "@": want one phase such as "@ peak-1"`, phase.text)
	}
	r.Variant, r.Phase = variant.text, phase.text
	if r.Phase == measure.Whole {
		r.Phase = ""
	}
	return nil
}

// parseStream reads the stream in front of a scope and returns what is left.
func (r *Rule) parseStream(scope part) (rest part, err error) {
	if !strings.HasPrefix(scope.text, "[") {
		return scope, nil
	}
	stream, rest, closed := scope.cut("]")
	_, stream = stream.split(0, 1)
	if !closed || stream.text == "" || strings.ContainsAny(stream.text, "[@") {
		return scope, scope.fault(`%q does not begin with a stream in brackets: want one such as "[checkout] 20/20:"`, scope.text)
	}
	r.Stream = stream.text
	return rest, nil
}

// parseClaim reads metric and operator and returns what is left: the limit.
func (r *Rule) parseClaim(claim part) (part, error) {
	i := strings.IndexAny(claim.text, "<>=!")
	if i < 0 {
		return claim, claim.fault(`%q has no operator: want one of %s, as in "p99 < 500ms"`, claim.text, ops)
	}
	n := len(claim.text[i:]) - len(strings.TrimLeft(claim.text[i:], "<>=!"))
	name, limit := claim.split(i, n)
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

// known returns an error if there is no metric of that name.
func known(name part) error {
	names := []string{verdictMetric}
	for _, m := range report.Metrics() {
		names = append(names, m.Name)
	}
	if slices.Contains(names, name.text) {
		return nil
	}
	words := strings.Fields(name.text)
	if len(words) > 1 && slices.Contains(names, words[len(words)-1]) {
		return name.fault(`%q is not a metric: a colon ends the variant and the phase, as in "20/20 @ peak-1: p99 < 500ms"`, name.text)
	}
	return name.fault("metric %q is not known%s want one of %s", name.text, meant(name.text, names), strings.Join(names, ", "))
}

func (r *Rule) parseVerdict(limit part) error {
	if r.Phase != "" {
		return limit.fault("the verdict is one of the whole trial, not of phase %q: leave the phase out", r.Phase)
	}
	if r.Op != Equal && r.Op != Unequal {
		return limit.fault(`operator %q does not fit the verdict: want == or !=, as in "verdict == recovered"`, r.Op)
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

func (r *Rule) parseLimit(limit part) error {
	text, relative := strings.CutSuffix(limit.squeezed(), " of baseline")
	text = joined(text)
	if relative {
		return r.parseShare(limit, text)
	}
	m, err := report.Lookup(r.Metric)
	if err != nil {
		return limit.fault("%v", err)
	}
	r.Limit, err = parseQuantity(text, m.Unit)
	if err != nil {
		return limit.fault("limit %q of %s is not %s%s", limit.text, m.Name, wanted(m.Unit), orBaseline(text, m.Unit))
	}
	if why := r.pointless(m.Unit); why != "" {
		return limit.fault("%s", why)
	}
	return nil
}

// joined puts a unit that is set off by a space, as reports write it, back to
// its number. It leaves "1 200" alone, which may be two numbers.
func joined(text string) string {
	number, unit, found := strings.Cut(text, " ")
	if !found || strings.ContainsAny(unit, "0123456789. ") {
		return text
	}
	return number + unit
}

// parseShare reads a limit that is a share of the baseline's figure.
func (r *Rule) parseShare(limit part, text string) error {
	x, err := parsePercent(text)
	if err != nil || x == 0 {
		return limit.fault(`limit %q is not a percentage above zero of the baseline, such as "110%% of baseline"`, limit.text)
	}
	r.Limit, r.Baseline = x, true
	return nil
}

// orBaseline says how to write a share of the baseline, to those who may have
// meant one.
func orBaseline(text string, u report.Unit) string {
	if _, err := parsePercent(text); err != nil || u == report.Share {
		return ""
	}
	return fmt.Sprintf("; a share of the baseline's figure is written %q", text+" of baseline")
}

// pointless says why every figure, or none, keeps the rule. It returns "" for a
// rule that can go both ways. No metric is below zero, and no share above one.
func (r Rule) pointless(u report.Unit) string {
	top := u == report.Share && r.Limit >= 1
	switch {
	case r.Op == AtLeast && r.Limit == 0, r.Op == AtMost && top:
		return fmt.Sprintf("%s %s %s cannot fail: no figure is on the other side", r.Metric, r.Op, r.limit())
	case r.Op == Less && r.Limit == 0, r.Op == More && top:
		return fmt.Sprintf("%s %s %s cannot hold: no figure is on that side", r.Metric, r.Op, r.limit())
	}
	return ""
}
