package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// unknownArgument says that a word is no verb here, and which ones look like it.
func unknownArgument(c *cobra.Command, word string) error {
	if near := c.SuggestionsFor(word); len(near) > 0 {
		return fmt.Errorf("%q is not a command of %q; did you mean %s?", word, c.CommandPath(), strings.Join(near, " or "))
	}
	return fmt.Errorf("%q is not a command of %q; see %s --help", word, c.CommandPath(), c.CommandPath())
}

// wrongNumber says what a verb takes.
func wrongNumber(c *cobra.Command, what string, got int) error {
	return fmt.Errorf("%s takes %s, not %d arguments; see %s --help", c.CommandPath(), what, got, c.CommandPath())
}

// wrongFlag says what is wrong with a flag, and for one that does not exist
// which of those that do it looks like.
func wrongFlag(c *cobra.Command, err error) error {
	var missing *pflag.NotExistError
	if !errors.As(err, &missing) {
		return usage(err)
	}
	word, best, least := missing.GetSpecifiedName(), "", 3
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if d := levenshtein.ComputeDistance(word, f.Name); d < least {
			best, least = f.Name, d
		}
	})
	if best == "" {
		return usage(fmt.Errorf("%w; see %s --help", err, c.CommandPath()))
	}
	return usage(fmt.Errorf("%w; did you mean --%s?", err, best))
}
