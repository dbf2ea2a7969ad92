package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"
)

func reportCommand(s streams) *cobra.Command {
	var f sides
	var format, out string
	c := &cobra.Command{
		Use:   "report RUN...",
		Short: "Write the report of one or more stored runs",
		Long: `report renders stored runs again: for the terminal, as Markdown, as one HTML
page, as one picture, or as JSON. Each variant is held against the reference.

` + sidesHelp,
		Example: `  matchday report latest
  matchday report latest --format html --out report.html
  matchday report main latest --format markdown`,
		Args: between(1, -1, "one run or more"),
		RunE: func(c *cobra.Command, args []string) error {
			render, ok := renderers[format]
			if !ok {
				return usage(fmt.Errorf("--format %q is not one of %s", format, strings.Join(formats(), ", ")))
			}
			compared, err := f.load(c.Context(), args)
			if err != nil {
				return err
			}
			if err := into(out, s.out, func(w io.Writer) error { return render(w, compared) }); err != nil {
				return err
			}
			return concluded(compared)
		},
	}
	c.Flags().StringVar(&format, "format", "terminal", "one of "+strings.Join(formats(), ", "))
	c.Flags().StringVarP(&out, "out", "o", "", "file to write instead of standard output")
	f.register(c, c.Flags())
	_ = c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(formats(), cobra.ShellCompDirectiveNoFileComp))
	return c
}

// into writes to a file, or to standard output when none is named or "-" is. A
// file that is there keeps what it holds until the new one is whole.
func into(path string, stdout io.Writer, write func(io.Writer) error) error {
	if path == "" || path == "-" && stdout != nil {
		return write(stdout)
	}
	part := path + ".part"
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		part = path // a pipe or a device, which nothing can take the place of
	}
	f, err := os.Create(part)
	if wrong, ok := errors.AsType[*fs.PathError](err); ok {
		wrong.Path = path
	}
	if err != nil {
		return err
	}
	if err := errors.Join(write(f), f.Close()); err != nil {
		if part != path {
			os.Remove(part)
		}
		return err
	}
	if part == path {
		return nil
	}
	return os.Rename(part, path)
}
