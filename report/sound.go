package report

import (
	"errors"
	"fmt"
	"strings"

	"matchday/measure"
)

// Sound returns an error if nothing about a variant can be judged, nor held
// against it: a trial failed or was cut short, the generator was the limit, or the
// run that it comes from is not whole.
func (c Comparison) Sound(v Variant) error {
	if err := v.sound(); err != nil {
		return err
	}
	for _, run := range c.Runs {
		if run.Partial && (run.ID == v.Run || v.Run == "") {
			return fmt.Errorf("run %q is not whole", run.ID)
		}
	}
	return nil
}

// sound is Sound without regard to the run.
func (v Variant) sound() error {
	switch {
	case len(v.Errors) > 0:
		return fmt.Errorf("a trial failed: %s", strings.Join(v.Errors, "; "))
	case v.Partial:
		return errors.New("a trial was cut short")
	case v.Validity >= measure.Invalid:
		return errors.New("the generator was the limit: the figures are its own, not the target's")
	}
	return nil
}

// Unfit returns why these figures should not be what others are held against;
// nothing if they are fit to be a baseline.
func (c Comparison) Unfit() []string {
	var why []string
	for _, run := range c.Runs {
		if run.Partial {
			why = append(why, fmt.Sprintf("run %q is not whole", run.ID))
		}
	}
	if len(c.Runs) != 1 {
		why = append(why, fmt.Sprintf("it is of %d runs, wanted one", len(c.Runs)))
	}
	if len(c.Variants) == 0 {
		why = append(why, "there are no variants")
	}
	for _, v := range c.Variants {
		if text := v.unfit(); text != "" {
			why = append(why, fmt.Sprintf("variant %q: %s", v.Name, text))
		}
	}
	return why
}

// unfit returns why nothing should be held against a variant, "" if it is fit.
func (v Variant) unfit() string {
	switch err := v.sound(); {
	case err != nil:
		return err.Error()
	case len(v.ByRound) == 0:
		return "there is no round"
	}
	return ""
}
