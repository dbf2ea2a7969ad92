package http1_test

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"testing"

	"matchday/engine/http1"
)

// stricter are the faults that net/http lets pass, and why this package does not.
// Every other disagreement with net/http is a bug.
var stricter = map[http1.Fault]string{
	http1.BadStatusLine:  "several spaces before a status are not the form of RFC 9112, 4",
	http1.BadStatus:      "a status below 100 or with a sign is none",
	http1.BadVersion:     "nobody who speaks HTTP/1.1 is answered in HTTP/2.0 or 1.2",
	http1.BadHeader:      "a space before the colon makes a name that is none",
	http1.FoldedHeader:   "obsolete since 2014; RFC 9112, 5.2",
	http1.EncodingOfOld:  "net/http ignores it and may take sizes of chunks for the body",
	http1.LongHead:       "net/http takes ten megabytes",
	http1.TooManyInterim: "net/http counts their bytes",
	http1.BadTrailerLine: "lines of chunks end in CR LF, and so do trailers",
}

// standard reads an answer with net/http, the way its transport does.
func standard(data []byte, head bool) reading {
	rest := bytes.NewReader(data)
	b := bufio.NewReader(rest)
	request := &http.Request{Method: http.MethodGet}
	if head {
		request.Method = http.MethodHead
	}
	answer, err := http.ReadResponse(b, request)
	for err == nil && 100 <= answer.StatusCode && answer.StatusCode < 200 && answer.StatusCode != 101 {
		answer, err = http.ReadResponse(b, request)
	}
	var body []byte
	if err == nil {
		body, err = io.ReadAll(answer.Body)
	}
	if err != nil {
		return reading{err: err}
	}
	h := answer.Header
	pause := h.Get("Retry-After")
	if len(pause) > 40 {
		pause = ""
	}
	return reading{
		status: answer.StatusCode, protocol: answer.Proto, body: int64(len(body)),
		marked: len(h["Retry-After"]) > 0 || len(h["X-Matchday-Reject"]) > 0, found: bytes.Contains(body, wants.Contains),
		complete: true, alive: !answer.Close && answer.StatusCode >= 200,
		pause: pause, sum: sha256.Sum256(body), used: len(data) - rest.Len() - b.Buffered(),
	}
}

// agree holds a reading against net/http's.
func agree(t *testing.T, ours reading, data []byte, head bool) {
	t.Helper()
	theirs := standard(data, head)
	var bad *http1.MalformedError
	switch {
	case ours.err == nil && !same(ours, theirs):
		t.Errorf("%q, head %v: %+v; net/http %+v", data, head, ours, theirs)
	case ours.err != nil && theirs.err == nil:
		if !errors.As(ours.err, &bad) || stricter[bad.Fault] == "" {
			t.Errorf("%q, head %v: %v; net/http takes it", data, head, ours.err)
		}
	}
}

// net/http takes all that the corpus takes, and reads the same from it. Every
// strictness is in the corpus at least once.
func TestAgreesWithNetHTTP(t *testing.T) {
	var a http1.Answer
	strict := map[http1.Fault]bool{}
	for _, s := range corpus() {
		agree(t, read(&a, s.head, []byte(s.answer)), []byte(s.answer), s.head)
		if theirs := standard([]byte(s.answer), s.head); s.fault != 0 && theirs.err == nil {
			strict[s.fault] = true
		}
	}
	if len(strict) != len(stricter) {
		t.Errorf("stricter than net/http in the corpus: %v; want %v", strict, stricter)
	}
}

// invent puts an answer together from parts of answers, most of which fit.
func invent(random *rand.Rand) []byte {
	one := func(of ...string) string { return of[random.IntN(len(of))] }
	odd := func(usual string, of ...string) string {
		if random.IntN(20) > 0 {
			return usual
		}
		return one(of...)
	}
	end := func() string { return odd("\r\n", "\n", " \r\n", "\r\r\n") }
	text := odd("HTTP/1.1", "HTTP/1.0", "HTTP/1.0", "HTTP/1.2") + " " +
		odd(one("200", "200", "204", "304", "100", "101", "503"), "099", "+20") + odd(" OK", "", " ", "\tOK") + end()
	for range random.IntN(5) {
		text += one("Content-Length", "content-length", "Transfer-Encoding", "Connection", "Trailer", "Retry-After", "X-Matchday-Reject", "Date") +
			odd(": ", ":", ":\t", ": ,", " :", "") +
			odd(one("3", "3", "0", "chunked", "chunked", "close", "keep-alive"), "5", "03", "CHUNKED", "close, a", "Content-Length", "a\x00b", "") + end()
	}
	text += end()
	for range random.IntN(4) {
		text += odd("3", "003", "5", "0", "a", "3 ", "3;a", "", "x") + end() + odd("abc", "hello", "") + end()
	}
	return []byte(text + one("0\r\n\r\n", "0\r\nA: b\r\n\r\n", "0\r\nA: b\n\r\n", ""))
}

// Answers put together by chance reach further than those changed by the byte.
func TestInventedAnswers(t *testing.T) {
	var a http1.Answer
	random := rand.New(rand.NewPCG(1, 2))
	good := 0
	for range 20_000 {
		data, head := append(invent(random), invent(random)...), random.IntN(8) == 0
		r := read(&a, head, data)
		agree(t, r, data, head)
		if s := read(&a, head, pieces(data, 1+random.IntN(9))...); !same(r, s) {
			t.Errorf("%q in pieces: %+v; whole %+v", data, s, r)
		}
		if r.err == nil {
			good++
		}
	}
	if good < 2000 {
		t.Errorf("only %d were good", good)
	}
}

// FuzzAnswer reads answers whole and in random pieces, and holds what is read
// against net/http.
func FuzzAnswer(f *testing.F) {
	for i, s := range corpus() {
		if len(s.answer) < 1000 {
			f.Add([]byte(s.answer), s.head, uint64(i))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte, head bool, seed uint64) {
		var a http1.Answer
		whole := read(&a, head, data)
		agree(t, whole, data, head)

		random := rand.New(rand.NewPCG(seed, 0))
		var split [][]byte
		for rest := data; len(rest) > 0; {
			n := 1 + random.IntN(min(len(rest), 1+random.IntN(40)))
			split, rest = append(split, bytes.Clone(rest[:n])), rest[n:]
		}
		if r := read(&a, head, split...); !same(r, whole) {
			t.Errorf("%q in pieces: %+v; whole %+v", split, r, whole)
		}
	})
}
