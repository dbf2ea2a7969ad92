package report

import (
	"strings"
	"testing"
)

// What is too long together gives way from the weakest on, but for what is short
// enough to stay all the same.
func TestComposed(t *testing.T) {
	of := func(name string, lines, weak int) passage {
		return passage{strings.Repeat(name+"\n", lines), weak, name}
	}
	check := func(want string, all ...passage) {
		t.Helper()
		text := composed(all)
		var got []string
		for _, line := range strings.Split(text, "\n") {
			if line != "" && (len(got) == 0 || got[len(got)-1] != line) {
				got = append(got, line)
			}
		}
		if joined := strings.Join(got, " "); joined != want || strings.Count(text, "\n") > longestComment {
			t.Errorf("%d lines: %s\nwant %s", strings.Count(text, "\n"), joined, want)
		}
	}
	check("a b c", of("a", 20, 0), of("b", 18, 1), of("c", 20, 2))
	check("a b d Left out for want of room: c; the page has it all", of("a", 10, 0), of("b", 12, 1), of("c", 60, 3), of("d", 10, 4))
	check("a c Left out for want of room: b; the page has it all", of("a", 10, 0), of("b", 40, 2), of("c", 12, 1), of("b", 41, 2))

	long := composed([]passage{of("a", longestComment+1, 0), of("b", 1, 1)})
	if want := strings.Repeat("a\n", longestComment+1) + leftOut([]string{"b"}); long != want {
		t.Errorf("what has to be said is too long, and becomes %q, want %q", long, want)
	}
}

// The picture stays where the streams and the phases have to go.
func TestMarkdownKeepsThePicture(t *testing.T) {
	c := compared(fourSettings()...)
	own := compared(fourSettings()...)
	own.Stream = &Stream{Name: "checkout", Profile: "match-day"}
	c.Streams = []Comparison{own, own, own, own}
	text := markdownOf(t, c)
	ordered(t, text, "```mermaid", "**checkout**", "Left out for want of room: the stream checkout", "the phases of streams;")
}
