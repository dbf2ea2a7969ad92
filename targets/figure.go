package targets

import (
	"fmt"
	"strings"
	"time"
)

// A Figure is one thing that is known of a target from outside.
type Figure uint8

// The figures. Up to WorkWasted they are what only the target can tell of
// itself, its books; its machine may know the others as well. The first three
// are states, and so are the last three; those between them are counts.
const (
	Inside Figure = iota
	Queued
	Zombies
	Accepted
	Completed
	Late // completed for a caller who had left
	Rejected
	Abandoned
	WorkDone
	WorkWasted
	CPU
	RSS
	Threads
	Descriptors
	figureCount
)

// figureNames are what files and reports call the figures.
var figureNames = [figureCount]string{
	"inside", "queued", "zombies", "accepted", "completed", "late", "rejected", "abandoned", "work_done", "work_wasted",
	"cpu", "rss", "threads", "descriptors",
}

// String returns the figure's name.
func (f Figure) String() string { return figureNames[f] }

// ParseFigure returns the figure of a name.
func ParseFigure(name string) (Figure, error) {
	for i, known := range figureNames {
		if name == known {
			return Figure(i), nil
		}
	}
	return 0, fmt.Errorf("figure %q is not one of %s", name, strings.Join(figureNames[:], ", "))
}

// counted tells whether the figure is a count since the target began, which
// cannot fall.
func (f Figure) counted() bool { return f > Zombies && f < RSS }

// largest returns what no value of the figure exceeds: a number of a page cannot
// hold more exactly, and no target has worked for thirty years.
func (f Figure) largest() float64 {
	if f == WorkDone || f == WorkWasted || f == CPU {
		return 1e9
	}
	return 1 << 53
}

// Figures is a set of figures.
type Figures uint16

// Books are the figures that only a target itself can tell.
const Books = Figures(1<<CPU - 1)

// Has tells whether one of these figures is in the set.
func (s Figures) Has(any ...Figure) bool {
	for _, f := range any {
		if s>>f&1 != 0 {
			return true
		}
	}
	return false
}

// Names returns the names of the figures in the set, in their order.
func (s Figures) Names() []string {
	var names []string
	for f := range figureCount {
		if s.Has(f) {
			names = append(names, f.String())
		}
	}
	return names
}

// set enters the value of a figure as a page has it, times in seconds.
func (c *Counters) set(f Figure, value float64) {
	n, span := int64(value+.5), time.Duration(value*float64(time.Second)+.5)
	switch f {
	case Inside:
		c.Inside = n
	case Queued:
		c.Queued = n
	case Zombies:
		c.Zombies = n
	case Accepted:
		c.Accepted = n
	case Completed:
		c.Completed = n
	case Late:
		c.CompletedLate = n
	case Rejected: // whatever the reason was
		c.RejectedFull, c.RejectedWait, c.RejectedLate, c.RejectedLimit = n, 0, 0, 0
	case Abandoned:
		c.Abandoned = n
	case WorkDone:
		c.WorkDone = span
	case WorkWasted:
		c.WorkWasted = span
	case CPU:
		c.CPU = span
	case RSS:
		c.RSS = n
	case Threads:
		c.Threads = n
	case Descriptors:
		c.Descriptors = n
	}
	c.Untold &^= 1 << f
}

// unset enters that a figure is unknown.
func (c *Counters) unset(f Figure) {
	c.set(f, 0)
	c.Untold |= 1 << f & Books
}
