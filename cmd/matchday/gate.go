package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"matchday/ci"
	"matchday/report"
)

// gateFlags are the flags of gate.
type gateFlags struct {
	store     string
	baseline  string
	baselines string
	rules     []string
	file      string
	force     bool
	confirm   bool
	selfTest  bool
	json      bool
	surfaces  surfaceFlags
}

// gateHelp is what gate says of itself.
const gateHelp = `gate judges a stored run by rules such as

  p99 < 500ms
  20/20 @ after-peak-2: goodput >= 99%
  [browse] 20/20: isolation >= 90%
  p99 < 250ms for 99% of seconds @ peak-2
  recovery(peak-2) < 10s
  verdict == recovered

where all before the colon can be left out: the stream, in brackets, the variant
and the phase. With --baseline rules say how much worse the run may be:

  p99 <= baseline + 5% or 3ms
  users_served >= baseline - 0.5 points
  shape <= baseline
  verdict no worse than baseline

Without a margin it is the metric's own: 2 %, and at least 1 ms of durations and
0.2 points of shares. With a baseline and without rules the gate asks of every
variant that no fewer users are served, that no share of them waits longer (the
shape), and that the verdict is no worse.

It ends with 0 when all rules hold, 1 when one does not, and 3 when they cannot
be judged: nothing was measured, the generator was the limit, the baseline does
not compare, the rounds are too few to tell. What cannot be judged never passes.

With --confirm what fails is made again with the experiment that is stored with
the run, and the baseline as well where it is a run on a target of matchday's own;
only what fails twice fails. The new runs are stored like any others.

--self-test tries the rules, or those of the gate itself, on the built-in target:
as it is, and made worse on purpose. It ends with 3 unless they pass the one and
fail all others, since a gate that cannot fail protects nobody.`

func gateCommand(s streams) *cobra.Command {
	var f gateFlags
	c := &cobra.Command{
		Use:   "gate RUN | --self-test",
		Short: "Hold a stored run against rules and say pass, fail or invalid",
		Long:  gateHelp,
		Example: `  matchday gate latest --rule 'users_served >= 90%'
  matchday gate latest --rule '20/20 @ after-peak-2: goodput >= 99%' --rule '20/20: p99 < 250ms'
  matchday gate latest --baseline main
  matchday gate latest --rules gate.rules --baseline latest~1
  matchday gate latest --baseline latest~1 --confirm
  matchday gate --self-test --rules gate.rules`,
		Args: func(c *cobra.Command, args []string) error {
			if f.selfTest && len(args) > 0 {
				return usage(fmt.Errorf("--self-test makes runs of its own: leave %s out", strings.Join(args, " ")))
			}
			if f.selfTest {
				return nil
			}
			return exactly(1, "one run")(c, args)
		},
		RunE: func(c *cobra.Command, args []string) error {
			if f.selfTest {
				return f.prove(c.Context(), s)
			}
			return f.gate(c.Context(), s, args[0])
		},
		ValidArgsFunction: completeRuns(&f.store),
	}
	f.register(c)
	return c
}

func (f *gateFlags) register(c *cobra.Command) {
	fs := c.Flags()
	fs.SortFlags = false
	fs.StringArrayVarP(&f.rules, "rule", "r", nil, "a rule, such as 'users_served >= 90%'; may be repeated")
	fs.StringVar(&f.file, "rules", "", "file with a rule on each line")
	fs.StringVar(&f.baseline, "baseline", "", "what rules with a baseline compare with: the name of one, a path, a run, or latest-of=BRANCH")
	fs.StringVar(&f.baselines, "baselines", defaultBaselines, "directory of the baselines")
	fs.BoolVar(&f.force, "force", false, "judge although the baseline is not comparable")
	fs.BoolVar(&f.json, "json", false, "print the verdict as JSON")
	fs.BoolVar(&f.confirm, "confirm", false, "make again what failed, and what it was held against, and fail only what fails twice")
	fs.BoolVar(&f.selfTest, "self-test", false, "try whether the gate can fail, on a target made worse on purpose")
	f.surfaces.register(fs)
	fs.StringVar(&f.store, "store", defaultStore, "directory of the results")
	_ = c.RegisterFlagCompletionFunc("ci", cobra.FixedCompletions(platformNames(), cobra.ShellCompDirectiveNoFileComp))
}

// gate judges a run.
func (f gateFlags) gate(ctx context.Context, s streams, run string) error {
	h, err := f.hearing(ctx, run)
	if err != nil {
		return err
	}
	verdict := h.judge()
	var stopped error
	if f.confirm && verdict.Status == ci.Fail {
		verdict, stopped = f.confirmed(ctx, s, h, verdict)
	}
	if f.json {
		err = verdict.JSON(s.out)
	} else {
		err = verdict.Table(s.out)
	}
	if stopped != nil {
		return stopped // what is known is told; it is no verdict to show anywhere else
	}
	if err != nil {
		return err
	}
	return f.surfaces.conclude(s, judgement{verdict, h.shown(), f.file})
}

// A hearing is a run before the gate.
type hearing struct {
	rules []ci.Rule
	run   report.Comparison
	ref   *report.Reference // what rules with a baseline are held against, nil for none
	base  book              // where that was found
	doubt []string          // what to be careful about, besides what the verdict knows
}

func (h hearing) judge() ci.Verdict {
	v := ci.Check(h.rules, h.run, h.ref)
	v.Warnings = append(v.Warnings, h.doubt...)
	return v
}

// hearing gathers what a run is judged by.
func (f gateFlags) hearing(ctx context.Context, run string) (hearing, error) {
	var h hearing
	var err error
	if h.rules, err = f.parse(); err != nil {
		return h, usage(err)
	}
	if len(h.rules) == 0 && (f.baseline == "" || f.file != "") {
		return h, usage(errors.New("gate wants at least one rule, for example --rule 'users_served >= 90%', or --baseline main for its own"))
	}
	if h.run, err = compareRuns(f.store, []string{run}); err != nil {
		return h, err
	}
	if f.baseline == "" {
		return h, nil
	}
	shelf := bookshelf{store: f.store, dir: f.baselines, judged: h.run.Runs[0].ID}
	if h.base, err = shelf.find(ctx, f.baseline); err != nil {
		return h, usage(err)
	}
	ref, err := f.reference(h.base, h.run)
	if err != nil {
		return h, err
	}
	h.ref = &ref
	if h.base.isOf(h.run.Runs[0]) {
		h.doubt = append(h.doubt, "the baseline is the run that is judged: it cannot be worse than itself, so that no rule with a baseline can fail")
	}
	if len(h.rules) == 0 {
		h.rules = ci.DefaultRules(h.run, ref)
		h.doubt = append(h.doubt, ci.LeftOut(h.run, ref)...)
	}
	return h, nil
}

// reference returns a book as what a run is held against, with what is known of
// noise where that was made.
func (f gateFlags) reference(b book, run report.Comparison) (report.Reference, error) {
	var ref report.Reference
	if b.baseline != nil {
		ref = report.ReferenceBaseline(*b.baseline)
	} else {
		c, err := compare(b.path)
		if err != nil {
			return ref, err
		}
		ref = report.ReferenceRun(c)
	}
	if f.force {
		ref = ref.Forced()
	}
	return floored(ref, run, f.store)
}

// parse reads the rules of the command line and of the file.
func (f gateFlags) parse() ([]ci.Rule, error) {
	var rules []ci.Rule
	for _, text := range f.rules {
		r, err := ci.ParseRule(text)
		if err != nil {
			return nil, err
		}
		rules = append(rules, r)
	}
	if f.file != "" {
		text, err := os.ReadFile(f.file)
		if err != nil {
			return nil, err
		}
		more, err := ci.ParseRules(f.file, string(text))
		if err != nil {
			return nil, err
		}
		rules = append(rules, more...)
	}
	return rules, nil
}
