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
	for name, c := range examples() {
		text := markdownOf(t, c)
		if n := strings.Count(text, "\n"); n > 60 {
			t.Errorf("%s: %d lines, want at most 60", name, n)
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
