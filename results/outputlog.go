package results

import (
	"bytes"
	"fmt"
)

// halfOutput is how much is kept of the beginning of what a target prints, and
// how much of its end.
const halfOutput = 512 << 10

// An outputLog keeps what a target prints, within bounds: a target that prints a
// line for every request would fill the disk. The beginning is written as it
// comes, the end when it is known to be the end.
type outputLog struct {
	*output
	room int    // left for the beginning
	end  []byte // of what came after it, up to twice as much as will be kept
	lost int64  // bytes between the two
}

// newOutputLog returns a log that writes to out.
func newOutputLog(out *output) *outputLog { return &outputLog{output: out, room: halfOutput} }

// add takes the next of what was printed.
func (l *outputLog) add(p []byte) error {
	begin := p[:min(len(p), l.room)]
	l.room -= len(begin)
	l.end = append(l.end, p[len(begin):]...)
	if len(l.end) > 2*halfOutput {
		l.cut()
	}
	if len(begin) == 0 {
		return nil
	}
	if _, err := l.buf.Write(begin); err != nil {
		return locate(l.path, err)
	}
	return l.flush()
}

// cut drops what is too much for the end, up to where a line begins.
func (l *outputLog) cut() {
	over := len(l.end) - halfOutput
	if over <= 0 {
		return
	}
	if i := bytes.IndexByte(l.end[over:], '\n'); i >= 0 {
		over += i + 1
	}
	l.lost += int64(over)
	l.end = append(l.end[:0], l.end[over:]...)
}

// close writes the end.
func (l *outputLog) close() error {
	l.cut()
	if l.lost > 0 {
		fmt.Fprintf(l.buf, "\n[%d bytes left out]\n", l.lost)
	}
	_, err := l.buf.Write(l.end)
	return first(locate(l.path, err), l.output.close())
}

// printing is what a target's output is written to. It never fails: whoever
// writes is a process that would be killed by it.
type printing struct{ *TrialWriter }

func (p printing) Write(text []byte) (int, error) {
	_ = p.do(func() (err error) {
		if p.printed == nil {
			out, err := p.output(outputFile)
			if err != nil {
				return err
			}
			p.printed = newOutputLog(out)
		}
		return p.printed.add(text)
	})
	return len(text), nil
}
