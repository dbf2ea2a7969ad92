package ci

import (
	"encoding/json"
	"fmt"
	"io"

	"matchday/report"
)

// A Status is how a check, or the whole gate, came out.
type Status string

// The statuses.
const (
	Pass    Status = "pass"    // the rule holds on figures that can be trusted
	Fail    Status = "fail"    // the rule is broken on figures that can be trusted
	Invalid Status = "invalid" // it cannot be told
)

// The exit codes of a gate.
const (
	exitPass    = 0
	exitFail    = 1
	exitInvalid = 3 // 2 is kept for a wrong command line or file
)

// A Verdict is what a gate came to.
type Verdict struct {
	Status   Status   `json:"status"`
	Summary  string   `json:"summary"` // one sentence
	Rules    []Result `json:"rules"`   // every check, in the order of rules and variants
	Warnings []string `json:"warnings,omitempty"`

	Baseline    string              `json:"baseline,omitempty"`    // what it was held against, where it was
	Differences []report.Divergence `json:"differences,omitempty"` // of what was asked of the target there and here

	ConfirmedBy []string `json:"confirmed_by,omitempty"` // runs that were made for a second look at what failed
}

// conclude makes one verdict of all checks. One broken rule is enough to fail,
// whatever else could not be told: better figures elsewhere would not mend it.
// Otherwise one check that could not be made is enough to be invalid.
func conclude(results []Result) Verdict {
	n := map[Status]int{}
	for _, r := range results {
		n[r.Status]++
	}
	v := Verdict{Status: Pass, Rules: results}
	switch {
	case len(results) == 0:
		v.Status, v.Summary = Invalid, "nothing was judged: there are no rules"
		return v
	case n[Fail] > 0:
		v.Status = Fail
	case n[Invalid] > 0:
		v.Status = Invalid
	}
	v.Summary = fmt.Sprintf("%d of %s passed, %d failed, %d could not be judged", n[Pass], counted(len(results)), n[Fail], n[Invalid])
	return v
}

func counted(n int) string {
	if n == 1 {
		return "1 check"
	}
	return fmt.Sprintf("%d checks", n)
}

// ExitCode returns the code to end the process with: 0 for pass, 1 for fail, 3
// for invalid and for the zero Verdict.
func (v Verdict) ExitCode() int {
	switch v.Status {
	case Pass:
		return exitPass
	case Fail:
		return exitFail
	}
	return exitInvalid
}

// JSON writes the verdict for programs. Rules are in it as text that
// [ParseRule] reads.
func (v Verdict) JSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
