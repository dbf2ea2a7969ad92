//go:build !race

package experiment

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"matchday/targets"
	"matchday/targets/bulkhead"
	"matchday/targets/gallery"
)

var update = flag.Bool("update", false, "rewrite what tests make of docs/targets.md")

const targetsPage = "../../../../docs/targets.md"

// What docs/targets.md says of the knobs and of the health page of every kind is
// what the program says: each stands between two marks.
func TestTargetsPage(t *testing.T) {
	stored, err := os.ReadFile(targetsPage)
	if err != nil {
		t.Fatal(err)
	}
	page := made(t, string(stored), "kinds", kindTable())
	for _, k := range gallery.Kinds() {
		page = made(t, page, "knobs "+k.Name, knobTable(k))
		if !strings.Contains(page, "<!-- health "+k.Name) {
			t.Errorf("docs/targets.md does not show the health page of %s", k.Name)
		}
	}
	for _, m := range regexp.MustCompile(`<!-- health (.*) -->`).FindAllStringSubmatch(page, -1) {
		page = made(t, page, "health "+m[1], healthTable(t, m[1]))
	}
	switch {
	case page == string(stored):
	case *update:
		if err := os.WriteFile(targetsPage, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Error("docs/targets.md is not what the program says: run go test ./cmd/matchday/internal/experiment -run TargetsPage -update and look at the difference")
	}
}

// made puts a text between its marks.
func made(t *testing.T, page, name, text string) string {
	t.Helper()
	between := regexp.MustCompile(`(?s)(<!-- ` + name + ` -->\n).*?(<!-- end -->\n)`)
	if len(between.FindAllString(page, -1)) != 1 {
		t.Errorf("docs/targets.md has no single place for %q: want <!-- %s --> and then <!-- end -->", name, name)
		return page
	}
	return between.ReplaceAllString(page, "${1}"+strings.ReplaceAll(text, "$", "$$")+"${2}")
}

// kindTable lists the kinds with what they teach.
func kindTable() string {
	text := "| kind | what it teaches |\n|---|---|\n"
	for _, k := range gallery.Kinds() {
		text += fmt.Sprintf("| [`%s`](#%s) | %s |\n", k.Name, k.Name, k.Teaches)
	}
	return text
}

// knobTable lists what there is to set on a kind, and what it comes to as it
// usually is.
func knobTable(k gallery.Kind) string {
	o := k.Options()
	set := knobSet(k.Name)
	o.Bind(set)
	text := "| knob | usual | what it is |\n|---|---|---|\n"
	set.VisitAll(func(f *flag.Flag) {
		text += fmt.Sprintf("| `%s` | %s | %s |\n", f.Name, f.DefValue, strings.ReplaceAll(f.Usage, "|", "\\|"))
	})
	return text + fmt.Sprintf("\nAs it usually is: at most %s requests a second, %v each while nobody is in the way.\n", figure(o.Capacity()), o.Service().Round(time.Microsecond))
}

// Where the evening is looked at: ordinary traffic before the first peak, and
// ordinary traffic again after the second one, when half time is over.
const (
	ordinary = 100 * time.Second
	after    = 330 * time.Second
)

// healthTable shows what a service tells of itself in an example: before it was
// ever too much, and after, without a bulkhead and with one.
func healthTable(t *testing.T, name string) string {
	t.Helper()
	e := example(t, name)
	e.Curve = e.Curve.Cut(after + time.Second)
	var visits []visit
	for _, v := range e.Variants {
		visits = append(visits, look(t, e, v))
	}
	none, saved := visits[0], visits[1]
	text := fmt.Sprintf("| figure | ordinary evening | after half time, none | after half time, %s | what it is |\n|---|--:|--:|--:|---|\n", saved.setting)
	for i, g := range none.at[after] {
		text += fmt.Sprintf("| `%s` | %s | %s | %s | %s |\n", g.Name, figure(none.at[ordinary][i].Value), figure(g.Value), figure(saved.at[after][i].Value), g.Help)
	}
	return text
}

// example reads one of the experiments that the program brings along, to be made
// in virtual time.
func example(t *testing.T, name string) Experiment {
	t.Helper()
	text, err := Example("gallery:" + name)
	if err != nil {
		t.Fatal(err)
	}
	e, err := read(string(text))
	if err != nil {
		t.Fatal(err)
	}
	return e.Simulated()
}

// A visit is what a machine told of itself at some instants of a trial.
type visit struct {
	deaf
	setting bulkhead.Setting
	machine gallery.Machine
	at      map[time.Duration][]gallery.Gauge
}

// Target implements [Observer]. The machine is at the instant just now.
func (v visit) Target(at time.Duration, c targets.Counters) error {
	if at != ordinary && at != after {
		return nil
	}
	v.at[at] = append([]gallery.Gauge{
		{Name: "inside", Help: "Requests let in and not answered.", Value: float64(c.Inside)},
		{Name: "queued", Help: "Requests waiting to be let in.", Value: float64(c.Queued)},
		{Name: "zombies", Help: "Requests inside or queued for a caller who has left.", Value: float64(c.Zombies)},
	}, v.machine.Gauges(at)...)
	return nil
}

// look makes a trial and notes what its machine tells.
func look(t *testing.T, e Experiment, s bulkhead.Setting) visit {
	t.Helper()
	trial := Trial{Variant: s, Seed: e.Seed}
	applier, sender, err := e.Stage("", trial)
	if err != nil {
		t.Fatal(err)
	}
	v := visit{setting: s, machine: applier.(modelled).machine.(gallery.Machine), at: map[time.Duration][]gallery.Gauge{}}
	if _, err := NewDrive(e, trial, applier, sender, v).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	return v
}

// figure writes three digits of a number, and all of a large one.
func figure(x float64) string {
	if x >= 1000 {
		return strconv.FormatFloat(x, 'f', 0, 64)
	}
	return strconv.FormatFloat(x, 'g', 3, 64)
}
