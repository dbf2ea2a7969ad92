package results

import (
	"math"
	"slices"
	"strconv"
	"time"
)

// TargetTotals is what the target said of itself over one trial.
type TargetTotals struct {
	Accepted      int64         `json:"accepted"`
	Completed     int64         `json:"completed"`
	CompletedLate int64         `json:"completed_late"` // for callers who had left
	Rejected      int64         `json:"rejected"`
	Abandoned     int64         `json:"abandoned"`
	Failed        int64         `json:"failed,omitempty"` // ended in an error of the target's
	Lost          int64         `json:"lost,omitempty"`   // never to be answered, because whoever worked on them died
	Wrong         int64         `json:"wrong,omitempty"`  // answered with a number that an earlier answer bore
	Remaining     int64         `json:"remaining"`        // inside and queued at the end
	MaxInSystem   int64         `json:"max_in_system"`
	WorkDone      time.Duration `json:"work_done_ns"`
	WorkWasted    time.Duration `json:"work_wasted_ns"` // of it, for callers who had left
	CPU           time.Duration `json:"cpu_ns,omitempty"`
	MaxRSS        int64         `json:"max_rss_bytes,omitempty"`
	Oracle        string        `json:"oracle"` // "closed", or what does not add up; "" where too little is told to say

	// Untold are the figures that the target did not tell, by the names that
	// experiment files have for them. They are zero here, which means nothing.
	Untold   []string      `json:"untold,omitempty"`
	Readings int           `json:"readings,omitempty"` // that the totals come from; 0 where they were not counted
	Until    time.Duration `json:"until_ns,omitempty"` // the instant of the last of them
	Gaps     []Gap         `json:"gaps,omitempty"`     // what is missing of the others
}

// Tells tells whether the target told all of these figures.
func (t TargetTotals) Tells(figures ...string) bool {
	return !slices.ContainsFunc(figures, func(name string) bool { return slices.Contains(t.Untold, name) })
}

// A Gap is a stretch of a trial in which something that the target told of
// itself, or should have told, was left out.
type Gap struct {
	Start    time.Duration `json:"start_ns"` // of the first reading that lacks it
	End      time.Duration `json:"end_ns"`   // of the last one
	Readings int           `json:"readings"`
	Why      string        `json:"why"`
}

// A Usage is what the machine said of the target over one trial, of all its
// processes together. What is unknown is zero.
type Usage struct {
	CPU            time.Duration `json:"cpu_ns"`          // processor time, over the trial
	MaxRSS         int64         `json:"max_rss_bytes"`   // resident memory, the most at any reading
	MaxThreads     int64         `json:"max_threads"`     // of the operating system
	MaxDescriptors int64         `json:"max_descriptors"` // open files and connections
}

// A TargetRow is one reading of the target, once a window. It is a row of
// target.csv.
type TargetRow struct {
	At time.Duration

	Inside     int64
	Queued     int64
	Zombies    int64 // inside or queued for callers who had left
	Accepted   int64 // totals since the trial began, as are the following
	Completed  int64
	Late       int64
	Rejected   int64
	WorkDone   time.Duration
	WorkWasted time.Duration

	CPU         time.Duration // what its machine says of all its processes; zero where that is unknown
	RSS         int64
	Threads     int64
	Descriptors int64

	Untold []string // which of the figures from Inside to WorkWasted it does not tell, by name
	Also   []Also   // what it tells besides, the same in every row
}

// Also is a figure that a target tells under a name of its own.
type Also struct {
	Name  string
	Value float64 // as it stands there; not a number where it was not told
}

// Tells tells whether the target told the figure.
func (r TargetRow) Tells(figure string) bool { return !slices.Contains(r.Untold, figure) }

// Silent tells whether the target says nothing of itself, so that only what its
// machine says is known.
func (r TargetRow) Silent() bool {
	return !slices.ContainsFunc(toldColumns(), func(c toldColumn) bool { return r.Tells(c.figure) })
}

// A toldColumn is a column of what only the target itself can tell.
type toldColumn struct {
	figure string // by its name in experiment files
	column[TargetRow]
}

func toldColumns() []toldColumn {
	count := func(name string, at func(*TargetRow) *int64) toldColumn { return toldColumn{name, whole(name, at)} }
	return []toldColumn{
		count("inside", func(r *TargetRow) *int64 { return &r.Inside }),
		count("queued", func(r *TargetRow) *int64 { return &r.Queued }),
		count("zombies", func(r *TargetRow) *int64 { return &r.Zombies }),
		count("accepted", func(r *TargetRow) *int64 { return &r.Accepted }),
		count("completed", func(r *TargetRow) *int64 { return &r.Completed }),
		count("late", func(r *TargetRow) *int64 { return &r.Late }),
		count("rejected", func(r *TargetRow) *int64 { return &r.Rejected }),
		{"work_done", span("work_done_s", time.Second, func(r *TargetRow) *time.Duration { return &r.WorkDone })},
		{"work_wasted", span("work_wasted_s", time.Second, func(r *TargetRow) *time.Duration { return &r.WorkWasted })},
	}
}

// targetColumns returns the columns of target.csv, those of the series of these
// names last.
func targetColumns(also ...string) []column[TargetRow] {
	all := []column[TargetRow]{span("at_s", time.Second, func(r *TargetRow) *time.Duration { return &r.At })}
	for _, c := range toldColumns() {
		all = append(all, c.unlessUntold())
	}
	all = append(all,
		span("cpu_s", time.Second, func(r *TargetRow) *time.Duration { return &r.CPU }),
		whole("rss_bytes", func(r *TargetRow) *int64 { return &r.RSS }),
		whole("threads", func(r *TargetRow) *int64 { return &r.Threads }),
		whole("descriptors", func(r *TargetRow) *int64 { return &r.Descriptors }),
	)
	for i, name := range also {
		all = append(all, alsoColumn(name, i))
	}
	return all
}

// unlessUntold is the column with a cell that is empty where the target does not
// tell: a zero there would be a claim.
func (c toldColumn) unlessUntold() column[TargetRow] {
	return column[TargetRow]{
		name: c.name,
		write: func(line []byte, r *TargetRow) []byte {
			if !r.Tells(c.figure) {
				return line
			}
			return c.write(line, r)
		},
		read: func(r *TargetRow, cell string) error {
			if cell == "" {
				r.Untold = append(r.Untold, c.figure)
				return nil
			}
			return c.read(r, cell)
		},
	}
}

// alsoPrefix tells a series under its own name from columns that this or another
// version knows.
const alsoPrefix = "also "

// alsoColumn is the column of the i-th series under its own name.
func alsoColumn(name string, i int) column[TargetRow] {
	return column[TargetRow]{
		name: alsoPrefix + name,
		write: func(line []byte, r *TargetRow) []byte {
			if i >= len(r.Also) || math.IsNaN(r.Also[i].Value) {
				return line
			}
			return strconv.AppendFloat(line, r.Also[i].Value, 'g', -1, 64)
		},
		read: func(r *TargetRow, cell string) (err error) {
			value := math.NaN()
			if cell != "" {
				value, err = strconv.ParseFloat(cell, 64)
			}
			r.Also = append(r.Also, Also{name, value})
			return err
		},
	}
}
