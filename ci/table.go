package ci

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/tw"
)

// Table writes the verdict as plain text: the status and its summary, what the
// baseline does not share, a line for each check, and under it the reason of each
// that did not pass.
func (v Verdict) Table(w io.Writer) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "gate  %s  %s\n", v.Status, v.Summary)
	v.differences(&b)
	if len(v.Rules) > 0 {
		b.WriteByte('\n')
		if err := v.checks(&b); err != nil {
			return err
		}
	}
	v.reasons(&b)
	v.warnings(&b)
	_, err := w.Write(trimmed(b.Bytes()))
	return err
}

// checks writes the table proper. Its header stays as it is written here, and
// no cell is wrapped: the library would do otherwise if not told.
func (v Verdict) checks(b *bytes.Buffer) error {
	t := tablewriter.NewTable(b,
		tablewriter.WithHeaderAutoFormat(tw.Off),
		tablewriter.WithHeaderAutoWrap(tw.WrapNone),
		tablewriter.WithRowAutoWrap(tw.WrapNone),
		tablewriter.WithEastAsian(tw.Off),
		tablewriter.WithPadding(tw.Padding{Right: "  ", Overwrite: true}),
		tablewriter.WithHeaderAlignment(tw.AlignLeft),
		tablewriter.WithAlignment(tw.Alignment{tw.AlignLeft, tw.AlignLeft, tw.AlignLeft, tw.AlignRight, tw.AlignRight, tw.AlignRight}),
		tablewriter.WithRendition(tw.Rendition{
			Borders:  tw.BorderNone,
			Settings: tw.Settings{Lines: tw.LinesNone, Separators: tw.SeparatorsNone},
		}),
	)
	t.Header("status", "variant", "rule", "observed", "limit", "margin")
	for _, r := range v.Rules {
		if err := t.Append(string(r.Status), oneLine(r.Variant), oneLine(r.Rule.String()), r.Observed.String(), r.Limit.String(), r.Margin.String()); err != nil {
			return err
		}
	}
	return t.Render()
}

// differences writes what the rules were held against, and how that was made
// differently.
func (v Verdict) differences(b *bytes.Buffer) {
	if len(v.ConfirmedBy) > 0 {
		fmt.Fprintf(b, "\nagain    run %s\n", oneLine(strings.Join(v.ConfirmedBy, ", against run ")))
	}
	if v.Baseline == "" {
		return
	}
	fmt.Fprintf(b, "\nagainst  %s", oneLine(v.Baseline))
	if len(v.Differences) == 0 {
		b.WriteString(", which was asked the same on the same machine")
	}
	b.WriteByte('\n')
	for _, d := range v.Differences {
		bars := ""
		if d.Bars {
			bars = "  (not comparable)"
		}
		fmt.Fprintf(b, "differs  %s: %s → %s%s\n", oneLine(d.Name), oneLine(d.Before), oneLine(d.After), bars)
	}
	if floors := v.floors(); len(floors) > 0 {
		fmt.Fprintf(b, "noise    changes of less than this cannot be seen here: %s\n", strings.Join(floors, ", "))
	}
}

// floors lists the least changes that can be seen of what was judged, where that
// is known.
func (v Verdict) floors() []string {
	var out []string
	for _, r := range v.Rules {
		if r.Contrast == nil {
			continue
		}
		m, err := metric(r.Contrast.Metric)
		if err != nil {
			continue
		}
		k := furthest(m, *r.Contrast)
		text := fmt.Sprintf("%s in %s %s", title(k.Metric), oneLine(r.Variant), apart(m, k.Floor))
		if k.Floor > 0 && !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}

func (v Verdict) reasons(b *bytes.Buffer) {
	gap := "\n"
	for _, r := range v.Rules {
		if r.Status == Pass && !r.onTheWrongSide() {
			continue
		}
		fmt.Fprintf(b, "%s%-7s  %s: %s\n", gap, r.Status, r.subject(), oneLine(r.Reason))
		gap = ""
	}
}

// subject names the check in a sentence.
func (r Result) subject() string {
	if r.Rule.Variant != "" || r.Variant == "" {
		return fmt.Sprintf("%q", r.Rule)
	}
	return fmt.Sprintf("%q for %s", r.Rule, oneLine(r.Variant))
}

func (v Verdict) warnings(b *bytes.Buffer) {
	gap := "\n"
	for _, w := range v.Warnings {
		fmt.Fprintf(b, "%swarning  %s\n", gap, oneLine(w))
		gap = ""
	}
}

// oneLine leaves of a text what a terminal shows in one line: the names in a
// comparison come from files that may hold anything.
func oneLine(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(c rune) bool { return unicode.IsSpace(c) || unicode.IsControl(c) }), " ")
}

// trimmed takes the white space off the ends of lines, which tables pad.
func trimmed(text []byte) []byte {
	var out []byte
	for line := range bytes.Lines(text) {
		out = append(append(out, bytes.TrimRight(line, " \n")...), '\n')
	}
	return out
}
