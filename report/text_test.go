package report

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/olekukonko/tablewriter/pkg/twwidth"

	"matchday/measure"
)

func TestWrap(t *testing.T) {
	check := func(text string, width, lines int, want ...string) {
		t.Helper()
		if got := wrap(text, width, lines); !slices.Equal(got, want) {
			t.Errorf("wrap(%q, %d, %d) = %q, want %q", text, width, lines, got, want)
		}
	}
	check("", 20, 2, "")
	check("served 94.4 % of users", 20, 2, "served 94.4 % of", "users")
	check("served 94.4 % of users", 11, 3, "served", "94.4 % of", "users")
	check("p99 99 ms, back", 6, 3, "p99", "99 ms,", "back")
	check("one two three four", 9, 2, "one two", "three …")
	check("a\x1b[31mb\nc", 20, 1, "a [31mb c")
	check("overlong", 5, 1, "over…")
}

// No line is wider than asked for, there are no more of them than asked for,
// and nothing in them moves a cursor.
func FuzzWrap(f *testing.F) {
	f.Add("served 94.4 % of users, p99 99 ms", 20, 2)
	f.Add("\x1b[2J|日本語 ▂▃ %", 3, 1)
	f.Fuzz(func(t *testing.T, text string, width, lines int) {
		if width < 3 || width > 200 || lines < 1 || lines > 50 {
			return
		}
		got := wrap(text, width, lines)
		if len(got) > lines {
			t.Errorf("%d lines, want at most %d", len(got), lines)
		}
		for _, line := range got {
			if twwidth.Width(line) > width || strings.ContainsFunc(line, unicode.IsControl) {
				t.Errorf("line %q is %d wide, want at most %d and no control characters", line, twwidth.Width(line), width)
			}
		}
	})
}

// A cell stays one cell, whatever is in it.
func FuzzMarkdown(f *testing.F) {
	f.Add("a|b\\|c\n| d")
	f.Fuzz(func(t *testing.T, text string) {
		got := MarkdownText(text)
		escaped := false
		for _, r := range got {
			if !escaped && strings.ContainsRune("|`*[]<", r) || unicode.IsControl(r) {
				t.Errorf("MarkdownText(%q) = %q leaves %q as it is", text, got, r)
			}
			escaped = !escaped && r == '\\'
		}
		if escaped {
			t.Errorf("MarkdownText(%q) = %q escapes what follows it", text, got)
		}
	})
}

func TestSparkline(t *testing.T) {
	check := func(want string, top float64, values ...float64) {
		t.Helper()
		if got := Sparkline(values, top); got != want {
			t.Errorf("Sparkline(%v, %v) = %q, want %q", values, top, got, want)
		}
	}
	check(" ▁▄█", 100, 0, .001, 50, 100)
	check("█", 100, 1000)
	check("  ", 0, 0, 1)
}

// Squeezed or stretched, a series keeps its sum.
func TestSqueeze(t *testing.T) {
	series := []Point{{InSLO: 1}, {InSLO: 3}, {InSLO: 5}, {InSLO: 7}}
	check := func(n, width int, want ...float64) {
		t.Helper()
		if got := squeeze(series, n, width, inSLO); !slices.Equal(got, want) {
			t.Errorf("%d of %d windows squeezed into %d: %v, want %v", len(series), n, width, got, want)
		}
	}
	check(4, 2, 2, 6)
	check(4, 4, 1, 3, 5, 7)
	check(4, 8, 1, 1, 3, 3, 5, 5, 7, 7)
	check(8, 4, 2, 6)       // cut off half way
	check(6, 3, 2, 6)       // two windows are missing
	check(5, 2, 2, 6)       // one is, of a mean of three
	check(5, 5, 1, 3, 5, 7) // the last
	if got := squeeze(nil, 8, 8, inSLO); len(got) != 0 {
		t.Errorf("nothing squeezed is %v", got)
	}
}

func TestPhaseLine(t *testing.T) {
	at := func(name string, from, to int, peak bool) measure.Phase {
		return measure.Phase{Name: name, Start: time.Duration(from), End: time.Duration(to), Peak: peak}
	}
	phases := []measure.Phase{at("base", 0, 2, false), at("peak-1", 10, 20, true), at("after-peak-1", 20, 25, false), at("peak-2", 25, 30, true), at("tail", 37, 40, false)}
	if got, want := phaseLine(phases, 40, 40), "base      peak-1         peak-2         "; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A track that is cut off says so: blanks alone would say that nobody was answered.
func TestTrackEnd(t *testing.T) {
	check := func(name string, v Variant, room int, want string) {
		t.Helper()
		if got := trackEnd(v, room); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	some := []Point{{}}
	check("whole", Variant{Series: some}, 0, "")
	check("cut off", Variant{Series: some, Partial: true}, 10, " cut off  ")
	check("no room to say it", Variant{Series: some, Partial: true}, 7, "       ")
	check("never made", Variant{Partial: true}, 22, "nothing was measured  ")
}
