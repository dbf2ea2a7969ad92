package http1_test

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"matchday/engine/http1"
)

// A reading is all that an answer tells.
type reading struct {
	status                         int
	protocol                       string
	body                           int64
	marked, found, complete, alive bool
	pause                          string
	sum                            [sha256.Size]byte
	used                           int
	err                            error
}

// wants are the wants of all readings: most is wanted, to see that it gets in
// nobody's way.
var wants = http1.NewWants(http1.Wants{
	Headers: []string{"retry-after", "X-Matchday-Reject"}, RetryAfter: true, Contains: []byte("sold out"), Sum: true,
})

// read reads an answer in pieces, and says that the connection was closed if
// more was expected.
func read(a *http1.Answer, head bool, pieces ...[]byte) reading {
	a.Begin(head, wants)
	total := 0
	var err error
	for _, p := range pieces {
		var used int
		used, err = a.Feed(p)
		total += used
		if a.Complete || err != nil {
			break
		}
	}
	if err == nil {
		err = a.End()
	}
	return reading{
		a.Status, a.Protocol(), a.Body, a.Marked, a.Found, a.Complete, a.KeepAlive,
		string(a.RetryAfter()), a.Sum(), total, err,
	}
}

// same tells whether two readings tell the same. How much was taken of a
// malformed answer may differ.
func same(r, s reading) bool {
	alike := fmt.Sprint(r.err) == fmt.Sprint(s.err)
	if r.err != nil {
		r.used, s.used = 0, 0
	}
	r.err, s.err = nil, nil
	return alike && r == s
}

// pieces cuts an answer into pieces of that length, each in memory of its own.
func pieces(answer []byte, length int) (all [][]byte) {
	for len(answer) > length {
		all = append(all, append([]byte(nil), answer[:length]...))
		answer = answer[length:]
	}
	return append(all, append([]byte(nil), answer...))
}

// places yields the places to cut an answer at: all of a short one.
func places(answer string) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for i := 0; i <= len(answer); i += max(1, len(answer)/500) {
			if !yield(i) {
				return
			}
		}
	}
}

func TestAnswer(t *testing.T) {
	var a http1.Answer
	for _, s := range corpus() {
		r := read(&a, s.head, []byte(s.answer))
		if s.fault != 0 {
			var bad *http1.MalformedError
			if !errors.As(r.err, &bad) || bad.Fault != s.fault || bad.Offset != s.at || r.complete || r.alive {
				t.Errorf("%s: %+v; want %q at %d", s.name, r, s.fault, s.at)
			}
			continue
		}
		want := reading{
			status: s.status, protocol: s.answer[:8], body: int64(len(s.body)), found: strings.Contains(s.body, "sold out"),
			complete: true, alive: s.keep, sum: sha256.Sum256([]byte(s.body)), used: len(s.answer) - s.left,
		}
		if s.name == "102 of 1.0" {
			want.protocol = "HTTP/1.1"
		}
		if !same(r, want) {
			t.Errorf("%s: %+v; want %+v", s.name, r, want)
		}
	}
}

// However an answer is split, it reads the same, malformed or not.
func TestSplit(t *testing.T) {
	var a http1.Answer
	for _, s := range corpus() {
		b := []byte(s.answer)
		whole := read(&a, s.head, b)
		if r := read(&a, s.head, pieces(b, 1)...); !same(r, whole) {
			t.Errorf("%s, byte by byte: %+v; want %+v", s.name, r, whole)
		}
		for i := range places(s.answer) {
			if r := read(&a, s.head, b[:i], b[i:]); !same(r, whole) {
				t.Fatalf("%s, cut at %d: %+v; want %+v", s.name, i, r, whole)
			}
		}
	}
}

// A connection may be closed anywhere. Only an answer that ends with it is then
// complete, once its head is there.
func TestEnd(t *testing.T) {
	var a http1.Answer
	for _, s := range corpus() {
		whole := read(&a, s.head, []byte(s.answer))
		for i := range places(s.answer) {
			r := read(&a, s.head, []byte(s.answer[:i]))
			body := i - (len(s.answer) - len(s.body))
			switch {
			case s.fault != 0 && fmt.Sprint(r.err) == fmt.Sprint(whole.err):
			case s.fault == 0 && i >= len(s.answer)-s.left:
				if !same(r, whole) {
					t.Errorf("%s: %+v; want %+v", s.name, r, whole)
				}
			case s.open && body >= 0:
				if r.err != nil || !r.complete || r.alive || r.body != int64(body) {
					t.Errorf("%s, closed at %d: %+v; want %d bytes of body", s.name, i, r, body)
				}
			case r.err != io.ErrUnexpectedEOF || r.complete || r.alive:
				t.Errorf("%s, closed at %d: %+v; want %v", s.name, i, r, io.ErrUnexpectedEOF)
			}
			if a.Started != (i > 0) {
				t.Errorf("%s, closed at %d: started %v", s.name, i, a.Started)
			}
		}
	}
}

// What was wanted of the headers is that of the final answer.
func TestWantedHeaders(t *testing.T) {
	check := func(lines string, marked bool, pause string) {
		t.Helper()
		var a http1.Answer
		r := read(&a, false, []byte("HTTP/1.1 503 No\r\n"+lines+"Content-Length: 0\r\n\r\n"))
		if r.err != nil || r.marked != marked || r.pause != pause {
			t.Errorf("%q: marked %v, pause %q, %v; want %v, %q", lines, r.marked, r.pause, r.err, marked, pause)
		}
	}
	const date = "Wednesday, 18-Nov-26 20:15:00 GMT"
	check("", false, "")
	check("Retry-Later: 5\r\nX-Matchday-Rejects: 1\r\n", false, "")
	check("Retry-After: 5\r\n", true, "5")
	check("RETRY-AFTER:"+date+"\r\n", true, date)
	check("Retry-After: 5\r\nRetry-After: 6\r\n", true, "5")
	check("Retry-After:\r\nRetry-After: 6\r\n", true, "")
	check("Retry-After: "+strings.Repeat("0", 41)+"\r\n", true, "")
	check("x-matchday-reject: full\r\n", true, "")

	var a http1.Answer
	if r := read(&a, false, []byte("HTTP/1.1 103 Hm\r\nRetry-After: 5\r\n\r\nHTTP/1.1 503 No\r\n\r\n")); r.marked || r.pause != "" {
		t.Errorf("marked %v, pause %q by an interim answer", r.marked, r.pause)
	}
	a.Begin(false, nil)
	if _, err := a.Feed([]byte(ok200 + "Retry-After: 5\r\nContent-Length: 8\r\n\r\nsold out")); err != nil || a.Marked || a.Found || len(a.RetryAfter()) > 0 || a.Sum() != [32]byte{} {
		t.Errorf("found what nobody wanted: %+v, %v", a, err)
	}
}

// Wants that were not prepared find the same.
func TestPlainWants(t *testing.T) {
	long := strings.Repeat("x", 70)
	for _, w := range []*http1.Wants{{Headers: []string{"ETag", long}}, http1.NewWants(http1.Wants{Headers: []string{"ETag", long}})} {
		for line, marked := range map[string]bool{"etag: x": true, long + ": x": true, "x" + long + ": x": false, "Date: x": false} {
			var a http1.Answer
			a.Begin(false, w)
			if _, err := a.Feed([]byte(ok200 + line + "\r\nContent-Length: 0\r\n\r\n")); err != nil || !a.Complete || a.Marked != marked {
				t.Errorf("%q: marked %v, %v; want %v", line, a.Marked, err, marked)
			}
		}
	}
}

// After its end an answer takes nothing more, and says again what was wrong.
func TestAfterTheEnd(t *testing.T) {
	var a http1.Answer
	a.Begin(false, nil)
	if used, err := a.Feed([]byte(ok200 + "Content-Length: 0\r\n\r\n")); used != 36+2 || err != nil {
		t.Errorf("used %d, %v", used, err)
	}
	if used, err := a.Feed([]byte("more")); used != 0 || err != nil || a.End() != nil {
		t.Errorf("after the end: used %d, %v, %v", used, err, a.End())
	}
	a.Begin(false, nil)
	_, first := a.Feed([]byte("nonsense, and a line of it that is longer than an error should quote\n"))
	const want = `answer: byte 0: "nonsense, and a line of it that is longer than an error shou": status line does not have the form "HTTP/1.1 200 OK"`
	if first == nil || first.Error() != want {
		t.Errorf("%v; want %s", first, want)
	}
	if used, err := a.Feed([]byte(ok200)); used != 0 || err != first || a.End() != first {
		t.Errorf("after a fault: used %d, %v, %v", used, err, a.End())
	}
	a.Begin(false, nil)
	if err := a.End(); err != io.ErrUnexpectedEOF || a.Started {
		t.Errorf("nothing came: %v, started %v", err, a.Started)
	}
}

// Every fault has its words.
func TestFaultString(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range corpus() {
		seen[s.fault.String()] = true
	}
	for f := http1.BadStatusLine; f <= http1.TooManyInterim; f++ {
		if !seen[f.String()] || f.String() == "" {
			t.Errorf("fault %d, %q, is not in the corpus", int(f), f)
		}
	}
	if got := http1.Fault(99).String(); got != "fault 99" {
		t.Errorf("%q", got)
	}
}

// A connection needs memory once at most.
func TestAnswersAllocateNothing(t *testing.T) {
	var a http1.Answer
	for _, s := range corpus() {
		if s.fault != 0 {
			continue
		}
		for _, split := range [][][]byte{{[]byte(s.answer)}, pieces([]byte(s.answer), 100)} {
			read := func() {
				a.Begin(s.head, wants)
				for _, p := range split {
					if _, err := a.Feed(p); err != nil {
						t.Fatalf("%s: %v", s.name, err)
					}
				}
			}
			if n := testing.AllocsPerRun(2, read); n > 0 {
				t.Errorf("%s in %d pieces: %v allocations", s.name, len(split), n)
			}
		}
	}
}
