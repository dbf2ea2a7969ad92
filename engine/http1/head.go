package http1

import (
	"bytes"
	"math"
	"net/http"
	"strconv"
)

// A head is what the status line and the headers of an answer have said.
type head struct {
	status      int  // 0 until the status line has come
	old         bool // HTTP/1.0
	close, keep bool // what Connection has said
	marked      bool
	timing      Timing
	chunked     bool
	illTrailer  bool  // Trailer announces what it must not
	length      int64 // Content-Length,
	digits      int   // and how many it had; 0 means that it was not given
	paused      bool  // Retry-After has been there
	pauseLength int
	pause       [longestPause]byte
}

// longestPause is how many bytes are kept of Retry-After. The longest date, such
// as "Wednesday, 18-Nov-26 20:15:00 GMT", has 33.
const longestPause = 40

// keepsAlive tells whether the connection may be used again: since HTTP/1.1
// unless it says otherwise, before only if it says so.
func (h *head) keepsAlive() bool {
	return !h.close && (h.keep || !h.old) && h.status != http.StatusSwitchingProtocols
}

// readHead reads as many lines of the head as there are.
func (a *Answer) readHead(b []byte) (used int) {
	for used < len(b) && a.next == inHead && a.err == nil {
		line, n := a.line(b[used:])
		used += n
		if line != nil {
			a.headLine(trimEnd(line))
		}
	}
	return used
}

func (a *Answer) headLine(line []byte) {
	switch {
	case a.head.status == 0:
		a.statusLine(line)
	case len(line) == 0:
		a.headEnd()
	default:
		a.header(line)
	}
}

// statusLine reads such as "HTTP/1.1 200 OK". The reason is not looked at, as
// RFC 9112, section 4, asks of clients.
func (a *Answer) statusLine(line []byte) {
	const form = "HTTP/1.x 200"
	switch {
	case len(line) < len(form), string(line[:5]) != form[:5], line[8] != ' ', len(line) > len(form) && line[len(form)] != ' ':
		a.fail(BadStatusLine, line)
		return
	case string(line[5:7]) != "1.", line[7] != '0' && line[7] != '1':
		a.fail(BadVersion, line)
		return
	}
	a.head.old = line[7] == '0'
	x, y, z := line[9]-'0', line[10]-'0', line[11]-'0'
	if x < 1 || x > 9 || y > 9 || z > 9 {
		a.fail(BadStatus, line)
		return
	}
	a.head.status = int(x)*100 + int(y)*10 + int(z)
}

// header reads one header. Every one is checked; few are looked into.
func (a *Answer) header(line []byte) {
	name, value, f := field(line)
	if f == 0 && !a.wants.skips(name) {
		f = a.head.note(name, trimSpace(value), a.wants)
	}
	if f != 0 {
		a.fail(f, line)
	}
}

// note keeps what is of interest in a header.
func (h *head) note(name, value []byte, w *Wants) (f Fault) {
	h.marked = h.marked || w.marks(name)
	switch {
	case equalFold(name, contentLength):
		return h.noteLength(value)
	case equalFold(name, transferEncoding):
		return h.noteEncoding(value)
	case equalFold(name, connection):
		h.noteConnection(value)
	case equalFold(name, trailer):
		h.illTrailer = h.illTrailer || hasItem(value, trailer) || hasItem(value, contentLength) || hasItem(value, transferEncoding)
	case w.RetryAfter && !h.paused && equalFold(name, retryAfter):
		h.paused = true
		if len(value) <= longestPause {
			h.pauseLength = copy(h.pause[:], value)
		}
	case w.Timing && equalFold(name, serverTiming):
		h.timing = ReadTiming(h.timing, value)
	}
	return 0
}

// noteConnection reads a Connection, which lists what to do with it.
func (h *head) noteConnection(list []byte) {
	for len(list) > 0 {
		var item []byte
		item, list = nextItem(list)
		h.close = h.close || equalFold(item, "close")
		h.keep = h.keep || equalFold(item, "keep-alive")
	}
}

// noteLength reads a Content-Length. One that is repeated must be the same to
// the letter: that is so if number and digits are.
func (h *head) noteLength(value []byte) Fault {
	if len(value) == 0 {
		return BadLength
	}
	var n int64
	for _, c := range value {
		d := int64(c) - '0'
		if d < 0 || d > 9 || n > (math.MaxInt64-d)/10 {
			return BadLength
		}
		n = n*10 + d
	}
	if h.digits > 0 && (n != h.length || len(value) != h.digits) {
		return SeveralLengths
	}
	h.length, h.digits = n, len(value)
	return 0
}

// noteEncoding reads a Transfer-Encoding. Beside one a length counts for
// nothing, as in net/http and RFC 9112, section 6.3; it must be one, though.
func (h *head) noteEncoding(value []byte) Fault {
	switch {
	case h.old:
		return EncodingOfOld
	case h.chunked || !equalFold(value, "chunked"):
		return BadEncoding
	}
	h.chunked = true
	return 0
}

// headEnd decides by RFC 9112, section 6.3, what comes after the head.
func (a *Answer) headEnd() {
	h := &a.head
	if h.chunked && h.illTrailer {
		a.fail(BadTrailer, []byte(trailer))
		return
	}
	if h.status < 200 && h.status != http.StatusSwitchingProtocols {
		a.interimEnd()
		return
	}
	a.Status, a.Marked, a.Timing = h.status, h.marked, h.timing
	switch {
	case a.bodiless, h.status < 200, h.status == http.StatusNoContent, h.status == http.StatusNotModified:
		a.finish()
	case h.chunked:
		a.await(inSize, MaxChunkLine)
	case h.digits > 0:
		a.count(h.length)
	default:
		h.close = true
		a.next = inOpen
	}
}

// interimEnd forgets an answer such as 103 that another one follows.
func (a *Answer) interimEnd() {
	a.interim++
	if a.interim > MaxInterim {
		a.fail(TooManyInterim, strconv.AppendInt(nil, int64(a.head.status), 10))
	}
	a.head = head{}
}

// field splits a line that is not empty into the name and the value of a header.
func field(line []byte) (name, value []byte, f Fault) {
	n := 0
	for n < len(line) && isToken[line[n]] {
		n++
	}
	switch {
	case isSpace(line[0]):
		return nil, nil, FoldedHeader
	case n == 0 || n == len(line) || line[n] != ':':
		return nil, nil, BadHeader
	}
	name, value = line[:n], line[n+1:]
	if !isText(value) {
		return nil, nil, BadValue
	}
	return name, value, 0
}

// hasItem tells whether a list such as "close, TE" has the item.
func hasItem(list []byte, wanted string) bool {
	for len(list) > 0 {
		var item []byte
		if item, list = nextItem(list); equalFold(item, wanted) {
			return true
		}
	}
	return false
}

// nextItem returns the first item of a list and the rest of it.
func nextItem(list []byte) (item, rest []byte) {
	if comma := bytes.IndexByte(list, ','); comma >= 0 {
		return trimSpace(list[:comma]), list[comma+1:]
	}
	return trimSpace(list), nil
}
