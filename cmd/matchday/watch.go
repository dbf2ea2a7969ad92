package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"matchday/cmd/matchday/internal/experiment"
)

// A watcher shows a run while it goes on: on a terminal a few lines that are
// redrawn in place, elsewhere a plain line now and then, or nothing.
type watcher struct {
	out   io.Writer
	every time.Duration
	draw  func(scene)
	wipe  func()
}

// newWatcher returns the watcher that suits the stream.
func newWatcher(out io.Writer, quiet bool) *watcher {
	w := &watcher{out: out, wipe: func() {}}
	width, terminal := terminalWidth(out)
	switch {
	case quiet:
		w.every, w.draw = time.Hour, func(scene) {}
	case terminal:
		p := &painter{out: out}
		w.every, w.wipe = 250*time.Millisecond, p.wipe
		w.draw = func(s scene) { p.paint(s.picture(width()), width()) }
	default:
		w.every = 5 * time.Second
		w.draw = func(s scene) { fmt.Fprintln(out, s.line()) }
	}
	return w
}

// follow shows a trial until done is closed.
func (w *watcher) follow(s scene, began time.Time, live func() experiment.Live, done <-chan struct{}) {
	tick := time.NewTicker(w.every)
	defer tick.Stop()
	defer w.wipe()
	for {
		select {
		case <-done:
			return
		case <-tick.C:
			s.before, s.live, s.elapsed = s.live, live(), time.Since(began)
			w.draw(s)
		}
	}
}

// terminalWidth returns how to learn the width of the terminal behind a stream,
// and whether there is one.
func terminalWidth(out io.Writer) (func() int, bool) {
	f, ok := out.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) || os.Getenv("TERM") == "dumb" {
		return func() int { return 110 }, false
	}
	return func() int {
		if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 0 {
			return w
		}
		return 80
	}, true
}

// A painter redraws a few lines in place.
type painter struct {
	out   io.Writer
	lines int // painted last
}

// paint replaces what was painted last.
func (p *painter) paint(lines []string, width int) {
	var b strings.Builder
	p.back(&b)
	for _, line := range lines {
		b.WriteString(cut(line, width))
		b.WriteByte('\n')
	}
	p.lines = len(lines)
	io.WriteString(p.out, b.String())
}

// wipe removes what was painted last.
func (p *painter) wipe() {
	var b strings.Builder
	p.back(&b)
	p.lines = 0
	io.WriteString(p.out, b.String())
}

// back moves the cursor to where painting began and clears from there.
func (p *painter) back(b *strings.Builder) {
	if p.lines > 0 {
		fmt.Fprintf(b, "\x1b[%dA\r\x1b[J", p.lines)
	}
}

// cut shortens a line so that it cannot wrap; every rune here is one column.
func cut(line string, width int) string {
	runes := []rune(line)
	if len(runes) < width {
		return line
	}
	return string(runes[:max(0, width-1)])
}
