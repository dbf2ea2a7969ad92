package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"
)

// A branch is one that the project around a directory has, or that it has last
// seen at origin.
type branch struct {
	dir  string
	name string
	tip  string // its commit
}

// gitPatience is how long git may take for all questions about a branch.
const gitPatience = 10 * time.Second

// findBranch finds a branch by its name: here, or else at origin, since a
// pipeline often has nothing else checked out.
func findBranch(ctx context.Context, dir, name string) (branch, error) {
	for _, ref := range []string{name, "origin/" + name} {
		tip, err := git(ctx, dir, "rev-parse", "--verify", "--quiet", "--end-of-options", ref+"^{commit}")
		switch {
		case err == nil:
			return branch{dir, name, strings.TrimSpace(tip)}, nil
		case errors.Is(err, exec.ErrNotFound):
			return branch{}, errors.New("git is not installed, and only git knows what is on a branch")
		case ctx.Err() != nil:
			return branch{}, fmt.Errorf("git did not answer within %v", gitPatience)
		}
	}
	if _, err := git(ctx, dir, "rev-parse", "--git-dir"); err != nil {
		return branch{}, errors.New("this is not a git repository, so there are no branches")
	}
	known, _ := git(ctx, dir, "for-each-ref", "--count=10", "--sort=-committerdate", "--format=%(refname:short)", "refs/heads", "refs/remotes")
	return branch{}, fmt.Errorf("there is no branch %q, here or at origin, with a commit; there is %s", name, cmp.Or(strings.Join(strings.Fields(known), ", "), "none yet"))
}

// has tells whether a commit is on the branch. One that this clone does not know
// is taken for one that is not: a shallow clone knows few.
func (b branch) has(ctx context.Context, commit string) (bool, error) {
	_, err := git(ctx, b.dir, "merge-base", "--is-ancestor", commit, b.tip)
	if _, answered := errors.AsType[*exec.ExitError](err); err == nil || answered && ctx.Err() == nil {
		return err == nil, nil
	}
	return false, fmt.Errorf("git did not answer: %w", err)
}

// git asks git a question. It takes no lock and starts no daemon: looking must
// not get in the way of whoever works there.
func git(ctx context.Context, dir string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "git", append([]string{"--no-optional-locks", "-c", "core.fsmonitor=false", "-C", dir}, args...)...)
	cmd.WaitDelay = time.Second
	out, err := cmd.Output()
	return string(out), err
}
