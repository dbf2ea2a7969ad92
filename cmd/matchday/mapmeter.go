package main

import (
	"fmt"
	"io"
	"time"

	"matchday/measure"
)

// A meter shows how far a map is: on a terminal one line that is redrawn in
// place, elsewhere a line every few seconds. A map that is made at once shows
// nothing.
type meter struct {
	out   io.Writer
	total int
	began time.Time
	quiet bool

	last    time.Time // when it was shown
	painter *painter
}

// show is called after every cell.
func (m *meter) show(done int) {
	now := time.Now()
	width, terminal := terminalWidth(m.out)
	every := 5 * time.Second
	if terminal {
		every = 250 * time.Millisecond
	}
	if m.quiet || now.Sub(m.began) < every || now.Sub(m.last) < every {
		return
	}
	m.last = now
	line := mapProgress(done, m.total, now.Sub(m.began))
	if !terminal {
		fmt.Fprintln(m.out, line)
		return
	}
	if m.painter == nil {
		m.painter = &painter{out: m.out}
	}
	m.painter.paint([]string{line}, width())
}

// wipe takes the line off a terminal.
func (m *meter) wipe() {
	if m.painter != nil {
		m.painter.wipe()
	}
}

// mapProgress says how far a map is, and when it will be ready if the other
// cells take as long as those that are done.
func mapProgress(done, total int, spent time.Duration) string {
	left := time.Duration(float64(spent) / float64(max(1, done)) * float64(total-done))
	return fmt.Sprintf("map: %d of %d cells, about %s to go", done, total, measure.Long(left))
}
