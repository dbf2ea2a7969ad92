package ci

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"matchday/report"
)

// How much a summary holds. GitHub drops one of more than a MiB whole.
const (
	mostSummary = 1<<20 - 1<<12 // bytes
	mostChecks  = 50            // rows
	mostRemarks = 10            // of a kind
	mostReason  = 500           // characters of a sentence
)

// Markdown writes what a job or a pull request shows of a gate, as Markdown: its
// verdict, a table of the checks and why those did not pass that did not, and
// under it the report on what was judged.
func (v Verdict) Markdown(w io.Writer, c report.Comparison) error {
	checks, err := v.checkTable()
	if err != nil {
		return err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "## %s gate: %s\n\n%s\n\n", v.Status.mark(), v.Status, report.MarkdownText(v.Summary))
	if len(v.ConfirmedBy) > 0 {
		fmt.Fprintf(&b, "Looked at again in run %s\n\n", report.MarkdownText(strings.Join(v.ConfirmedBy, ", against run ")))
	}
	b.WriteString(checks + v.remarks())
	var page bytes.Buffer
	if err := report.Markdown(&page, c); err != nil {
		return err
	}
	if b.Len()+page.Len() > mostSummary {
		page.Reset()
		page.WriteString("The report is too large to be shown here.\n")
	}
	b.Write(page.Bytes())
	_, err = b.WriteTo(w)
	return err
}

// mark is the status for whoever does not read the word.
func (s Status) mark() string {
	switch s {
	case Pass:
		return "✓"
	case Fail:
		return "✕"
	}
	return "?"
}

// checkTable is the table of checks: those that did not pass first if there are
// more than it holds.
func (v Verdict) checkTable() (string, error) {
	checks, more := v.Rules, ""
	if len(checks) > mostChecks {
		checks = append(v.urgent(), v.passed()...)[:mostChecks]
		more = fmt.Sprintf("and %d more\n\n", len(v.Rules)-mostChecks)
	}
	if len(checks) == 0 {
		return "", nil
	}
	column := func(head string, left bool, of func(Result) string) report.MarkdownColumn {
		c := report.MarkdownColumn{Head: head, Left: left}
		for _, r := range checks {
			c.Cells = append(c.Cells, short(of(r)))
		}
		return c
	}
	table, err := report.MarkdownTable(
		column("gate", true, func(r Result) string { return r.Status.mark() + " " + string(r.Status) }),
		column("rule", true, func(r Result) string { return r.Rule.String() }),
		column("variant", true, func(r Result) string { return r.Variant }),
		column("observed", false, func(r Result) string { return r.Observed.String() }),
		column("limit", false, func(r Result) string { return r.Limit.String() }),
		column("margin", false, func(r Result) string { return r.Margin.String() }),
	)
	return table + "\n" + more, err
}

// passed returns the checks that did.
func (v Verdict) passed() []Result {
	var out []Result
	for _, r := range v.Rules {
		if r.Status == Pass {
			out = append(out, r)
		}
	}
	return out
}

// remarks says why checks did not pass, and what to be careful about.
func (v Verdict) remarks() string {
	var why, careful []string
	for _, r := range v.urgent() {
		why = append(why, fmt.Sprintf("**%s** %s: %s", r.Status, report.MarkdownText(short(r.name())), report.MarkdownText(short(r.Reason))))
	}
	for _, w := range v.Warnings {
		careful = append(careful, "**warning** "+report.MarkdownText(short(w)))
	}
	if len(why)+len(careful) == 0 {
		return ""
	}
	return listed(why) + listed(careful) + "\n"
}

// listed sets sentences as a list, the first few of many.
func listed(lines []string) string {
	if len(lines) == 0 {
		return ""
	}
	if rest := len(lines) - mostRemarks; rest > 0 {
		lines = append(lines[:mostRemarks:mostRemarks], fmt.Sprintf("and %d more", rest))
	}
	return "- " + strings.Join(lines, "\n- ") + "\n"
}

// short cuts off a text that would fill the page.
func short(text string) string {
	if runes := []rune(text); len(runes) > mostReason {
		return string(runes[:mostReason]) + "…"
	}
	return text
}
