package targets

import (
	"bytes"
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
