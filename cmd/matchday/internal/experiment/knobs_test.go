package experiment

import (
	"errors"
	"flag"
	"slices"
	"strings"
	"testing"
	"time"

	"matchday/targets"
	"matchday/targets/bulkhead"
	"matchday/targets/gallery"
	"matchday/targets/model"
)

// A till is a kind of the gallery with a knob of each sort. It is a server of the
// model.
type till struct {
	clerks int
	slice  time.Duration
	open   bool
}

func (t *till) Bind(set *flag.FlagSet) {
	set.IntVar(&t.clerks, "clerks", 2, "how many clerks there are")
	set.DurationVar(&t.slice, "slice", 2*time.Millisecond, "how long one takes")
	set.BoolVar(&t.open, "open", false, "whether it is open")
}

func (t *till) Check() error {
	if t.clerks < 1 {
		return errors.New("clerks 0: want at least 1, for example 2")
	}
	return nil
}

func (t *till) Capacity() float64      { return float64(t.clerks) / t.slice.Seconds() }
func (t *till) Service() time.Duration { return t.slice }

func (t *till) New(s bulkhead.Setting, seed uint64) (gallery.Machine, error) {
	server, err := model.NewServer(model.Options{CPUs: t.clerks, Demand: t.slice, Seed: seed, Bulkhead: s})
	return drawer{server}, err
}

// A drawer is the machine of a till.
type drawer struct{ *model.Server }

func (drawer) Gauges(time.Duration) []gallery.Gauge { return nil }

// withTill builds a file as if the till were a kind of the gallery.
func withTill(t *testing.T, text string) (Experiment, error) {
	t.Helper()
	f, err := Parse("shop.yaml", []byte(text))
	if err != nil {
		return Experiment{}, err
	}
	b := builder{File: f}
	var e Experiment
	b.kind(&e, gallery.Kind{Name: "till", Options: func() gallery.Options { return &till{} }})
	return e, errors.Join(b.faults...)
}

func TestKnobs(t *testing.T) {
	e, err := withTill(t, "target: {reference: till, knobs: {slice: 4ms, open: yes please}}\n")
	if err == nil || !strings.Contains(err.Error(), `shop.yaml:1:53: knob open "yes please": parse error; want, for example, false`) {
		t.Errorf("got %v", err)
	}
	e, err = withTill(t, "target: {reference: till, knobs: {slice: 4ms, open: true}}\n")
	if err != nil {
		t.Fatal(err)
	}
	if want := (targets.Facts{CPUs: 2, Demand: 4 * time.Millisecond, Most: 500}); e.Target.Facts != want {
		t.Errorf("facts %+v, want %+v", e.Target.Facts, want)
	}
	if got, want := e.Target.Knobs(), []string{"clerks 2", "open true", "slice 4ms"}; !slices.Equal(got, want) {
		t.Errorf("knobs %q, want %q", got, want)
	}
	got := strings.Join(e.Target.Reference.Args(7), " ")
	if want := "target till --tethered --seed 7 --clerks=2 --open=true --slice=4ms"; got != want {
		t.Errorf("started with %s\nwant %s", got, want)
	}
}

// A machine of the gallery is driven like the model, and its books are kept.
func TestGalleryMachineIsDriven(t *testing.T) {
	e := usual(t).Simulated()
	e.Target.Reference.Gallery = &till{clerks: 20, slice: 50 * time.Millisecond}
	trial := e.Trials()[1]
	drive := func(e Experiment) Result {
		applier, sender, err := e.Stage("", trial)
		if err != nil {
			t.Fatal(err)
		}
		r, err := NewDrive(e, trial, applier, sender, deaf{}).Run(t.Context())
		if err != nil || r.Oracle != nil || !r.Told {
			t.Fatalf("told %v, oracle %v, %v", r.Told, r.Oracle, err)
		}
		return r
	}
	if got, want := drive(e), drive(usual(t).Simulated()); got.Target.Counters != want.Target.Counters || got.Summary.Phases[0].Figures != want.Summary.Phases[0].Figures {
		t.Errorf("the same server as a machine of the gallery: %+v\nwant %+v", got.Target, want.Target)
	}
	e.Variants[0].Inside = -1
	trial.Variant = e.Variants[0]
	if _, _, err := e.Stage("", trial); err == nil {
		t.Error("a setting that the machine refuses is driven")
	}
}

func TestKnobFaults(t *testing.T) {
	check := func(target string, want ...string) {
		t.Helper()
		_, err := withTill(t, "target:\n  reference: till\n"+target)
		for _, w := range want {
			if err == nil || !strings.Contains(err.Error(), w) {
				t.Errorf("%s\n got %v\nwant %q in it", target, err, w)
			}
		}
	}
	check("  knobs: {clerk: 3, slice: soon}\n",
		`shop.yaml:3:11: knob "clerk" is unknown, did you mean "clerks"? till: clerks, open, slice`,
		`shop.yaml:3:28: knob slice "soon": parse error; want, for example, 2ms`)
	check("  knobs: {sorting: 3}\n", `shop.yaml:3:11: knob "sorting" is unknown; till: clerks, open, slice`)
	check("  knobs:\n    slice: 3ms\n    clerks: 0\n", "shop.yaml:5:13: knobs: clerks 0: want at least 1")
	check("  knobs: [3]\n", "shop.yaml:3:10: knobs are no mapping: want them in braces, such as {threads: 20}")
	check("  knobs: {clerks: [3, 4]}\n", `shop.yaml:3:19: knob clerks "3,4": parse error; want, for example, 2`)
	check("  knobs: {clerks: {a: 3}}\n", `shop.yaml:3:19: knob "clerks" is a mapping: want a value such as 20, or a list of them`)
	check("  knobs: {clerks: [{a: 3}]}\n", `shop.yaml:3:19: knob "clerks" is a mapping`)
	check("  knobs: {clerks: 3, clerks: 4}\n", "shop.yaml:3:22: ")
	check("  cpus: 3\n  dips: [1 at 1s for 1s]\n",
		"shop.yaml:3:9: cpus: want it with reference: ps only; till has knobs, such as knobs: {clerks: 2}",
		"shop.yaml:4:9: dips: want it with reference: ps only")
	const others = "profile: hold 10/s 10s\nvariants: [none]\n"
	refused := func(target, want string) {
		t.Helper()
		if _, err := read(others + target); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\n got %v\nwant %q in it", target, err, want)
		}
	}
	refused("target: {reference: ps, knobs: {clerks: 3}}\n", "shop.yaml:3:32: knobs: want them with a kind of the gallery, such as reference: pool")
	refused("target: {url: 'http://127.0.0.1:1', knobs: {clerks: 3}}\n", "shop.yaml:3:44: knobs: want them with a kind of the gallery only")
	refused("target: {reference: pps}\n", `shop.yaml:3:21: reference "pps" is not one of ps`)
}
