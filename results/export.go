package results

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	vegeta "github.com/tsenart/vegeta/v12/lib"
)

// A Format is a form in which a run can be handed to other programs.
type Format string

// The formats of [Export].
const (
	JSON       Format = "json"       // run.json
	CSV        Format = "csv"        // the windows of all trials
	HLog       Format = "hlog"       // the histograms of all windows in one HdrHistogram log
	Vegeta     Format = "vegeta"     // samples as vegeta's results in JSON
	VegetaGob  Format = "vegeta-gob" // the same in vegeta's own encoding
	VegetaCSV  Format = "vegeta-csv" // the same in vegeta's CSV
	allFormats        = "json, csv, hlog, vegeta, vegeta-gob, vegeta-csv"
)

// Export writes a loaded run to w. Whoever wants some of its trials only hands
// in a copy of the run without the others.
//
// csv is timeline.csv of every trial in one table, with the number, variant and
// round of the trial in front, and the stream: it is empty in the rows of all
// traffic, which come before those of each stream.
//
// hlog is latency.hlog of every trial in one HdrHistogram log. A tag says whose
// histogram it is: variant, round and histogram, such as 20_20/r1/ok, and before
// the last of them the stream in brackets where it is not of all traffic. The
// names in it are words, see [Word]. The header gives the start of the first
// trial, from which times count, so that for every reader they are absolute.
// Trials in virtual time last longer than they took: there they overlap.
//
// The vegeta formats need the samples and fail
// with [ErrNoSamples] where they were not kept: every attempt is a result, in
// the order of sending, numbered from 0 in each trial, which is an attack named
// after variant and round. Timestamp and latency are from sent to done, as
// vegeta means them; the error is the name of the outcome, empty for ok; the
// code is the status where it agrees with the outcome, so that vegeta's success
// ratio is that of the report. Attempts that were never sent are failures
// without latency, those that the end of the run cut off are left out, as they
// are of every ratio. Method and URL are empty: samples do not know them.
func Export(w io.Writer, run *Run, format Format) error {
	out := bufio.NewWriterSize(w, 1<<16)
	var err error
	switch format {
	case JSON:
		err = exportJSON(out, run)
	case CSV:
		err = exportCSV(out, run)
	case HLog:
		err = exportHist(out, run)
	case Vegeta:
		err = exportVegeta(vegeta.NewJSONEncoder(out), run)
	case VegetaGob:
		err = exportVegeta(vegeta.NewEncoder(out), run)
	case VegetaCSV:
		err = exportVegeta(vegeta.NewCSVEncoder(out), run)
	default:
		return fmt.Errorf("results: format %q is not one of %s", format, allFormats)
	}
	return first(err, out.Flush())
}

func exportJSON(w io.Writer, run *Run) error {
	text, err := encodeRun(run)
	if err != nil {
		return err
	}
	_, err = w.Write(text)
	return err
}

// exportCSV quotes where it must: the name of a variant can hold a comma.
func exportCSV(w io.Writer, run *Run) error {
	out := csv.NewWriter(w)
	columns := rowColumns()
	err := out.Write(slices.Concat([]string{"trial", "variant", "round", "stream"}, strings.Split(header(columns), ",")))
	for _, t := range run.Trials {
		for _, part := range t.parts() {
			windows, unread := part.Timeline()
			err = first(err, unread)
			lead := []string{strconv.Itoa(t.Number), t.Variant, strconv.Itoa(t.Round), part.of}
			for i := range windows {
				line := string(cells(nil, columns, &windows[i]))
				err = first(err, out.Write(slices.Concat(lead, strings.Split(line, ","))))
			}
		}
	}
	out.Flush()
	return first(err, out.Error())
}

// A part is a trial as a whole, or as one of its streams saw it.
type part struct {
	Trial
	of string // the stream, "" for all traffic
}

// parts returns the trial as a whole, and then as each of its streams saw it.
func (t Trial) parts() []part {
	all := []part{{t, ""}}
	for _, s := range t.Streams {
		all = append(all, part{t.stream(s.Name), s.Name})
	}
	return all
}
