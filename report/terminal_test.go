package report

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/olekukonko/tablewriter/pkg/twwidth"

	"matchday/measure"
)

// examples are the comparisons every renderer is shown.
func examples() map[string]Comparison {
	return map[string]Comparison{
		"four":      compared(fourSettings()...),
		"against":   against(compared(fourSettings()...)),
		"single":    simulated(compared(fourSettings()[1])),
		"invalid":   invalid(compared(fourSettings()...)),
		"unknown":   bare(compared(fourSettings()[:2]...)),
		"long":      against(named(compared(fourSettings()...))),
		"warnings":  warned(compared(fourSettings()...)),
		"nothing":   Compare(nil),
		"many":      compared(crowd()...),
		"one-round": hurried(compared(fourSettings()...)),
	}
}

// against holds the variants against the first of them.
func against(c Comparison) Comparison { return c.Against(c.Usual()) }

func simulated(c Comparison) Comparison {
	c.Simulated = true
	return c
}

// invalid makes the generator the limit where there is no bulkhead, and nearly
// so elsewhere.
func invalid(c Comparison) Comparison {
	c.Generator = Generator{Validity: new(measure.Invalid), LagP99: 412e6, Unsent: 1200, Little: .004, Notes: []string{
		"none, round 2: between 00:41 and 00:58 the generator was the limit (lag p99 412 ms): latencies are lower bounds, goodput an upper bound; not compared",
		"20/20, round 1: between 00:25 and 00:29 the generator was near a limit of its own (lag p99 7 ms): small differences there say nothing",
	}}
	c.Variants[0].Validity, c.Variants[1].Validity = measure.Invalid, measure.Suspect
	c.Winner = c.choose("")
	return c
}

// bare takes away whatever may be unknown.
func bare(c Comparison) Comparison {
	for i := range c.Variants {
		v := &c.Variants[i]
		v.Wasted, v.MaxSystem, v.Oracle, v.Rule, v.Series, v.Recovery, v.LostAfter, v.Bulkhead = nil, 0, "", nil, nil, nil, "", false
		v.Verdict, v.Verdicts = measure.NoPeak, slices.Repeat([]measure.Verdict{measure.NoPeak}, v.Rounds)
		for j := range v.Cells {
			v.Cells[j].Response, v.Cells[j].Waited = measure.Latency{}, measure.Latency{}
		}
	}
	c.Limits = measure.Limits{}
	c.Variants[1].Cells, c.Variants[1].Verdict = nil, ""
	c.Variants[1].Partial, c.Variants[1].Errors = true, []string{"20/20: connection refused"}
	c.Winner = c.choose("")
	return c
}

// named gives every variant a name that should break whatever can be broken.
func named(c Comparison) Comparison {
	for i := range c.Variants {
		c.Variants[i].Name = fmt.Sprintf("%d|<b>*`[x]\n\x1b[31m# %s", i, strings.Repeat("a very long name ", 12))
	}
	c.Winner = c.choose("")
	return c
}

// warned is careful about everything.
func warned(c Comparison) Comparison {
	c = invalid(c)
	for i := range 20 {
		c.Generator.Notes = append(c.Generator.Notes, fmt.Sprintf("20/200, round %d: between 00:00 and 01:30 the generator was near a limit of its own (lag p99 7 ms, scheduling latency p99 3 ms, the generator used 75 %% of its processors): small differences there say nothing", i))
		c.Warnings = append(c.Warnings, fmt.Sprintf("20/200, round %d: the clients saw 120 attempts rejected, the target says 240: something between them answers for it or swallows its answers", i))
	}
	for i := range c.Variants {
		rule := queueRule(variantOf("", 20, 500+i), experimentOf())
		c.Variants[i].Rule = rule
	}
	return c
}

// crowd is more variants than have room on a screen, some failing, with more
// peaks in common than can be told apart.
func crowd() []outline {
	var all []outline
	for i := range 20 {
		o := fourSettings()[1]
		o.name, o.queue, o.served = fmt.Sprintf("20/%d", 10*i), 10*i, .9-float64(i)/100
		o.slo = o.served
		all = append(all, o)
	}
	return all
}

func hurried(c Comparison) Comparison {
	c.Rounds = 1
	for i := range c.Variants {
		c.Variants[i].Rounds = 1
	}
	c.Winner = c.choose("")
	return c
}

func terminal(t *testing.T, c Comparison, s Screen) string {
	t.Helper()
	var b strings.Builder
	if err := Terminal(&b, c, s); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTerminal(t *testing.T) {
	for name, c := range examples() {
		golden(t, "terminal-"+name+".txt", terminal(t, c, Screen{}))
	}
	four := compared(fourSettings()...)
	golden(t, "terminal-colour.txt", terminal(t, four, Screen{Color: true}))
	golden(t, "terminal-narrow.txt", terminal(t, four, Screen{Width: 80}))
	golden(t, "terminal-wide.txt", terminal(t, four, Screen{Width: 160}))
}

// What is green is within the SLO: who was served late is not on the track.
func TestTrackLeavesOutTheLate(t *testing.T) {
	c := compared(fourSettings()...)
	for i := range c.Variants[0].Series {
		c.Variants[0].Series[i].InSLO = 0
	}
	s := sheet{margin: 12, Screen: Screen{Color: true}}
	blank := s.label("none") + strings.Repeat(" ", s.width()-12-22) + "  in SLO, same scale"
	if line := s.timeline(c)[2]; line != blank {
		t.Errorf("the track of answers that were all late is %q", line)
	}
}

// Nothing leaves the screen, whatever its width and whatever there is to say,
// and four variants never need to be scrolled.
func TestTerminalKeepsToTheScreen(t *testing.T) {
	for name, c := range examples() {
		for _, width := range []int{60, 80, 100, 110, 200} {
			lines := strings.Split(strings.TrimSuffix(terminal(t, c, Screen{Width: width}), "\n"), "\n")
			if width >= 110 && len(c.Variants) <= 4 && len(lines) > 40 {
				t.Errorf("%s: %d lines, want at most 40", name, len(lines))
			}
			for _, line := range lines {
				if got := twwidth.Width(line); got > width {
					t.Errorf("%s: %d columns on a screen of %d: %q", name, got, width, line)
				}
			}
		}
	}
}

// However narrow the screen, figures go before the names of those they are of.
func TestTerminalKeepsNames(t *testing.T) {
	c := against(compared(fourSettings()...))
	for width := leastWidth; width <= 80; width++ {
		for _, table := range [][]textColumn{c.standing(), c.roundsTable()} {
			lines, err := textTable(table, Screen{Width: width})
			if err != nil {
				t.Fatal(err)
			}
			if last := lines[len(lines)-1]; !strings.HasPrefix(last, "20/200 ") {
				t.Errorf("on %d columns the last row is %q", width, last)
			}
		}
	}
}

// A colour adds nothing but colour, so it is never alone in saying something.
func TestTerminalWithoutColourSaysTheSame(t *testing.T) {
	for name, c := range examples() {
		coloured := terminal(t, c, Screen{Color: true})
		for _, p := range Palette() {
			coloured = strings.ReplaceAll(coloured, "\x1b["+p.ANSI+"m", "")
		}
		if got, want := strings.ReplaceAll(coloured, "\x1b[0m", ""), terminal(t, c, Screen{}); got != want {
			t.Errorf("%s: without its colours the text is\n%s\nwant\n%s", name, got, want)
		}
	}
}

func TestTerminalReportsAFailedWrite(t *testing.T) {
	full := errors.New("disk full")
	if err := Terminal(refusing{full}, compared(fourSettings()...), Screen{}); !errors.Is(err, full) {
		t.Errorf("the error is %v, want %v", err, full)
	}
}

type refusing struct{ error }

func (r refusing) Write([]byte) (int, error) { return 0, r.error }
