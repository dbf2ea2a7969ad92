package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"matchday/cmd/matchday/internal/experiment"
	"matchday/results"
)

// A rerun is a stored run that can be made again.
type rerun struct {
	run        results.Run
	experiment experiment.Experiment
	text       []byte // of the experiment file
	flags      runFlags
}

// again reads how a stored run was made: from the experiment file that lies with
// it and the flags of the command that made it. It returns an error unless the
// two still come to the same experiment: files that it names may have changed.
func again(path string) (rerun, error) {
	var r rerun
	run, err := results.Load(path)
	if err != nil {
		return r, err
	}
	r.run = *run
	if r.text, err = os.ReadFile(filepath.Join(path, "experiment.yaml")); err != nil {
		return r, fmt.Errorf("run %q cannot be made again: %w", run.ID, err)
	}
	args, err := r.flags.reread(run.Command)
	if err != nil {
		return r, fmt.Errorf("run %q cannot be made again: %w", run.ID, err)
	}
	r.experiment, err = r.flags.build(run.ID+"/experiment.yaml", r.text, folderOf(args))
	if err != nil {
		return r, fmt.Errorf("run %q cannot be made again: %w", run.ID, err)
	}
	if r.experiment.Engine == experiment.Both {
		r.experiment = r.experiment.By(run.Experiment.Engine)
	}
	if other := unlike(understood(r.experiment), run.Experiment); len(other) > 0 {
		return r, fmt.Errorf("run %q cannot be made again: its experiment now differs in %s", run.ID, strings.Join(other, ", "))
	}
	return r, nil
}

// reread reads the command line that made a run, and returns its arguments.
func (f *runFlags) reread(command []string) ([]string, error) {
	if len(command) < 2 || command[1] != "run" && command[1] != "simulate" {
		return nil, fmt.Errorf("it was made by %q; want one that run or simulate made", strings.Join(command, " "))
	}
	c := &cobra.Command{Use: command[1]}
	if command[1] == "run" {
		f.register(c)
		f.changed = c.Flags().Changed
		err := c.ParseFlags(command[2:])
		return c.Flags().Args(), err
	}
	f.registerSimulated(c)
	err := c.ParseFlags(command[2:])
	f.simulated(c)
	return c.Flags().Args(), err
}

// folderOf returns the folder that the files of an experiment lie in.
func folderOf(args []string) fs.FS {
	if len(args) == 1 && !experiment.IsExample(args[0]) {
		return os.DirFS(filepath.Dir(args[0]))
	}
	return os.DirFS(".")
}

// unlike names what two experiments do not share, as run.json calls it.
func unlike(a, b results.Experiment) []string {
	var out []string
	x, y := keysOf(a), keysOf(b)
	for key := range x {
		if string(x[key]) != string(y[key]) {
			out = append(out, key)
		}
	}
	for key := range y {
		if _, both := x[key]; !both {
			out = append(out, key)
		}
	}
	slices.Sort(out)
	return out
}

// keysOf returns what run.json holds of an experiment, key by key.
func keysOf(e results.Experiment) map[string]json.RawMessage {
	keys := map[string]json.RawMessage{}
	text, err := json.Marshal(e)
	if err == nil {
		err = json.Unmarshal(text, &keys)
	}
	if err != nil {
		return map[string]json.RawMessage{"": json.RawMessage(err.Error())} // like nothing else
	}
	return keys
}

// only returns the experiment with some of its variants.
func (r rerun) only(variants []string) (rerun, error) {
	e := r.experiment
	e.Variants = nil
	for _, v := range r.experiment.Variants {
		if slices.Contains(variants, v.String()) {
			e.Variants = append(e.Variants, v)
		}
	}
	r.experiment = e
	if len(e.Variants) == 0 {
		return r, errors.New("none of its variants are among those")
	}
	return r, nil
}
