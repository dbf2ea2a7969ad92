package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// A destination is where a verb writes, and in which of its formats.
type destination struct {
	format, out string   // as they were asked for; empty where they were not
	formats     []string // that there are
	usual       string   // the one where nothing else is said
}

// register adds the flags to a verb.
func (d *destination) register(c *cobra.Command) {
	c.Flags().StringVar(&d.format, "format", "", "one of "+strings.Join(d.formats, ", ")+"; if not given, "+d.byName())
	c.Flags().StringVarP(&d.out, "out", "o", "", "file to write instead of standard output")
	_ = c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(d.formats, cobra.ShellCompDirectiveNoFileComp))
}

// namedBy are the formats that the name of a file asks for by how it ends.
func namedBy() []struct{ ending, format string } {
	return []struct{ ending, format string }{
		{".html", "html"}, {".md", "markdown"}, {".svg", "svg"}, {".json", "json"}, {".txt", "terminal"}, {".csv", "csv"}, {".hlog", "hlog"},
	}
}

// byName says which format is written when none is asked for.
func (d destination) byName() string {
	var parts []string
	for _, n := range namedBy() {
		if slices.Contains(d.formats, n.format) && n.format != d.usual {
			parts = append(parts, n.ending)
		}
	}
	return "by the ending of --out (" + strings.Join(parts, ", ") + "), else " + d.usual
}

// chosen returns the format to write: the one that was asked for, or that of the
// file's name, or the usual one.
func (d destination) chosen() (string, error) {
	if d.format != "" {
		return oneOf(d.formats, d.format)
	}
	for _, n := range namedBy() {
		if strings.EqualFold(filepath.Ext(d.out), n.ending) && slices.Contains(d.formats, n.format) {
			return n.format, nil
		}
	}
	return d.usual, nil
}

// oneOf returns a format that there is.
func oneOf(formats []string, format string) (string, error) {
	if !slices.Contains(formats, format) {
		return "", usage(fmt.Errorf("--format %q is not one of %s", format, strings.Join(formats, ", ")))
	}
	return format, nil
}
