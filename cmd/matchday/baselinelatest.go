package main

import (
	"context"
	"fmt"
	"strings"

	"matchday/results"
)

// latestOf is how a baseline is named that is the newest run of a branch.
const latestOf = "latest-of="

// latestOf returns the directory of the newest whole run in the store that was
// made at a commit of the branch, with nothing changed since. The run that is
// judged cannot be its own baseline.
func (b bookshelf) latestOf(ctx context.Context, name string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, gitPatience)
	defer cancel()
	if name == "" {
		return "", fmt.Errorf("%s wants a branch, such as %smain", latestOf, latestOf)
	}
	branch, err := findBranch(ctx, ".", name)
	if err != nil {
		return "", fmt.Errorf("%s%s: %w", latestOf, name, err)
	}
	heads, _ := results.Store{Dir: b.store}.List()
	seen := map[string]bool{}
	var passed tally
	for _, h := range heads {
		if why := b.passes(h); why != "" {
			passed.add(why)
			continue
		}
		on, asked := seen[h.GitCommit]
		if !asked {
			if on, err = branch.has(ctx, h.GitCommit); err != nil {
				return "", fmt.Errorf("%s%s: %w", latestOf, name, err)
			}
			seen[h.GitCommit] = on
		}
		if on {
			return h.Path, nil
		}
		passed.add("made at a commit that is not on it here")
	}
	return "", fmt.Errorf("%s%s: no run in %q will do: %s", latestOf, name, b.store, passed)
}

// passes says why a run cannot be the newest of any branch, "" if it can.
func (b bookshelf) passes(h results.Head) string {
	switch {
	case h.ID == b.judged:
		return "the run that is judged itself"
	case h.Status != results.Complete:
		return "not whole"
	case h.GitCommit == "":
		return "made outside of git"
	case h.GitDirty:
		return "made with changes that are not committed"
	}
	return ""
}

// A tally counts reasons, in the order in which they came.
type tally struct {
	reasons []string
	counts  map[string]int
}

func (t *tally) add(reason string) {
	if t.counts == nil {
		t.counts = map[string]int{}
	}
	if t.counts[reason] == 0 {
		t.reasons = append(t.reasons, reason)
	}
	t.counts[reason]++
}

// String returns the reasons, each with how often it came.
func (t tally) String() string {
	var parts []string
	for _, r := range t.reasons {
		parts = append(parts, fmt.Sprintf("%d %s", t.counts[r], r))
	}
	if len(parts) == 0 {
		return "there is none"
	}
	return strings.Join(parts, ", ")
}
