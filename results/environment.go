package results

import (
	"context"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// Detect returns the environment of a run that this program, of the given
// version, makes in the directory dir. What cannot be known is left empty. It
// asks git for the state of the project around dir, and gives it two seconds.
func Detect(ctx context.Context, version, dir string) Environment {
	e := Environment{
		Matchday: version, Go: runtime.Version(), OS: runtime.GOOS, Arch: runtime.GOARCH,
		CPUs: runtime.NumCPU(), GOMAXPROCS: runtime.GOMAXPROCS(0),
	}
	e.Host, _ = os.Hostname()
	e.detectMachine()
	e.detectGit(ctx, dir)
	return e
}

// detectGit fills in the commit that is checked out around dir, and whether
// tracked files differ from it.
func (e *Environment) detectGit(ctx context.Context, dir string) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	// No lock, no daemon: looking must not get in the way of whoever works there.
	cmd := exec.CommandContext(ctx, "git", "--no-optional-locks", "-c", "core.fsmonitor=false",
		"-C", dir, "status", "--porcelain=v2", "--branch", "--untracked-files=no")
	cmd.WaitDelay = time.Second
	if out, err := cmd.Output(); err == nil {
		e.readGit(string(out))
	}
}

// readGit reads what git status says: header lines begin with #, every other
// line is a file that differs.
func (e *Environment) readGit(status string) {
	for line := range strings.Lines(status) {
		line = strings.TrimSpace(line)
		header, isHeader := strings.CutPrefix(line, "# ")
		if !isHeader {
			e.GitDirty = e.GitDirty || line != ""
			continue
		}
		if commit, ok := strings.CutPrefix(header, "branch.oid "); ok && commit != "(initial)" {
			e.GitCommit = commit
		}
	}
}
