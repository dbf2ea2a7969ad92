package http1

import "fmt"

// A Fault is what is wrong with a malformed answer.
type Fault int

// The faults. Those with a star are strictness of this package: net/http would
// have let the answer pass.
const (
	BadStatusLine  Fault = iota + 1 // * the first line has not the form "HTTP/1.1 200 OK", one space between the parts
	BadVersion                      // * a version other than 1.0 and 1.1
	BadStatus                       // * a status that is not three digits, or below 100
	BadHeader                       // * a header line that has no name and colon, or a space between them
	FoldedHeader                    // * a header that goes on in a second line
	BadValue                        // a control character in the value of a header
	BadLength                       // a Content-Length that is not digits, or over 2⁶³ − 1
	SeveralLengths                  // more than one Content-Length, and they differ
	BadEncoding                     // a Transfer-Encoding other than "chunked", or more than one
	EncodingOfOld                   // * a Transfer-Encoding in an answer of HTTP/1.0, which has none
	BadTrailer                      // a Trailer that announces what says where the body ends
	BadChunkSize                    // a chunk that does not begin with its size in hexadecimal digits and CR LF
	BadChunkEnd                     // a chunk that is longer than its size says
	WastefulChunks                  // chunks that spend far more bytes on themselves than on the body
	BadTrailerLine                  // * a line after the last chunk that does not end in CR LF
	LongHead                        // * more than MaxHead bytes before the body
	LongChunkLine                   // more than MaxChunkLine bytes before a chunk
	LongTrailer                     // more than MaxTrailer bytes after the last chunk
	TooManyInterim                  // * more than MaxInterim answers before the final one
	faults                          // how many there are, and one
)

// Limits of an answer. Bodies have none: they are counted, not kept.
const (
	MaxHead      = 64 << 10 // bytes of status line and headers, those of interim answers included
	MaxInterim   = 32       // answers with a status of 1xx before the final one
	MaxChunkLine = 4 << 10  // bytes of the line before a chunk, its end included
	MaxTrailer   = 4 << 10  // bytes after the last chunk, the last line end included
)

// String returns what is wrong, and what was wanted.
func (f Fault) String() string {
	if 0 < f && f < faults {
		return wording[f]
	}
	return fmt.Sprintf("fault %d", int(f))
}

var wording = [faults]string{
	BadStatusLine:  `status line does not have the form "HTTP/1.1 200 OK"`,
	BadVersion:     "version is not HTTP/1.1 or HTTP/1.0",
	BadStatus:      "status is not a number from 100 to 999, such as 200",
	BadHeader:      `header does not begin with a name and a colon, such as "Server: stadium"`,
	FoldedHeader:   "header goes on in a second line; wanted each on a line of its own",
	BadValue:       "header has a control character in its value; wanted text",
	BadLength:      "length is not a number of bytes such as 612",
	SeveralLengths: "length is not the one given before; wanted one for the answer",
	BadEncoding:    `transfer encoding is not "chunked", once`,
	EncodingOfOld:  "transfer encoding in an answer of HTTP/1.0; wanted a length or none",
	BadTrailer:     "trailer announces a header that must come before the body; wanted one such as Server-Timing",
	BadChunkSize:   `chunk size is not hexadecimal digits and CR LF, such as "1f4\r\n"`,
	BadChunkEnd:    `chunk does not end after its size; wanted "\r\n"`,
	WastefulChunks: "chunks are mostly not body; wanted sizes without long extensions",
	BadTrailerLine: `trailer does not end in "\r\n"`,
	LongHead:       fmt.Sprintf("head is longer than %d bytes", MaxHead),
	LongChunkLine:  fmt.Sprintf("chunk size is longer than %d bytes", MaxChunkLine),
	LongTrailer:    fmt.Sprintf("trailer is longer than %d bytes", MaxTrailer),
	TooManyInterim: fmt.Sprintf("more than %d interim answers such as 103 before the final one", MaxInterim),
}

// A MalformedError is an answer that is not one of HTTP/1.1.
type MalformedError struct {
	Fault  Fault
	Offset int64  // of the faulty line from the first byte of the answer
	Text   string // the beginning of that line
}

// Error says where the answer is malformed, quotes it and says what was wanted.
func (e *MalformedError) Error() string {
	return fmt.Sprintf("answer: byte %d: %q: %v", e.Offset, e.Text, e.Fault)
}

// excerpt is how many bytes of a faulty line an error quotes.
const excerpt = 60
