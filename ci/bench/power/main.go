package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"

	"github.com/spf13/pflag"
)

// Exit codes of the program, the same as matchday's own.
const (
	exitOK     = 0
	exitMissed = 1 // the gate does not keep the bars
	exitUsage  = 2
	exitFailed = 3
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run counts what the command line asks for and returns the code to exit with.
func run(ctx context.Context, args []string, out, progress io.Writer) int {
	flags := pflag.NewFlagSet("power", pflag.ContinueOnError)
	flags.SetOutput(out)
	gates := flags.Int("gates", 20, "how many gates for each change")
	rounds := flags.Int("rounds", 5, "how many rounds each run has")
	verbose := flags.BoolP("verbose", "v", false, "print each gate as it ends")
	switch err := flags.Parse(args); {
	case errors.Is(err, pflag.ErrHelp):
		return exitOK
	case err != nil || *gates < 1 || *rounds < 1 || flags.NArg() > 0:
		fmt.Fprintf(progress, "power: want --gates and --rounds from 1 on, for example --gates 20 --rounds 5: %v\n", err)
		return exitUsage
	}
	if !*verbose {
		progress = io.Discard
	}
	counts, err := measure(ctx, lab{rounds: *rounds}, *gates, progress)
	if err == nil {
		err = table(out, counts)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "power: %v\n", err)
		return exitFailed
	}
	if slices.ContainsFunc(counts, func(c count) bool { return !c.holds() }) {
		return exitMissed
	}
	return exitOK
}

// measure builds matchday, has everything made in a folder that is gone
// afterwards, and returns the counts.
func measure(ctx context.Context, l lab, gates int, progress io.Writer) ([]count, error) {
	dir, err := os.MkdirTemp("", "power")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	l.dir, l.matchday = dir, filepath.Join(dir, "matchday")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", l.matchday, "matchday/cmd/matchday").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build: %w: %s", err, out)
	}
	return l.all(ctx, gates, progress)
}
