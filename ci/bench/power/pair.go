package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"
)

// experiment is what every run is made of but for the profile, and the demands
// that lie beside it: the setting that is shipped and one with a longer queue.
const experiment = `name: power
profile: %s
client: {timeout: 500ms, slo: 125ms, retries: 1, backoff: 50ms}
target: {reference: ps, cpus: 20, sizes: 'file:demands.txt'}
variants: [20/20, 20/100]
`

// A lab makes runs and gates with one build of matchday, in a folder of its own.
type lab struct {
	matchday string
	dir      string
	rounds   int
}

// run makes a run on a target with such demands, its users those of the seed and
// the ones after it, and returns where it is stored.
func (l lab) run(ctx context.Context, profile string, demands []time.Duration, seed int) (string, error) {
	dir, err := os.MkdirTemp(l.dir, "run")
	if err != nil {
		return "", err
	}
	file := filepath.Join(dir, "power.yaml")
	err = errors.Join(os.WriteFile(file, fmt.Appendf(nil, experiment, profile), 0o644), os.WriteFile(filepath.Join(dir, "demands.txt"), []byte(sizes(demands)), 0o644))
	if err != nil {
		return "", err
	}
	store := filepath.Join(dir, "runs")
	cmd := exec.CommandContext(ctx, l.matchday, "simulate", file, "--store", store, "--quiet", "--json",
		"--rounds", strconv.Itoa(l.rounds), "--seed", strconv.Itoa(seed))
	if _, err := cmd.Output(); err != nil {
		return "", fmt.Errorf("simulate, seed %d: %w%s", seed, err, said(err))
	}
	found, err := filepath.Glob(filepath.Join(store, "*", "run.json"))
	if err != nil || len(found) != 1 {
		return "", fmt.Errorf("simulate, seed %d: %d runs in %q, not one", seed, len(found), store)
	}
	return filepath.Dir(found[0]), nil
}

// A verdict is what a gate's JSON says of it.
type verdict struct {
	Status  string `json:"status"`
	Summary string `json:"summary"`
	Rules   []struct {
		Rule   string `json:"rule"`
		Status string `json:"status"`
		Reason string `json:"reason"`
	} `json:"rules"`
}

// gate holds one run against another by the default rules.
func (l lab) gate(ctx context.Context, run, baseline string) (verdict, error) {
	out, err := exec.CommandContext(ctx, l.matchday, "gate", run, "--baseline", baseline, "--ci", "none", "--json").Output()
	var v verdict
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		return v, err
	}
	if wrong := json.Unmarshal(out, &v); wrong != nil {
		return v, fmt.Errorf("gate: %w: %q%s", wrong, out, said(err))
	}
	return v, nil
}

// said returns what a program that failed has printed about it.
func said(err error) string {
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) && len(exit.Stderr) > 0 {
		return ": " + string(exit.Stderr)
	}
	return ""
}
