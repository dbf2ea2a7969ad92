package ci

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
)

func annotations(t *testing.T, v Verdict, places map[string]Place) string {
	t.Helper()
	var b bytes.Buffer
	if err := v.Annotations(&b, places); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestAnnotations(t *testing.T) {
	v := sample(t)
	places := Places("ci/gate.rules", "# rules\n\nusers_served >= 90%\nnone: verdict==recovered # comes back\nno rule\nusers_served >= 90%\n")
	if want := (Place{"ci/gate.rules", 4}); places["none: verdict == recovered"] != want {
		t.Errorf("%v, want %v", places, want)
	}
	golden(t, "verdict.annotations.txt", []byte(annotations(t, v, places)))
}

// Every command is one line, whatever is in the names, and says what was meant.
func TestAnnotationsEscape(t *testing.T) {
	c := steady(1, ms)
	c.Variants[0].Name = "50%, a:b\r\n::set-env name=x::y\x1b"
	c.Variants[0].Errors = []string{"gone,\nfor: 100%\r"}
	got := annotations(t, Check([]Rule{rule(t, "p99 < 1s")}, c, nil), map[string]Place{"p99 < 1s": {"a,b:c.rules", 3}})
	want := "::error title=gate invalid%3A p99 < 1s for 50%25%2C a%3Ab %3A%3Aset-env name=x%3A%3Ay,file=a%2Cb%3Ac.rules,line=3::a trial failed: gone,%0Afor: 100%25%0D\n"
	if first, _, _ := strings.Cut(got, "\n"); first+"\n" != want {
		t.Errorf("got  %swant %s", first+"\n", want)
	}
	if n := strings.Count(got, "\n"); n != 2 {
		t.Errorf("%d lines, want the error and the notice:\n%s", n, got)
	}
}

// GitHub shows ten of a kind: the tenth tells how many are left out.
func TestAnnotationsMost(t *testing.T) {
	check := func(results, warnings, wantErrors, wantWarnings int, last string) {
		t.Helper()
		v := Verdict{Status: Fail, Warnings: make([]string, warnings)}
		for i := range results {
			v.Rules = append(v.Rules, Result{Rule: rule(t, "p99 < 1s"), Variant: fmt.Sprint(i), Status: []Status{Invalid, Fail}[i%2]})
		}
		got := annotations(t, v, nil)
		if e, w := strings.Count(got, "::error"), strings.Count(got, "::warning"); e != wantErrors || w != wantWarnings {
			t.Errorf("%d results, %d warnings: %d errors and %d warnings, want %d and %d", results, warnings, e, w, wantErrors, wantWarnings)
		}
		if !strings.Contains(got, last) {
			t.Errorf("%d results: no %q in\n%s", results, last, got)
		}
		if results > 1 && !strings.HasPrefix(got, "::error title=gate fail") {
			t.Errorf("a broken rule does not come first:\n%s", got)
		}
	}
	check(0, 0, 1, 0, "gate fail")
	check(10, 10, 10, 10, "for 8")
	check(11, 12, 10, 10, "and 2 more")
	check(200, 0, 10, 0, "and 191 more")
}

func TestMarkdown(t *testing.T) {
	v := sample(t)
	var b bytes.Buffer
	c := comparison(variant("none", served("", .291, 371*ms), served("", .02, 499*ms)))
	c.Title = "checkout-bulkhead"
	if err := v.Markdown(&b, c); err != nil {
		t.Fatal(err)
	}
	golden(t, "verdict.md", b.Bytes())
	if err := v.Markdown(full{}, c); !errors.Is(err, errFull) {
		t.Errorf("Markdown gives %v", err)
	}
}

// GitHub drops a summary of more than a MiB, so there is none, whatever the
// names and however many checks.
func TestMarkdownIsNeverTooLarge(t *testing.T) {
	huge := strings.Repeat("<|x|>\n", 1<<16)
	c := steady(1, ms)
	c.Variants[0].Name, c.Variants[0].Errors = huge, []string{huge}
	c.Warnings = []string{huge, huge, huge}
	v := Verdict{Status: Invalid, Warnings: []string{huge}}
	for range 500 {
		v.Rules = append(v.Rules, Result{Rule: rule(t, "p99 < 1s"), Variant: huge, Status: Invalid, Reason: huge})
	}
	var b bytes.Buffer
	if err := v.Markdown(&b, c); err != nil {
		t.Fatal(err)
	}
	if b.Len() > 1<<20 || !strings.Contains(b.String(), "too large") || !strings.Contains(b.String(), "and 450 more") {
		t.Errorf("%d bytes:\n%.2000s", b.Len(), b.String())
	}
	if rows := strings.Count(b.String(), "\n|"); rows != 2+mostChecks {
		t.Errorf("%d rows, want %d and a head", rows, mostChecks)
	}
}
