package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"matchday/ci"
	"matchday/cmd/matchday/internal/experiment"
	"matchday/report"
	"matchday/results"
	"matchday/targets/bulkhead"
)

const (
	// provenRounds is how many rounds a self-test makes: as many as are advised
	// for a gate, since what these cannot tell a gate will not see.
	provenRounds = 5
	// provenSetting is tried where no rule names a variant. Without a queue
	// answers take the same time whichever users come, so that a gate that cannot
	// tell a regression here tells none anywhere.
	provenSetting = "20/0"
)

// A proof tries rules on the built-in target, in virtual time.
type proof struct {
	rules      []ci.Rule // those of the gate itself where there are none
	experiment experiment.Experiment
	text       []byte
	store      results.Store
}

// prove says whether the rules pass what did not change and fail what got worse.
func (f gateFlags) prove(ctx context.Context, s streams) error {
	rules, err := f.parse()
	if err != nil {
		return usage(err)
	}
	if len(rules) == 0 && f.file != "" {
		return usage(fmt.Errorf("%s holds no rule; without --rules the gate tries those of its own", f.file))
	}
	if needless := f.needless(); len(needless) > 0 {
		return usage(fmt.Errorf("--self-test makes runs and a baseline of its own and prints text: leave %s out", strings.Join(needless, " and ")))
	}
	dir, err := os.MkdirTemp("", "matchday-self-test-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	p := proof{rules: rules, store: results.Store{Dir: dir}}
	if p.experiment, p.text, err = proven(variantsOf(rules)); err != nil {
		return err
	}
	return p.try(ctx, s)
}

// needless names the flags that say nothing to a self-test. To take them and do
// nothing would leave somebody waiting for a file.
func (f gateFlags) needless() []string {
	var out []string
	for _, flag := range []struct {
		name  string
		given bool
	}{
		{"--baseline", f.baseline != ""}, {"--json", f.json}, {"--junit", f.surfaces.junit != ""},
		{"--confirm", f.confirm}, {"--force", f.force},
	} {
		if flag.given {
			out = append(out, flag.name)
		}
	}
	return out
}

// variantsOf returns the variants that the rules name and the target knows.
func variantsOf(rules []ci.Rule) []string {
	var out []string
	for _, r := range rules {
		if _, err := bulkhead.ParseSetting(r.Variant); err == nil && !slices.Contains(out, r.Variant) {
			out = append(out, r.Variant)
		}
	}
	if len(out) == 0 {
		return []string{provenSetting}
	}
	return out
}

// proven returns the match day with those variants.
func proven(variants []string) (experiment.Experiment, []byte, error) {
	f := runFlags{changed: func(flag string) bool { return slices.Contains([]string{"engine", "rounds", "bulkhead"}, flag) }}
	f.over.Engine, f.over.Rounds, f.over.Bulkheads = experiment.Virtual, provenRounds, variants
	return f.experiment(nil)
}

// A tried is what the gate said of one target.
type tried struct {
	name string
	want ci.Status
	ci.Verdict
}

// try makes the baseline and holds everything else against it.
func (p proof) try(ctx context.Context, s streams) error {
	fmt.Fprintf(s.out, "self-test   %s on the built-in target in virtual time, %d rounds\n\n", names(p.experiment), provenRounds)
	base, err := p.run(ctx, p.experiment)
	if err != nil {
		return err
	}
	ref := report.ReferenceRun(base)
	other := p.experiment
	other.Seed += provenRounds
	all := []tried{{name: "nothing changed, other users", want: ci.Pass}}
	targets := []experiment.Experiment{other}
	for _, r := range experiment.Regressions() {
		all = append(all, tried{name: r.Name, want: ci.Fail})
		targets = append(targets, p.experiment.Regressed(r))
	}
	for i, e := range targets {
		c, err := p.run(ctx, e)
		if err != nil {
			return err
		}
		all[i].Verdict = p.judge(c, ref)
		all[i].print(s.out)
	}
	return conclude(s.out, all)
}

func (p proof) judge(c report.Comparison, ref report.Reference) ci.Verdict {
	rules := p.rules
	if len(rules) == 0 {
		rules = ci.DefaultRules(c, ref)
	}
	return ci.Check(rules, c, &ref)
}

// run makes the experiment and reads what it came to.
func (p proof) run(ctx context.Context, e experiment.Experiment) (report.Comparison, error) {
	r := runner{experiment: e, text: p.text, watcher: newWatcher(io.Discard, true)}
	path, err := r.make(ctx, p.store)
	if err != nil {
		return report.Comparison{}, err
	}
	return compare(path)
}

// print writes one line: whether the gate did as it should, and why it said what
// it said.
func (t tried) print(w io.Writer) {
	mark := "ok"
	if t.Status != t.want {
		mark = "WRONG"
	}
	fmt.Fprintf(w, "%-5s  %-32s %-8s %s\n", mark, t.name, t.Status, t.why())
}

// why tells of the first rule that came out like the whole.
func (t tried) why() string {
	i := slices.IndexFunc(t.Rules, func(r ci.Result) bool { return r.Status == t.Status })
	if i < 0 || t.Status == ci.Pass {
		return t.Summary
	}
	return fmt.Sprintf("%s: %s", t.Rules[i].Rule, t.Rules[i].Reason)
}

// conclude says whether the gate can fail, and ends with [exitFailed] if not.
func conclude(w io.Writer, all []tried) error {
	var missed []string
	green := true
	for _, t := range all {
		switch {
		case t.Status == t.want:
		case t.want == ci.Pass:
			green = false
		default:
			missed = append(missed, t.name)
		}
	}
	switch {
	case len(missed) > 0:
		fmt.Fprintf(w, "\nthe gate does not notice: %s\n", strings.Join(missed, "; "))
	case !green:
		fmt.Fprintln(w, "\nthe gate does not pass what has not changed")
	default:
		fmt.Fprintln(w, "\nthe gate can fail, and passes what has not changed")
		return nil
	}
	return coded{exitFailed, errQuiet}
}
