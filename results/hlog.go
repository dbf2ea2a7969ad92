package results

import (
	"bufio"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"

	"matchday/measure"
)

// An interval is one line of a histogram log: what a histogram counted between
// two instants of the trial, which the log keeps to the millisecond.
type interval struct {
	tag        string
	start, end time.Duration
	hist       measure.Hist
}

// A histWriter writes an HdrHistogram log, version 2 of the encoding. Values are
// nanoseconds, the greatest of an interval is given in milliseconds.
type histWriter struct {
	to      *bufio.Writer
	encoder *histEncoder
	line    []byte
}

// header writes what a log begins with. Times in it are offsets from base.
func (l *histWriter) header(base time.Time) error {
	log := hdrhistogram.NewHistogramLogWriter(l.to)
	// The library's own lines for the two times lose the thousandths.
	at := fmt.Sprintf("%.3f (seconds since epoch)", float64(base.UnixMilli())/1000)
	return first(
		log.OutputLogFormatVersion(),
		log.OutputComment("[StartTime: "+at+", "+base.UTC().Format(time.RFC3339)+"]"),
		log.OutputComment("[BaseTime: "+at+"]"),
		log.OutputLegend(),
	)
}

// write adds an interval. One without values leaves no line.
func (l *histWriter) write(i interval) error {
	p := i.hist.Packed()
	if p == nil {
		return nil
	}
	l.line = append(append(append(l.line[:0], "Tag="...), i.tag...), ',')
	start, end := i.start.Milliseconds(), i.end.Milliseconds()
	for _, cell := range []float64{float64(start) / 1e3, float64(end-start) / 1e3, float64(p.Max()) / 1e6} {
		l.line = append(strconv.AppendFloat(l.line, cell, 'f', 6, 64), ',')
	}
	l.line = append(l.encoder.append(l.line, p), '\n')
	_, err := l.to.Write(l.line)
	return err
}

// A histLog is the file of a histogram log.
type histLog struct {
	*output
	log histWriter
}

// newHistLog returns a log that writes to out, with its header written. Times
// in it are offsets from the start of the trial.
func newHistLog(out *output, encoder *histEncoder, started time.Time) (*histLog, error) {
	l := &histLog{output: out, log: histWriter{to: out.buf, encoder: encoder}}
	return l, first(locate(out.path, l.log.header(started)), out.flush())
}

// write adds an interval to the file.
func (l *histLog) write(i interval) error { return locate(l.path, l.log.write(i)) }

// intervals yields what a histogram log holds. An error says name:line:column:
// and ends it; the intervals before it hold. The library's reader would do, but
// for the 200 kB that it spends on every line.
func intervals(name string, in io.Reader) iter.Seq2[interval, error] {
	return func(yield func(interval, error) bool) {
		line := 0
		var decoder histDecoder
		for text, err := range lines(in) {
			line++
			if strings.HasPrefix(text, "#") || strings.HasPrefix(text, `"`) {
				continue
			}
			var i interval
			if err == nil {
				i, err = parseInterval(text, &decoder)
			}
			if err != nil {
				err = fmt.Errorf("%s:%d:1: %w", name, line, err)
			}
			if !yield(i, err) || err != nil {
				return
			}
		}
	}
}

// parseInterval reads a line such as Tag=ok,0.100000,0.100000,12.345,HISTFAAA….
func parseInterval(text string, decoder *histDecoder) (interval, error) {
	var i interval
	if rest, tagged := strings.CutPrefix(text, "Tag="); tagged {
		i.tag, text, _ = strings.Cut(rest, ",")
	}
	cells := strings.Split(text, ",")
	if len(cells) != 4 {
		return i, fmt.Errorf("%d cells, wanted start, length, greatest value and histogram", len(cells))
	}
	start, err := parseSpan(cells[0], time.Second)
	if err != nil {
		return i, fmt.Errorf("start %w", err)
	}
	length, err := parseSpan(cells[1], time.Second)
	if err != nil {
		return i, fmt.Errorf("length %w", err)
	}
	i.start, i.end = start, start+length
	i.hist, err = decoder.decode(cells[3])
	return i, err
}

// tagger names the histograms of stretches in phases.hlog: the phase, a slash
// and the histogram, such as peak-1/ok. A phase whose name another had before
// gets a number: peak-1~2/ok.
type tagger map[string]int

// phase returns the first part of the tag of the next stretch.
func (t tagger) phase(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(", \r\n/~", r) {
			return '-'
		}
		return r
	}, name)
	t[name]++
	if n := t[name]; n > 1 {
		return fmt.Sprintf("%s~%d", name, n)
	}
	return name
}

// eachHist calls f for every histogram of the stretches with its tag in
// phases.hlog.
func eachHist(stretches []measure.Stretch, f func(tag string, s *measure.Stretch, h *measure.Hist)) {
	tags := tagger{}
	for i := range stretches {
		s := &stretches[i]
		phase := tags.phase(s.Name)
		s.Latencies.Each(func(tag string, h *measure.Hist) { f(phase+"/"+tag, s, h) })
	}
}
