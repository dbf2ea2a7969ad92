package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/pflag"
)

// Exit codes of the program, the same as matchday's own.
const (
	exitOK          = 0
	exitUsage       = 2   // the command line is wrong
	exitFailed      = 3   // it cannot be measured here
	exitInterrupted = 130 // what was measured is printed
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run measures what the command line asks for, or is what the program has called
// itself as.
func run(ctx context.Context, args []string, out, progress io.Writer) int {
	if len(args) > 0 {
		switch args[0] {
		case recordVerb:
			return report(progress, exitFailed, record(args[1:], os.Stdin, out))
		case wakeVerb:
			return report(progress, exitFailed, wake(out))
		}
	}
	o, err := parseOptions(args, out)
	switch {
	case errors.Is(err, pflag.ErrHelp):
		return exitOK
	case err != nil:
		return report(progress, exitUsage, err)
	}
	page, err := openPage(o.markdown)
	if err != nil {
		return report(progress, exitUsage, err)
	}
	b, err := newBench(o, progress)
	if err != nil {
		return report(progress, exitFailed, err)
	}
	defer b.close()
	b.all(ctx)
	facts, tables := b.site.facts(b.began, b.wakings), b.results.tables(o)
	fmt.Fprint(out, terminal(facts, tables))
	if ctx.Err() != nil {
		return exitInterrupted // half the figures must not replace all of them on the page
	}
	return report(progress, exitFailed, page.write(markdown(facts, tables)))
}

// report prints the error, if there is one, and returns the code to exit with.
func report(w io.Writer, code int, err error) int {
	if err == nil {
		return exitOK
	}
	fmt.Fprintf(w, "sidebyside: %v\n", err)
	return code
}
