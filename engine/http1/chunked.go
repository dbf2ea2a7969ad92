package http1

import (
	"bytes"
	"math"
)

// await goes on to a part that is made of lines, with so many bytes at most.
func (a *Answer) await(next part, most int64) {
	a.next = next
	a.limit = a.at + most
}

// readChunkLine reads one of the lines around chunks.
func (a *Answer) readChunkLine(b []byte) (used int) {
	line, used := a.line(b)
	switch {
	case line == nil:
	case a.next == inSize:
		a.sizeLine(line)
	case a.next == inChunkEnd:
		a.chunkEnd(line)
	default:
		a.trailerLine(line)
	}
	return used
}

// sizeLine reads the line before a chunk. Extensions are skipped.
func (a *Answer) sizeLine(line []byte) {
	text, ok := trimStrictly(line)
	size, sized := chunkSize(text)
	if !ok || !sized || size > math.MaxInt64-a.Body || bytes.IndexByte(text, '\r') >= 0 {
		a.fail(BadChunkSize, line)
		return
	}
	if size == 0 {
		a.await(inTrailer, MaxTrailer)
		return
	}
	if a.spend(len(line), size); a.waste > fairWaste {
		a.fail(WastefulChunks, line)
		return
	}
	a.next, a.rest = inChunk, size
}

// fairWaste is how many bytes chunks may spend on themselves beyond what each is
// granted.
const fairWaste = 16 << 10

// spend books the cost of a chunk: its line, without the line end, and the line
// end after the chunk. As in net/http each is granted 16 bytes, and two for each
// byte of the body.
func (a *Answer) spend(line int, size int64) {
	granted := 16 + 2*min(size, fairWaste)
	a.waste = max(0, a.waste+int64(line)-granted)
}

// chunkSize reads a size such as "1f4", "1f4 " or "1f4;name=value".
func chunkSize(text []byte) (size int64, ok bool) {
	const longest = 16 // digits
	n, value := 0, uint64(0)
	for n < len(text) && n <= longest {
		d, ok := hexadecimal(text[n])
		if !ok {
			break
		}
		value = value<<4 | d
		n++
	}
	if n == 0 || n > longest || value > math.MaxInt64 {
		return 0, false
	}
	rest := text[n:]
	return int64(value), len(trimSpace(rest)) == 0 || rest[0] == ';'
}

func hexadecimal(c byte) (digit uint64, ok bool) {
	switch {
	case '0' <= c && c <= '9':
		return uint64(c - '0'), true
	case 'a' <= lower(c) && lower(c) <= 'f':
		return uint64(lower(c)-'a') + 10, true
	}
	return 0, false
}

// chunkEnd reads the line end after a chunk.
func (a *Answer) chunkEnd(line []byte) {
	if text, ok := trimStrictly(line); !ok || len(text) > 0 {
		a.fail(BadChunkEnd, line)
		return
	}
	a.await(inSize, MaxChunkLine)
}

// trailerLine reads a line after the last chunk. Trailers are checked like
// headers and count for nothing.
func (a *Answer) trailerLine(line []byte) {
	text, ok := trimStrictly(line)
	if !ok {
		a.fail(BadTrailerLine, line)
		return
	}
	if len(text) == 0 {
		a.finish()
		return
	}
	if _, _, f := field(text); f != 0 {
		a.fail(f, text)
	}
}
