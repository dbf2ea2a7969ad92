package results

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// baselineHead is how the first line of a baseline begins.
const baselineHead = "matchday baseline"

// String returns the baseline as its file: a line for each fact and each figure,
// in the order in which they are there, so that a difference between two files
// shows what changed. [ParseBaseline] reads it back.
//
//	matchday baseline 1
//	name main
//	run 20261122-081500-k3f7
//	title checkout
//	started 2026-11-22T08:15:00Z
//	fact profile "match-day 0a1b2c3d"
//	fact commit 1a2b3c4
//
//	variant 20/20
//	validity valid
//	verdicts recovered recovered
//	seeds 1 2
//	p99 @ peak-2             0.0995  0.0998 0.0993
//	[checkout] p99 @ peak-2  0.0996  0.1 -
//
// Of a run that nothing should be held against, a line for each reason follows
// the start, such as
//
//	unfit "run \"20261122-081500-k3f7\" is not whole"
//
// The first figure of a line is that of all rounds merged; those of the rounds
// follow. Figures are in the base unit of their metric.
func (b Baseline) String() string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s %d\n", baselineHead, Version)
	fmt.Fprintf(&out, "name %s\nrun %s\ntitle %s\n", written(b.Name), written(b.Run), written(b.Title))
	if !b.Started.IsZero() {
		fmt.Fprintf(&out, "started %s\n", b.Started.UTC().Format(time.RFC3339Nano))
	}
	for _, why := range b.Unfit {
		fmt.Fprintf(&out, "unfit %s\n", written(why))
	}
	writeFacts(&out, b.Facts)
	for _, v := range b.Variants {
		v.write(&out)
	}
	return out.String()
}

func writeFacts(out *strings.Builder, facts []BaselineFact) {
	for _, f := range facts {
		fmt.Fprintf(out, "fact %s %s\n", written(f.Name), written(f.Value))
	}
}

func (v BaselineVariant) write(out *strings.Builder) {
	fmt.Fprintf(out, "\nvariant %s\n", written(v.Name))
	if v.Validity != "" {
		fmt.Fprintf(out, "validity %s\n", written(v.Validity))
	}
	if len(v.Verdicts) > 0 {
		fmt.Fprintf(out, "verdicts %s\n", writtenAll(v.Verdicts))
	}
	if len(v.Seeds) > 0 {
		out.WriteString("seeds")
		for _, s := range v.Seeds {
			out.WriteString(" " + strconv.FormatUint(s, 10))
		}
		out.WriteString("\n")
	}
	for _, f := range v.Figures {
		f.write(out)
	}
}

// write pads to a width of its own and not to that of the longest line: another
// phase must not change all lines.
func (f BaselineFigure) write(out *strings.Builder) {
	label := written(f.Metric) + " @ " + written(f.Phase)
	if f.Stream != "" {
		label = writtenStream(f.Stream) + " " + label
	}
	fmt.Fprintf(out, "%-20s  %s ", label, writtenFigure(f.Merged))
	for _, x := range f.Rounds {
		out.WriteString(" " + writtenFigure(x))
	}
	out.WriteString("\n")
}

// writtenStream returns the name of a stream as it stands in a file.
func writtenStream(name string) string { return "[" + written(name) + "]" }
