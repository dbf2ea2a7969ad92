package report

import (
	"strings"
	"testing"
)

func markdownOf(t *testing.T, c Comparison) string {
	t.Helper()
	var b strings.Builder
	if err := Markdown(&b, c); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestMarkdown(t *testing.T) {
	for name, c := range examples() {
		golden(t, "markdown-"+name+".md", markdownOf(t, c))
	}
}

// A comment stays short, and every row of a table has as many cells as its head.
func TestMarkdownIsShortAndWhole(t *testing.T) {
	all := examples()
	full := warned(compared(fourSettings()...))
	full.Reference, full.Unlike = "main", []Divergence{{Name: "profile", Before: "a", After: "b", Bars: true}, {Name: "seed", Before: "1", After: "2"}}
	all["unlike"] = full
	own := compared(fourSettings()...)
	own.Stream = &Stream{Name: "checkout", Profile: "match-day"}
	full.Streams = []Comparison{own, own, own}
	all["full"] = full
	for name, c := range all {
		text := markdownOf(t, c)
		if n := strings.Count(text, "\n"); n > longestComment {
			t.Errorf("%s: %d lines, want at most %d", name, n, longestComment)
		}
		cells := 0
		for _, line := range strings.Split(text, "\n") {
			if !strings.HasPrefix(line, "|") {
				cells = 0
				continue
			}
			bars := strings.Count(strings.ReplaceAll(line, `\|`, ""), "|")
			if cells != 0 && bars != cells {
				t.Errorf("%s: %d bars where the head has %d: %s", name, bars, cells, line)
			}
			cells = bars
		}
	}
}

// What two sides do not share stands above the figures.
func TestMarkdownUnlike(t *testing.T) {
	c := compared(fourSettings()...)
	c.Reference = "main"
	c.Unlike = []Divergence{{Name: "target", Before: "pool | 8", After: "pool | 16"}, {Name: "profile", Before: "spike", After: "match-day", Bars: true}, {Name: "seed", Before: "1", After: "2"}}
	text := markdownOf(t, c)
	want := "\n**Not comparable** with main: profile spike → match-day\\\nDiffers from main: target pool \\| 8 → pool \\| 16 · seed 1 → 2\n\n"
	if at, table := strings.Index(text, want), strings.Index(text, "| bulkhead |"); at < 0 || at > table {
		t.Errorf("no %q before the table in\n%s", want, text)
	}
}

func TestMarkdownEscapes(t *testing.T) {
	for text, want := range map[string]string{
		"20/20":                   "20/20",
		"a|b":                     `a\|b`,
		"two\nlines\r\nand\tmore": "two lines and more",
		"<script>*x* [y](z) `w`":  "&lt;script>\\*x\\* \\[y\\](z) \\`w\\`",
		`c:\dir|x`:                `c:\\dir\|x`,
		"\x1b[31mred & # 1":       "\\[31mred &amp; \\# 1",
	} {
		if got := MarkdownText(text); got != want {
			t.Errorf("markdown(%q) = %q, want %q", text, got, want)
		}
	}
}
