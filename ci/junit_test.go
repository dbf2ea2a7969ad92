package ci

import (
	"bytes"
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/jstemmer/go-junit-report/v2/junit"
)

// suiteOf writes a verdict, holds the file against the schema, and reads it back.
func suiteOf(t *testing.T, v Verdict, name string) junit.Testsuite {
	t.Helper()
	var b bytes.Buffer
	if err := v.JUnit(&b, name); err != nil {
		t.Fatal(err)
	}
	validate(t, b.Bytes())
	var all junit.Testsuites
	if err := xml.Unmarshal(b.Bytes(), &all); err != nil {
		t.Fatalf("%v in\n%s", err, b.String())
	}
	if len(all.Suites) != 1 {
		t.Fatalf("%d suites, want 1", len(all.Suites))
	}
	if s := all.Suites[0]; all.Tests != s.Tests || all.Failures != s.Failures || all.Errors != s.Errors {
		t.Errorf("%d/%d/%d in all, %d/%d/%d in the one suite", all.Tests, all.Failures, all.Errors, s.Tests, s.Failures, s.Errors)
	}
	return all.Suites[0]
}

// validate holds a results file against the schema. Where everything that tests
// need is installed, a test that cannot be made is a failure.
func validate(t *testing.T, text []byte) {
	t.Helper()
	lint, err := exec.LookPath("xmllint")
	if err != nil {
		if os.Getenv("MATCHDAY_CI") != "" {
			t.Fatal("xmllint is not installed (package libxml2-utils)")
		}
		t.Log("not held against the schema: xmllint is not installed")
		return
	}
	c := exec.Command(lint, "--noout", "--nonet", "--schema", filepath.Join("testdata", "junit.xsd"), "-")
	c.Stdin = bytes.NewReader(text)
	if out, err := c.CombinedOutput(); err != nil {
		t.Errorf("%v: %s\n%s", err, out, text)
	}
}

func TestJUnit(t *testing.T) {
	v := sample(t)
	var b bytes.Buffer
	if err := v.JUnit(&b, "checkout-bulkhead"); err != nil {
		t.Fatal(err)
	}
	golden(t, "verdict.junit.xml", b.Bytes())

	suite := suiteOf(t, v, "checkout-bulkhead")
	count := map[Status]int{}
	for i, r := range v.Rules {
		count[r.Status]++
		c := suite.Testcases[i]
		if (c.Failure != nil) != (r.Status == Fail) || (c.Error != nil) != (r.Status == Invalid) || c.Skipped != nil {
			t.Errorf("%s is %s, but its case says otherwise: %+v", c.Name, r.Status, c)
		}
		if c.Failure != nil && c.Failure.Message != r.Reason {
			t.Errorf("message %q, want %q", c.Failure.Message, r.Reason)
		}
	}
	if suite.Tests != len(v.Rules) || suite.Failures != count[Fail] || suite.Errors != count[Invalid] {
		t.Errorf("%d tests, %d failures, %d errors; want %d, %d, %d", suite.Tests, suite.Failures, suite.Errors, len(v.Rules), count[Fail], count[Invalid])
	}
}

// What a verdict was held against, and which runs a second look took, is in both.
func TestSecondLookIsTold(t *testing.T) {
	v := sample(t)
	v.Baseline, v.ConfirmedBy = "baseline main", []string{"2-c", "2-d"}
	want := []junit.Property{{Name: "baseline", Value: "baseline main"}, {Name: "confirmed by run", Value: "2-c"}, {Name: "confirmed by run", Value: "2-d"}}
	if got := suiteOf(t, v, "x").Properties; got == nil || !slices.Equal(*got, want) {
		t.Errorf("properties %v, want %v", got, want)
	}
	var b bytes.Buffer
	if err := v.Markdown(&b, steady(1, ms)); err != nil || !strings.Contains(b.String(), "\nLooked at again in run 2-c, against run 2-d\n") {
		t.Errorf("no second look in\n%s", b.String())
	}
}

// No gate that did not pass is a file without a bad case: a pipeline would take
// it for green.
func TestJUnitNeverGreen(t *testing.T) {
	none := suiteOf(t, Check(nil, steady(1, ms), nil), "nothing")
	if none.Tests != 1 || none.Errors != 1 {
		t.Errorf("no rules: %d tests, %d errors, want 1 and 1", none.Tests, none.Errors)
	}
	passed := Check([]Rule{rule(t, "p99 < 1s")}, steady(1, ms), nil)
	for status, want := range map[Status][2]int{Pass: {0, 0}, Fail: {1, 0}, Invalid: {0, 1}, "": {0, 1}} {
		passed.Status = status
		if s := suiteOf(t, passed, "other"); s.Failures != want[0] || s.Errors != want[1] {
			t.Errorf("%q although every check passed: %d failures, %d errors, want %v", status, s.Failures, s.Errors, want)
		}
	}
}

// Names from files may hold what XML cannot, or what ends a part of it.
func TestJUnitSurvivesNames(t *testing.T) {
	for text, want := range map[string]string{
		"20/20":                   "20/20",
		"]]><![CDATA[<a b='c'>&&": "]]><![CDATA[<a b='c'>&&",
		"a\x00b\x1b[2Jc":          `a\x00b\x1b[2Jc`,
		"broken \xff utf-8":       `broken \xff utf-8`,
		"a real \uFFFD":           "a real \uFFFD",
		"edge \uFFFF":             `edge \uffff`,
		"größer ≥ 🏟":              "größer ≥ 🏟",
	} {
		c := steady(.5, ms)
		c.Variants[0].Name = text
		c.Variants[0].Errors = []string{text}
		suite := suiteOf(t, Check([]Rule{rule(t, "p99 < 1s")}, c, nil), text)
		got := suite.Testcases[0]
		if suite.Name != want || !strings.HasSuffix(got.Name, " for "+want) || !strings.Contains(got.Error.Message, want) || !strings.Contains(got.Error.Data, want) {
			t.Errorf("%q: suite %q, case %q: %q, %q", text, suite.Name, got.Name, got.Error.Message, got.Error.Data)
		}
	}
}
