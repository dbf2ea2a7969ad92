package main

import (
	"errors"
	"os"

	"github.com/spf13/cobra"

	"matchday/ci"
	"matchday/report"
)

// gateFlags are the flags of gate.
type gateFlags struct {
	store    string
	baseline string
	rules    []string
	file     string
	json     bool
	surfaces surfaceFlags
}

func gateCommand(s streams) *cobra.Command {
	var f gateFlags
	c := &cobra.Command{
		Use:   "gate RUN",
		Short: "Hold a stored run against rules and say pass, fail or invalid",
		Long: `gate judges a stored run by rules of the form

  VARIANT @ PHASE: METRIC OP VALUE
  [STREAM] VARIANT @ PHASE: METRIC OP VALUE

where all before the colon can be left out: the stream, in brackets, the variant
and the phase.

It ends with 0 when all rules hold, 1 when one does not, and 3 when they cannot
be judged: nothing was measured, the generator was the limit, the baseline does
not compare. What cannot be judged never passes.`,
		Example: `  matchday gate latest --rule 'users_served >= 90%'
  matchday gate latest --rule '20/20 @ after-peak-2: goodput >= 99%' --rule '20/20: p99 < 250ms'
  matchday gate latest --rule '[browse] 20/20: isolation >= 90%'
  matchday gate latest --rules gate.rules --baseline latest~1`,
		Args:              exactly(1, "one run"),
		RunE:              func(_ *cobra.Command, args []string) error { return f.gate(s, args[0]) },
		ValidArgsFunction: completeRuns(&f.store),
	}
	fs := c.Flags()
	fs.SortFlags = false
	fs.StringArrayVarP(&f.rules, "rule", "r", nil, "a rule, such as 'users_served >= 90%'; may be repeated")
	fs.StringVar(&f.file, "rules", "", "file with a rule on each line")
	fs.StringVar(&f.baseline, "baseline", "", "the run that rules with 'of baseline' compare with")
	fs.BoolVar(&f.json, "json", false, "print the verdict as JSON")
	f.surfaces.register(fs)
	fs.StringVar(&f.store, "store", defaultStore, "directory of the results")
	_ = c.RegisterFlagCompletionFunc("ci", cobra.FixedCompletions(platformNames(), cobra.ShellCompDirectiveNoFileComp))
	return c
}

// gate judges a run.
func (f gateFlags) gate(s streams, ref string) error {
	rules, err := f.parse()
	if err != nil {
		return usage(err)
	}
	c, err := compareRuns(f.store, []string{ref})
	if err != nil {
		return err
	}
	base, err := f.base()
	if err != nil {
		return err
	}
	verdict := ci.Check(rules, c, base)
	if f.json {
		err = verdict.JSON(s.out)
	} else {
		err = verdict.Table(s.out)
	}
	if err != nil {
		return err
	}
	return f.surfaces.conclude(s, judgement{verdict, c, f.file})
}

// base loads the baseline; nil when there is none.
func (f gateFlags) base() (*report.Comparison, error) {
	if f.baseline == "" {
		return nil, nil
	}
	c, err := compareRuns(f.store, []string{f.baseline})
	return &c, err
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
	if len(rules) == 0 {
		return nil, errors.New("gate wants at least one rule, for example --rule 'users_served >= 90%'")
	}
	return rules, nil
}
