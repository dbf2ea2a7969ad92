package report

import (
	"encoding/csv"
	"io"
	"slices"
	"strconv"
)

// FiguresCSV writes one row for each figure of each round: run, variant, stream,
// phase, round, seed, validity of the generator, metric, unit and value, in base
// units. That is the form that R and pandas work with. A round is one trial; they
// are counted without those that were cut short, and those of the same seed had
// the same users. The stream is empty for all traffic. A figure that is not known
// has no row.
func FiguresCSV(w io.Writer, c Comparison) error {
	out := csv.NewWriter(w)
	if err := out.Write([]string{"run", "variant", "stream", "phase", "round", "seed", "validity", "metric", "unit", "value"}); err != nil {
		return err
	}
	for _, one := range c.withStreams() {
		for _, v := range one.Variants {
			if err := v.writeFigures(out, one.streamName()); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

// writeFigures writes the rows of one variant.
func (v Variant) writeFigures(out *csv.Writer, stream string) error {
	for i, round := range v.ByRound {
		phases := phaseNames(round)
		for j, cell := range round {
			lead := []string{v.Run, v.Setting, stream, phases[j], strconv.Itoa(i + 1), v.seed(i), v.Validity.String()}
			for _, m := range Metrics() {
				value, known := m.Of(cell)
				if !known {
					continue
				}
				number := strconv.FormatFloat(value, 'g', -1, 64)
				if err := out.Write(slices.Concat(lead, []string{m.Name, string(m.Unit), number})); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// seed returns which users came in a round, "" where that is not told.
func (v Variant) seed(round int) string {
	if round >= len(v.Seeds) {
		return ""
	}
	return strconv.FormatUint(v.Seeds[round], 10)
}
