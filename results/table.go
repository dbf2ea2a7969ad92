package results

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
)

// longestLine bounds a line of any file of a run, so that a damaged one cannot
// take memory without end.
const longestLine = 1 << 20

// errTorn is a last line without an end: the writer was killed over it.
var errTorn = errors.New("the line is torn")

// A table writes rows to a CSV file. No cell below the header needs quotes: all of
// them are numbers and names of outcomes.
type table[T any] struct {
	*output
	columns []column[T]
	line    []byte
}

// newTable returns a table that writes to out, with its header written.
func newTable[T any](out *output, columns []column[T]) (*table[T], error) {
	t := &table[T]{output: out, columns: columns}
	_, err := out.buf.WriteString(header(columns) + "\n")
	return t, first(locate(out.path, err), out.flush())
}

// header returns the first line of a table.
func header[T any](columns []column[T]) string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.name
	}
	return joinNames(names)
}

// joinNames makes a line of names, of which only those of series that a target
// has named may need quotes.
func joinNames(names []string) string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	_ = w.Write(names) // into memory, which takes everything
	w.Flush()
	return strings.TrimSuffix(b.String(), "\n")
}

// splitNames undoes joinNames.
func splitNames(line string) ([]string, error) {
	if !strings.Contains(line, `"`) {
		return strings.Split(line, ","), nil
	}
	return csv.NewReader(strings.NewReader(line)).Read()
}

// cells appends a row to a line.
func cells[T any](line []byte, columns []column[T], row *T) []byte {
	for i, c := range columns {
		if i > 0 {
			line = append(line, ',')
		}
		line = c.write(line, row)
	}
	return line
}

// append adds a row. It is on its way to the disk once the table is flushed.
func (t *table[T]) append(row T) error {
	t.line = append(cells(t.line[:0], t.columns, &row), '\n')
	_, err := t.buf.Write(t.line)
	return locate(t.path, err)
}

// lines yields the lines of a text file with their numbers, from 1. The error
// ends it; a last line that has no end is one.
func lines(in io.Reader) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		s := bufio.NewScanner(in)
		s.Buffer(make([]byte, 0, 1<<16), longestLine)
		s.Split(splitLines)
		for s.Scan() {
			if !yield(s.Text(), nil) {
				return
			}
		}
		if err := s.Err(); err != nil {
			yield("", err)
		}
	}
}

// splitLines differs from [bufio.ScanLines] in that it tells a torn line.
func splitLines(data []byte, atEOF bool) (int, []byte, error) {
	if i := bytes.IndexByte(data, '\n'); i >= 0 {
		return i + 1, data[:i], nil
	}
	if atEOF && len(data) > 0 {
		return 0, nil, errTorn
	}
	return 0, nil, nil
}

// rows yields the rows of a CSV file. The first column must be there. An error
// says name:line:column: and ends it; the rows before it hold.
func rows[T any](name string, in io.Reader, columns []column[T]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		p := parser[T]{name: name}
		for text, err := range lines(in) {
			p.line++
			if p.line == 1 && err == nil {
				p.layout, err = arrange(text, columns)
				if err == nil {
					continue
				}
			}
			row, err := p.row(text, err)
			if !yield(row, err) || err != nil {
				return
			}
		}
		if p.line == 0 {
			p.line++
			yield(p.row("", errors.New("the header is missing")))
		}
	}
}

// A parser reads the lines of one CSV file.
type parser[T any] struct {
	name   string
	line   int          // from 1
	layout []*column[T] // in the order of the file, nil for one that is not known
}

// row reads a line, unless there was an error before.
func (p *parser[T]) row(text string, err error) (row T, _ error) {
	at := 1
	if err == nil {
		at, err = parseRow(&row, text, p.layout)
	}
	if err != nil {
		return row, fmt.Errorf("%s:%d:%d: %w", p.name, p.line, at, err)
	}
	return row, nil
}

// arrange returns the columns in the order of a file's header, nil for those
// that are not known.
func arrange[T any](header string, columns []column[T]) ([]*column[T], error) {
	names, err := splitNames(header)
	if err != nil {
		return nil, fmt.Errorf("the header: %w", err)
	}
	var layout []*column[T]
	for _, name := range names {
		var known *column[T]
		for i := range columns {
			if columns[i].name == name {
				known = &columns[i]
			}
		}
		layout = append(layout, known)
	}
	if layout[0] != &columns[0] {
		return nil, fmt.Errorf("the header does not begin with %q", columns[0].name)
	}
	return layout, nil
}

// parseRow reads one line. Where it fails it returns the position in the line,
// from 1.
func parseRow[T any](row *T, text string, layout []*column[T]) (int, error) {
	if n := strings.Count(text, ",") + 1; n != len(layout) {
		return 1, fmt.Errorf("%d cells, wanted %d as in the header", n, len(layout))
	}
	at := 1
	for _, c := range layout {
		cell, rest, _ := strings.Cut(text, ",")
		if c != nil {
			if err := c.read(row, cell); err != nil {
				return at, fmt.Errorf("%s %w", c.name, err)
			}
		}
		at += len(cell) + 1
		text = rest
	}
	return 0, nil
}
