package ci

import (
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/jstemmer/go-junit-report/v2/junit"
)

// JUnit writes the verdict as a results file that every pipeline reads: one
// suite, named after what was judged, with a test case for each rule and
// variant. A check that could not be made is an error and never skipped, since
// pipelines take what was skipped for green. A gate that did not pass has at
// least one case which says so, even if it made no check.
func (v Verdict) JUnit(w io.Writer, name string) error {
	suite := junit.Testsuite{Name: visible(name), Time: "0"}
	if v.Baseline != "" {
		suite.AddProperty("baseline", visible(v.Baseline))
	}
	for _, run := range v.ConfirmedBy {
		suite.AddProperty("confirmed by run", visible(run))
	}
	bad := false
	for _, r := range v.Rules {
		suite.AddTestcase(r.testcase(suite.Name))
		bad = bad || r.Status != Pass
	}
	if !bad && v.Status != Pass {
		suite.AddTestcase(v.testcase(suite.Name))
	}
	if len(v.Warnings) > 0 {
		suite.SystemErr = &junit.Output{Data: visible(strings.Join(v.Warnings, "\n"))}
	}
	suite.SystemOut = &junit.Output{Data: visible(fmt.Sprintf("gate %s: %s", v.Status, v.Summary))}
	var all junit.Testsuites
	all.AddSuite(suite)
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	return all.WriteXML(w)
}

// testcase is one check.
func (r Result) testcase(class string) junit.Testcase {
	c := junit.Testcase{Name: visible(r.name()), Classname: class, Time: "0"}
	found := &junit.Result{Message: visible(r.Reason), Type: string(r.Status), Data: visible(r.body())}
	switch r.Status {
	case Pass:
		c.SystemOut = &junit.Output{Data: found.Data}
	case Fail:
		c.Failure = found
	default:
		c.Error = found
	}
	return c
}

// testcase stands for a gate that did not pass although none of its checks says
// so.
func (v Verdict) testcase(class string) junit.Testcase {
	c := junit.Testcase{Name: "gate", Classname: class, Time: "0"}
	found := &junit.Result{Message: visible(v.Summary), Type: string(v.Status), Data: visible(v.Summary)}
	if v.Status == Fail {
		c.Failure = found
		return c
	}
	c.Error = found
	return c
}

// name tells a check from every other of its gate.
func (r Result) name() string {
	if r.Rule.Variant != "" || r.Variant == "" {
		return r.Rule.String()
	}
	return fmt.Sprintf("%s for %s", r.Rule, r.Variant)
}

// body is a check in lines: what was observed, and against what.
func (r Result) body() string {
	return fmt.Sprintf("rule      %s\nvariant   %s\nobserved  %s\nlimit     %s\nmargin    %s\n\n%s\n",
		oneLine(r.Rule.String()), oneLine(r.Variant), r.Observed, r.Limit, r.Margin, r.Reason)
}

// visible writes what XML cannot hold as Go does in a literal, such as \x1b, so
// that names stay apart which differ in nothing else.
func visible(text string) string {
	var b strings.Builder
	for i, c := range text {
		switch {
		case c == utf8.RuneError && !strings.HasPrefix(text[i:], "\uFFFD"):
			fmt.Fprintf(&b, `\x%02x`, text[i])
		case c < ' ' && c != '\t' && c != '\n' && c != '\r', c == 0xFFFE, c == 0xFFFF, c == 0x7f:
			b.WriteString(strings.Trim(strconv.QuoteRuneToASCII(c), "'"))
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}
