package ci

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// mostAnnotations is how many annotations of a kind GitHub shows of one step;
// what comes after them is lost without a word.
const mostAnnotations = 10

// An annotation is a workflow command that GitHub shows beside a change.
type annotation struct {
	kind  string // error, warning or notice
	title string
	text  string
	place Place
}

// Annotations writes the verdict as GitHub's workflow commands: an error for
// each check that did not pass, the broken ones first, a warning for each
// warning, and a notice with the summary. Of more than GitHub shows of a kind the
// last one counts the rest. places says where rules stand, by their text, see
// [Places]; it may be nil.
func (v Verdict) Annotations(w io.Writer, places map[string]Place) error {
	var b strings.Builder
	for _, a := range shown("error", v.errors(places)) {
		b.WriteString(a.String())
	}
	var warnings []annotation
	for _, text := range v.Warnings {
		warnings = append(warnings, annotation{kind: "warning", title: "gate", text: text})
	}
	for _, a := range shown("warning", warnings) {
		b.WriteString(a.String())
	}
	b.WriteString(annotation{kind: "notice", title: "gate " + string(v.Status), text: v.Summary}.String())
	_, err := io.WriteString(w, b.String())
	return err
}

// errors returns what did not pass, the broken rules first. A gate that did not
// pass is an error even if none of its checks is.
func (v Verdict) errors(places map[string]Place) []annotation {
	var out []annotation
	for _, r := range v.urgent() {
		out = append(out, annotation{"error", "gate " + string(r.Status) + ": " + r.name(), r.Reason, places[r.Rule.String()]})
	}
	if len(out) == 0 && v.Status != Pass {
		out = append(out, annotation{kind: "error", title: "gate " + string(v.Status), text: v.Summary})
	}
	return out
}

// urgent returns the checks that did not pass, the broken rules before those
// that could not be judged.
func (v Verdict) urgent() []Result {
	var out []Result
	for _, r := range v.Rules {
		if r.Status != Pass {
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, func(a, b Result) int { return rank(a.Status) - rank(b.Status) })
	return out
}

// rank orders statuses by how much they want to be seen.
func rank(s Status) int { return slices.Index([]Status{Fail, Invalid, Pass}, s) }

// shown leaves as many annotations of a kind as are shown. The last one tells of
// those that are not.
func shown(kind string, all []annotation) []annotation {
	if len(all) <= mostAnnotations {
		return all
	}
	rest := len(all) - (mostAnnotations - 1)
	return append(slices.Clone(all[:mostAnnotations-1]),
		annotation{kind: kind, title: "gate", text: fmt.Sprintf("and %d more, see the summary of the job", rest)})
}

// String returns the annotation as one line.
func (a annotation) String() string {
	properties := "title=" + property(a.title)
	if a.place.File != "" {
		properties += fmt.Sprintf(",file=%s,line=%d", property(a.place.File), a.place.Line)
	}
	return fmt.Sprintf("::%s %s::%s\n", a.kind, properties, data(a.text))
}

// data escapes the text of a command, which ends with its line.
func data(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(visible(text))
}

// property escapes a value that a colon or a comma would end.
func property(text string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(data(oneLine(text)))
}
