package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/olekukonko/tablewriter/pkg/twwidth"

	"matchday/measure"
	"matchday/results"
)

// settingsHeat is a map of bulkheads on which a queue above nine times the
// inside kills.
func settingsHeat(columns int) Heat {
	h := Heat{
		Title: "match-day: bulkheads", Shows: ShowInSLO,
		Facts:   []Fact{{"target", "reference ps, 20 × 50 ms = 400/s"}, {"client", "timeout 500 ms, SLO 125 ms, 1 retry"}},
		Row:     HeatAxis{Name: "inside"},
		Column:  HeatAxis{Name: "queue"},
		Rule:    "queue rule D·(1+q/c) = T: from here on a request waits longer than its caller",
		Notes:   []string{"20/20 served the most users within the SLO: 93 %"},
		Command: []string{"matchday", "map", "--inside", "5,10,20"},
	}
	for j := range columns {
		h.Column.Ticks = append(h.Column.Ticks, fmt.Sprint(20*j))
	}
	var m HeatMap
	for _, c := range []int{5, 10, 20} {
		h.Row.Ticks = append(h.Row.Ticks, fmt.Sprint(c))
		var row []HeatCell
		for j := range columns {
			row = append(row, settingsCell(c, 20*j))
		}
		m.Rows = append(m.Rows, row)
	}
	h.Panels = []HeatMap{m}
	return h
}

func settingsCell(c, q int) HeatCell {
	cell := HeatCell{
		Name: fmt.Sprintf("%d/%d", c, q), Beyond: q > 9*c, Best: c == 20 && q == 20,
		Verdict: measure.Recovered, Served: 1, InSLO: .93 - float64(q)/1000, Reason: "back in time and within the SLO after every peak",
	}
	switch {
	case cell.Beyond:
		cell.Verdict, cell.InSLO, cell.Served, cell.Reason = measure.Metastable, .37, .4, "not back 9s after peak-3"
	case q > 3*c:
		cell.Verdict = measure.Degraded
	case q == 0:
		cell.InSLO = .9996
	}
	return cell
}

// triggerHeat is two maps of base load and trigger.
func triggerHeat() Heat {
	h := Heat{
		Title: "match-day: triggers", Shows: ShowBack,
		Facts:  []Fact{{"target", "reference ps, 20 × 50 ms = 400/s"}},
		Row:    HeatAxis{Name: "base", Ticks: []string{"0.4", "0.6", "0.8"}},
		Column: HeatAxis{Name: "trigger", Ticks: []string{"0.5", "1", "2"}},
	}
	for _, name := range []string{"none", "20/20"} {
		m := HeatMap{Name: name, Says: "2 of 9 stay down"}
		for i, base := range h.Row.Ticks {
			var row []HeatCell
			for j, trigger := range h.Column.Ticks {
				back := time.Duration(i*j) * 3100 * time.Millisecond
				c := HeatCell{Name: "base " + base + ", trigger " + trigger, Verdict: measure.Recovered, Back: &back, Served: .9, InSLO: .8}
				switch {
				case name == "none" && i+j > 2:
					c.Verdict, c.Back = measure.Metastable, nil
				case i+j > 2:
					c.Verdict = measure.Slow
				case i == 2:
					c.Verdict, c.Back = measure.Undecided, nil
				}
				row = append(row, c)
			}
			m.Rows = append(m.Rows, row)
		}
		h.Panels = append(h.Panels, m)
	}
	return h
}

// storedMap is a map as a run stores it: with 20 inside a queue of 200 kills.
func storedMap() results.Map {
	back := 1500 * time.Millisecond
	m := results.Map{Version: 1, Timeout: 500 * time.Millisecond, Inside: []int{5, 20}, Queue: []int{0, 20, 200}}
	for _, c := range m.Inside {
		for _, q := range m.Queue {
			cell := results.MapCell{
				Setting: fmt.Sprintf("%d/%d", c, q), Verdict: measure.Recovered, Reason: "back in time and within the SLO after every peak",
				UsersServed: .95, UsersInSLO: .93 - float64(q)/1000, Back: &back, Protects: q <= 9*c, Best: c == 20 && q == 0,
			}
			switch {
			case c == 5:
				cell.Verdict, cell.Reason, cell.Back = measure.Undecided, "the tail was too short", nil
			case q == 200:
				cell.Verdict, cell.Reason, cell.Back, cell.UsersInSLO = measure.Metastable, "not back 9s after peak-3", nil, .36
			}
			m.Cells = append(m.Cells, cell)
		}
	}
	return m
}

func TestHeatOf(t *testing.T) {
	m := storedMap()
	m.Cells[5].Validity = measure.Invalid
	h := HeatOf(m)
	want := []string{
		"20/0 served the most users within the SLO: 93 % (recovered)",
		"stay down: 0 of 4 within the queue rule, 1 of 2 beyond it",
		"3 cells are undecided, such as 5/0: the tail was too short",
		"1 cell is to be distrusted: the simulation came to a limit of its own, such as the attempts in flight",
	}
	if !slices.Equal(h.Notes, want) {
		t.Errorf("notes %q, want %q", h.Notes, want)
	}
	row := h.Panels[0].Rows[1]
	if row[1].Name != "20/20" || row[1].Best || !row[0].Best || row[1].Beyond || !row[2].Beyond || *row[0].Back != 1500*time.Millisecond || row[2].Back != nil {
		t.Errorf("cells %+v", row)
	}
	if want := []string{"3 cells are undecided: wait longer"}; !slices.Equal(h.Doubts("wait longer")[:1], want) {
		t.Errorf("doubts %q, want %q", h.Doubts("wait longer"), want)
	}
	if !strings.Contains(h.Rule, "longer than 500 ms") || h.count(own) > 0 {
		t.Errorf("rule %q, %d own settings", h.Rule, h.count(own))
	}
	// Where something else bounds the wait the rule says nothing.
	m.LIFO = true
	if h = HeatOf(m); h.Rule != "" || h.count(beyond) > 0 {
		t.Errorf("last come, first served: rule %q", h.Rule)
	}
	if h = HeatOf(results.Map{LeftOut: "too long"}); len(h.Panels) > 0 || !slices.Equal(h.Notes, []string{"too long"}) {
		t.Errorf("left out: %+v", h)
	}
}

// A comparison's own settings are marked, and the first notes say how far each
// of their rows is from the edge.
func TestMapped(t *testing.T) {
	check := func(m results.Map, own int, want []string, variants ...string) {
		t.Helper()
		c := Comparison{Title: "day"}
		for _, v := range variants {
			c.Variants = append(c.Variants, Variant{Name: v, Setting: v})
		}
		h := c.Mapped(m).Map
		if got := h.count(func(c HeatCell) bool { return c.Own }); got != own {
			t.Errorf("%v: %d are marked, want %d", variants, got, own)
		}
		for _, note := range HeatOf(m).Notes {
			h.Notes = slices.DeleteFunc(h.Notes, func(n string) bool { return n == note })
		}
		if !slices.Equal(h.Notes, want) {
			t.Errorf("%v: notes %q, want %q", variants, h.Notes, want)
		}
	}
	edge := "20 inside: does not stay down with a queue of up to 20, but with one of 200"
	check(storedMap(), 1, []string{edge, "the variant none has no place on the map"}, "none", "20/20")
	check(storedMap(), 2, []string{"5 inside: does not stay down with a queue of up to 200, the longest here", edge}, "5/0", "20/200")
	check(storedMap(), 0, []string{"the variants none, 20/20 lifo have no place on the map"}, "none", "20/20 lifo")
	down := storedMap()
	down.Cells[3].Verdict = measure.Metastable
	check(down, 1, []string{"20 inside: stays down with a queue of 0 already"}, "20/20")
	calm := storedMap()
	calm.Cells[5].Verdict = measure.Slow
	check(calm, 1, nil, "20/20")
	check(results.Map{LeftOut: "too long"}, 0, nil, "none", "20/20")
}

func asHeatText(t *testing.T, h Heat, s Screen) string {
	t.Helper()
	var b bytes.Buffer
	if err := HeatTerminal(&b, h, s); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestHeatTerminalGolden(t *testing.T) {
	golden(t, "heat-settings.txt", asHeatText(t, settingsHeat(12), Screen{}))
	golden(t, "heat-settings-colour.txt", asHeatText(t, settingsHeat(4), Screen{Color: true}))
	golden(t, "heat-triggers.txt", asHeatText(t, triggerHeat(), Screen{}))
}

// Maps of any size keep to the width, and colours change nothing but colours.
func TestHeatTerminalFits(t *testing.T) {
	for _, width := range []int{40, 80, 110} {
		text := asHeatText(t, settingsHeat(60), Screen{Width: width})
		for line := range strings.SplitSeq(text, "\n") {
			if got := twwidth.Width(line); got > width {
				t.Errorf("%d columns for %d: %q", got, width, line)
			}
		}
		if got := strings.Count(text, "│"); got != 3+1 {
			t.Errorf("width %d: the rule's line is drawn %d times, want once a row and once explained", width, got)
		}
	}
	plain := asHeatText(t, settingsHeat(8), Screen{})
	colour := asHeatText(t, settingsHeat(8), Screen{Color: true})
	for _, code := range []string{"\x1b[7;32m", "\x1b[1;4;7;32m", "\x1b[7;36m", "\x1b[7;31m", "\x1b[0m"} {
		if !strings.Contains(colour, code) {
			t.Errorf("colour %q is not used", code)
		}
		colour = strings.ReplaceAll(colour, code, "")
	}
	if colour != plain {
		t.Errorf("with colours\n%s\nwithout\n%s", colour, plain)
	}
}

// unstyled takes the style sheet out of a picture or a page: other goldens hold
// it, and it changes with them.
func unstyled(text string) string {
	before, rest, _ := strings.Cut(text, "<style>")
	_, after, _ := strings.Cut(rest, "</style>")
	return before + "<style></style>" + after
}

func TestHeatSVG(t *testing.T) {
	for name, h := range map[string]Heat{"heat-settings.svg": settingsHeat(12), "heat-triggers.svg": triggerHeat()} {
		golden(t, name, unstyled(drawn(t, func(b *bytes.Buffer) error { return HeatSVG(b, h) })))
	}
	drawn(t, func(b *bytes.Buffer) error { return HeatSVG(b, Heat{}) })
}

func TestHeatHTML(t *testing.T) {
	for name, h := range map[string]Heat{"heat-settings.html": settingsHeat(12), "heat-triggers.html": triggerHeat(), "": {Title: "<b>", Notes: []string{"a & b"}}} {
		var b bytes.Buffer
		if err := HeatHTML(&b, h); err != nil {
			t.Fatal(err)
		}
		wellFormed(t, b.String())
		for _, p := range pictures(b.String()) {
			isXML(t, p)
		}
		if name != "" {
			golden(t, name, unstyled(b.String()))
		}
	}
}

func TestHeatCSV(t *testing.T) {
	var b bytes.Buffer
	if err := HeatCSV(&b, triggerHeat()); err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(&b).ReadAll()
	if err != nil || len(lines) != 1+2*9 {
		t.Fatalf("%d lines, %v", len(lines), err)
	}
	check := func(i int, want string) {
		t.Helper()
		if got := strings.Join(lines[i], "|"); got != want {
			t.Errorf("line %d is %s, want %s", i, got, want)
		}
	}
	check(0, "map|base|trigger|verdict|users_served|users_in_slo|back_ns|beyond|best|reason")
	check(6, "none|0.6|2|metastable|0.900000|0.800000||false|false|")
	check(14, "20/20|0.6|1|recovered|0.900000|0.800000|3100000000|false|false|")
}

func TestHeatJSON(t *testing.T) {
	var b bytes.Buffer
	if err := HeatJSON(&b, settingsHeat(2)); err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(&b)
	d.DisallowUnknownFields()
	var got struct {
		Version int `json:"version"`
		Heat
	}
	if err := d.Decode(&got); err != nil || got.Version != JSONVersion || !got.Panels[0].Rows[2][1].Best || got.Panels[0].Rows[2][1].Name != "20/20" {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := d.Token(); err != io.EOF {
		t.Errorf("something follows: %v", err)
	}
}

func TestHeatCellText(t *testing.T) {
	back := 12345 * time.Millisecond
	check := func(shows Shown, c HeatCell, want string) {
		t.Helper()
		if got := (Heat{Shows: shows}).text(c); got != want {
			t.Errorf("%+v reads %q, want %q", c, got, want)
		}
	}
	check(ShowInSLO, HeatCell{Verdict: measure.Recovered, InSLO: 1}, "R100")
	check(ShowInSLO, HeatCell{Verdict: measure.Recovered, InSLO: .9999}, "R99")
	check(ShowInSLO, HeatCell{Verdict: measure.NoPeak, InSLO: .071}, "–7")
	check(ShowServed, HeatCell{Verdict: measure.Slow, InSLO: .5, Served: .746}, "S75")
	check(ShowBack, HeatCell{Verdict: measure.Slow, Back: &back}, "S12")
	check(ShowBack, HeatCell{Verdict: measure.Degraded, Back: new(time.Duration)}, "D0")
	check(ShowBack, HeatCell{Verdict: measure.Metastable}, "M")
}
