package report

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
)

func openMetricsText(t *testing.T, c Comparison) string {
	t.Helper()
	var b bytes.Buffer
	if err := OpenMetrics(&b, c); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// seriesOf returns the values of an export by name and labels, as Prometheus
// reads them.
func seriesOf(t *testing.T, text string) map[string]float64 {
	t.Helper()
	parser := expfmt.NewTextParser(model.LegacyValidation)
	families, err := parser.TextToMetricFamilies(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	all := map[string]float64{}
	for name, f := range families {
		if f.GetType().String() != "GAUGE" || f.GetHelp() == "" {
			t.Errorf("%s is a %s: %q", name, f.GetType(), f.GetHelp())
		}
		for _, m := range f.GetMetric() {
			key := name
			for _, l := range m.GetLabel() {
				key += fmt.Sprintf(" %s=%s", l.GetName(), l.GetValue())
			}
			if _, twice := all[key]; twice {
				t.Errorf("%s is there twice", key)
			}
			all[key] = m.GetGauge().GetValue()
		}
	}
	return all
}

func TestOpenMetrics(t *testing.T) {
	c := compared(fourSettings()[1])
	c.Variants[0].Cells = c.Variants[0].Cells[:2]
	text := openMetricsText(t, c)
	golden(t, "openmetrics.txt", text)
	if !strings.HasSuffix(text, "\n# EOF\n") || strings.Count(text, "# EOF") != 1 {
		t.Errorf("it ends in %q", text[max(0, len(text)-40):])
	}
}

// What is read of an export are the figures: of the whole all that are known, of
// phases those that one looks at first.
func TestOpenMetricsReadsBack(t *testing.T) {
	for name, c := range examples() {
		got := seriesOf(t, openMetricsText(t, c))
		for _, v := range c.Variants {
			for i, cell := range v.Cells {
				for _, m := range Metrics() {
					value, known := m.Of(cell)
					family, unit := m.openMetricsName()
					if !strings.HasSuffix(family, unit) {
						t.Errorf("%s does not end in its unit %q", family, unit)
					}
					want := known && (i == 0 || slices.Contains(inEveryPhase(), m.Name))
					key := fmt.Sprintf("%s variant=%s phase=%s", family, v.Setting, cell.Name)
					if x, there := got[key]; there != want || want && x != value {
						t.Errorf("%s: %s is %v (%v), want %v (%v)", name, key, x, there, value, want)
					}
					delete(got, key)
				}
			}
		}
		if len(got) > 0 {
			t.Errorf("%s: there is more: %v", name, got)
		}
	}
	for _, name := range inEveryPhase() {
		if _, err := Lookup(name); err != nil {
			t.Error(err)
		}
	}
}

// Labels may hold whatever a variant is called, and tell streams, runs and phases
// of the same name apart.
func TestOpenMetricsLabels(t *testing.T) {
	c := compared(fourSettings()[1])
	const nasty = "20/20 \"quick\" \\ {a=b}\nnext, line \xff"
	c.Variants[0].Setting = nasty
	c.Variants[0].Cells[1].Name, c.Variants[0].Cells[3].Name = "base", "base"
	c.Runs = append(c.Runs, Source{ID: "other"})
	own := c
	own.Stream = &Stream{Name: "checkout"}
	c.Streams = []Comparison{own}
	got := seriesOf(t, openMetricsText(t, c))
	read := strings.ToValidUTF8(nasty, "�")
	for _, labels := range []string{"phase=all", "phase=base", "phase=base~2", "phase=base~3", "phase=all stream=checkout"} {
		key := "matchday_p99_seconds variant=" + read + " " + labels + " run=" + c.Runs[0].ID
		if _, ok := got[key]; !ok {
			t.Errorf("there is no %s", key)
		}
	}
}

// A run of four variants has no more series than a page can show.
func TestOpenMetricsSize(t *testing.T) {
	lines := strings.Count(openMetricsText(t, compared(fourSettings()...)), "\nmatchday_")
	if most := 4 * (len(Metrics()) + 9*len(inEveryPhase())); lines > most || lines < most/2 {
		t.Errorf("%d series, want up to %d", lines, most)
	}
}

// Figures come as one row each, in base units, and unknown ones not at all.
func TestFiguresCSV(t *testing.T) {
	c := Compare([]Input{{Run: duet()}})
	var b bytes.Buffer
	if err := FiguresCSV(&b, c); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(rows[0], " "); got != "run variant stream phase round seed validity metric unit value" {
		t.Errorf("columns %s", got)
	}
	rows = rows[1:]
	for _, one := range c.withStreams() {
		for _, v := range one.Variants {
			for i, round := range v.ByRound {
				for _, cell := range round {
					for _, m := range Metrics() {
						value, known := m.Of(cell)
						if !known {
							continue
						}
						lead := []string{v.Run, v.Setting, one.streamName(), cell.Name, strconv.Itoa(i + 1), strconv.FormatUint(v.Seeds[i], 10), v.Validity.String(), m.Name, string(m.Unit)}
						if got, err := strconv.ParseFloat(rows[0][9], 64); !slices.Equal(rows[0][:9], lead) || err != nil || got != value && !math.IsNaN(value) {
							t.Fatalf("row %q, want %q %v", rows[0], lead, value)
						}
						rows = rows[1:]
					}
				}
			}
		}
	}
	if len(rows) > 0 {
		t.Errorf("%d rows too many", len(rows))
	}
}
