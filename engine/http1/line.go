package http1

import "bytes"

// line takes the next line, its end included, from the beginning of b. The line
// is nil if it has not come to its end, or if that would be beyond the limit. It
// holds until the next call.
//
// A line that lies whole in b, as nearly all do, is not copied. Only the
// beginning of one that does not is held until the rest comes.
func (a *Answer) line(b []byte) (line []byte, used int) {
	end := bytes.IndexByte(b, '\n') + 1
	if end == 0 || len(a.hold) > 0 || a.at+int64(end) > a.limit {
		return a.heldLine(b, end)
	}
	a.from = a.at
	a.at += int64(end)
	return b[:end], end
}

// heldLine is [Answer.line] for lines in several pieces, and for those that are
// too long. The line ends before b[end], or not yet if that is 0.
func (a *Answer) heldLine(b []byte, end int) (line []byte, used int) {
	used = end
	if end == 0 {
		used = len(b)
	}
	a.from = a.at
	if a.at+int64(len(a.hold)+used) > a.limit {
		text := append(a.hold, b[:min(used, excerpt)]...)
		a.fail(a.tooLong(), text[:min(int64(len(text)), a.limit-a.at)])
		return nil, used
	}
	a.hold = append(a.hold, b[:used]...)
	if end == 0 {
		return nil, used
	}
	line, a.hold = a.hold, a.hold[:0]
	a.at += int64(len(line))
	return line, used
}

// tooLong returns what is wrong with a line of this part beyond its limit.
func (a *Answer) tooLong() Fault {
	switch a.next {
	case inSize:
		return LongChunkLine
	case inChunkEnd:
		return BadChunkEnd
	case inTrailer:
		return LongTrailer
	}
	return LongHead
}

// trimEnd returns the line without its end, LF or CR LF. Heads may have both, as
// in net/http.
func trimEnd(line []byte) []byte {
	line = line[:len(line)-1]
	if n := len(line); n > 0 && line[n-1] == '\r' {
		return line[:n-1]
	}
	return line
}

// trimStrictly returns the line without its end, which must be CR LF.
func trimStrictly(line []byte) (_ []byte, ok bool) {
	n := len(line) - 2
	if n < 0 || line[n] != '\r' {
		return nil, false
	}
	return line[:n], true
}
