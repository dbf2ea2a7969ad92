package ci

import (
	"fmt"
	"strings"
	"unicode"

	"matchday/measure"
)

// ParseRule reads one rule:
//
//	rule     = [ scope ":" ] claim [ "for" percent "of seconds" ] [ "@" phase ]
//	scope    = [ "[" stream "]" ] [ variant ] [ "@" phase ]   not all left out
//	claim    = metric op quantity
//	         | metric ( "<=" | ">=" ) baseline
//	         | recovery "(" peak ")" ( "<" | "<=" ) duration
//	         | "verdict" ( "==" | "!=" ) verdict
//	         | "verdict no worse than baseline"
//	metric   = a name of report.Metrics, or "shape", which has a baseline alone
//	recovery = "recovery" | "recovery_slo"
//	op       = "<" | "<=" | ">" | ">=" | "==" | "!="
//	baseline = "baseline" [ ( "+" | "-" ) margin [ "or" margin ] ] | percent "of baseline"
//	margin   = percent | quantity, of shares number "points"
//	quantity = percent | duration | rate | number        whichever the metric is counted in
//	percent  = number "%"
//	duration = as time.ParseDuration, without a sign, up to 24h
//	rate     = number [ "/s" ]
//	number   = digits [ "." digits ]
//
// Stream, variant, phase and peak are names without "@" and "#"; that of a stream
// is without brackets, and that of a variant does not begin with one. The scope
// ends with the last colon, since the names of some variants have one; the phase
// may stand at the end instead. Without a stream a rule holds for all traffic
// together, without a variant for every variant, without a phase for the whole
// trial. The verdict, the isolation and recoveries are of the whole trial, and the
// isolation is always one of a stream:
//
//	20/20 @ after-peak-2: goodput >= 99%
//	none: p99 < 500ms
//	p99 < 250ms for 99% of seconds @ peak-2
//	recovery(peak-2) < 10s
//	20/20: verdict == recovered
//	[checkout] 20/20 @ peak-1: p99 < 125ms
//	[browse]: isolation >= 90%
//
// Against a baseline a rule says how much worse the metric may be: as a percentage
// of the baseline's figure, as a distance from it, or as the larger of both.
// Without a margin it is the metric's own. What is worse is the metric's to say:
// the limit lies above the baseline where less is better, and below where more is.
// "105% of baseline" is another way to write "baseline + 5%":
//
//	p99 <= baseline + 5% or 3ms
//	users_served >= baseline - 0.5 points
//	shape <= baseline
//	verdict no worse than baseline
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
	if claim, err = r.parseEnd(claim); err != nil {
		return r, err
	}
	return r, r.parseClaim(claim)
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
	r.Variant = variant.text
	if !phased {
		return nil
	}
	return r.parsePhase(phase)
}

func (r *Rule) parsePhase(phase part) error {
	switch {
	case phase.text == "":
		return phase.fault(`no phase stands after "@": want one such as "@ peak-1"`)
	case strings.Contains(phase.text, "@"):
		return phase.fault(`phase %q holds a second "@": want one phase such as "@ peak-1"`, phase.text)
	case strings.Contains(phase.text, "#"):
		return phase.fault(`%q holds a "#", which begins a comment`, phase.text)
	}
	if r.Phase = phase.text; r.Phase == measure.Whole {
		r.Phase = ""
	}
	return nil
}

// parseEnd reads what may stand behind the limit, the share of seconds and the
// phase, and returns what is left.
func (r *Rule) parseEnd(claim part) (part, error) {
	op := strings.IndexAny(claim.text, opRunes)
	if at := strings.Index(claim.text, "@"); at > op && op >= 0 {
		rest, phase := claim.split(at, 1)
		if r.Phase != "" {
			return claim, phase.fault("there is a phase before the colon already: %q", r.Phase)
		}
		if err := r.parsePhase(phase); err != nil {
			return claim, err
		}
		claim = rest
	}
	rest, span, found := claim.cutWord("for")
	if !found {
		return claim, nil
	}
	share, seconds := strings.CutSuffix(span.squeezed(), " of seconds")
	x, err := parsePercent(joined(share))
	if !seconds || err != nil || x == 0 || x > 1 {
		return claim, span.fault(`%q is not a share of seconds above zero, such as "for 99%% of seconds"`, span.text)
	}
	r.Seconds = x
	return rest, nil
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
