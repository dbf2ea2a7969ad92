package main

import (
	"errors"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"
)

func reportCommand(s streams) *cobra.Command {
	var f sides
	to := destination{formats: formats(), usual: "terminal"}
	c := &cobra.Command{
		Use:   "report RUN...",
		Short: "Write the report of one or more stored runs",
		Long: `report renders stored runs again: for the terminal, as Markdown, as one HTML
page, as one picture, or as JSON. Each variant is held against the reference.

` + sidesHelp,
		Example: `  matchday report latest
  matchday report latest --out report.html
  matchday report main latest --format markdown`,
		Args: between(1, -1, "one run or more"),
		RunE: func(c *cobra.Command, args []string) error {
			format, err := to.chosen()
			if err != nil {
				return err
			}
			compared, err := f.load(c.Context(), args)
			if err != nil {
				return err
			}
			if err := into(to.out, s.out, func(w io.Writer) error { return renderers[format](w, compared) }); err != nil {
				return err
			}
			return concluded(compared)
		},
	}
	to.register(c)
	f.register(c, c.Flags())
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
