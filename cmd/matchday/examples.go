package main

import (
	"io"
	"strings"

	"github.com/spf13/cobra"

	"matchday/cmd/matchday/internal/experiment"
)

// printExperiment writes an experiment file to start from: the default one, or
// the one that is named.
func (f *runFlags) printExperiment(w io.Writer, args []string) error {
	text := experiment.DefaultFile()
	if len(args) > 0 {
		var err error
		if _, text, _, err = f.source(args); err != nil {
			return usage(err)
		}
	}
	_, err := w.Write(text)
	return err
}

// completeExperiment completes files and the experiments that the program brings
// along.
func completeExperiment(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return experiment.Examples(), cobra.ShellCompDirectiveDefault
}

// exampleHelp is how a verb that takes an experiment says which ones there are.
func exampleHelp() string {
	return "FILE is an experiment file, or one that the program brings along, to watch a\nserver of the gallery die and be saved:\n" + listed(experiment.Examples())
}

// listed sets names in lines of a terminal's width.
func listed(names []string) string {
	const most = 78
	var lines []string
	line := " "
	for _, name := range names {
		if len(line)+1+len(name) > most {
			lines, line = append(lines, line), " "
		}
		line += " " + name
	}
	return strings.Join(append(lines, line), "\n")
}
