package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
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
