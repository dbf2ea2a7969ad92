package targets

import (
	"bytes"
	"io"
	"regexp"
	"sync"
)

// A firstLine passes on the first line written to it and drops the rest.
type firstLine struct {
	line chan string // has room for the one
	part []byte
	done bool
}

// longestLine is where a first line is cut that will not end.
const longestLine = 4096

func newFirstLine() *firstLine { return &firstLine{line: make(chan string, 1)} }

func (f *firstLine) Write(p []byte) (int, error) {
	if f.done {
		return len(p), nil
	}
	line, _, whole := bytes.Cut(p, []byte("\n"))
	f.part = append(f.part, line...)
	if whole || len(f.part) > longestLine {
		f.done = true
		f.line <- string(f.part[:min(len(f.part), longestLine)])
	}
	return len(p), nil
}

// A tail keeps the end of what is written to it.
type tail struct {
	mu   sync.Mutex
	kept []byte
}

// longestTail is how much of its end a tail keeps: a stack trace's worth.
const longestTail = 2048

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.kept = append(t.kept, p[max(0, len(p)-longestTail):]...)
	if over := len(t.kept) - longestTail; over > 0 {
		t.kept = append(t.kept[:0], t.kept[over:]...)
	}
	return len(p), nil
}

// String returns what was kept, without a first line that lost its beginning.
func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	kept := t.kept
	if len(kept) == longestTail {
		_, kept, _ = bytes.Cut(kept, []byte("\n"))
	}
	return string(bytes.TrimSpace(kept))
}

// A lineWatch looks for a line in what is written to it.
type lineWatch struct {
	want  *regexp.Regexp // nil looks for nothing
	part  []byte         // of a line that has no end yet
	found chan struct{}  // closed when the line was there
	done  bool
}

func newLineWatch(want *regexp.Regexp) *lineWatch {
	return &lineWatch{want: want, found: make(chan struct{}), done: want == nil}
}

func (l *lineWatch) Write(p []byte) (int, error) {
	for rest := p; len(rest) > 0 && !l.done; {
		line, more, whole := bytes.Cut(rest, []byte("\n"))
		rest = more
		l.part = append(l.part, line[:min(len(line), longestLine)]...)
		if whole || len(l.part) >= longestLine {
			l.look()
		}
	}
	return len(p), nil
}

// look looks at the line and forgets it.
func (l *lineWatch) look() {
	if l.want.Match(bytes.TrimSuffix(l.part, []byte("\r"))) {
		l.done = true
		close(l.found)
	}
	l.part = l.part[:0]
}

// A speech is all that a service prints: its end is kept, a line of it may be
// waited for, and somebody may take all of it. It has one writer at a time.
type speech struct {
	tail  *tail
	watch *lineWatch
	out   io.Writer // nil if nobody does
}

func (s *speech) Write(p []byte) (int, error) {
	s.tail.Write(p)
	s.watch.Write(p)
	if s.out != nil {
		// A reader that fails must not close the service's mouth, which would
		// kill it.
		_, _ = s.out.Write(p)
	}
	return len(p), nil
}
