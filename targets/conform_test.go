package targets

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"matchday/targets/bulkhead"
)

// A subject is an Applier that is held to the contract, and what it can do.
type subject struct {
	name    string
	applier func(t *testing.T) Applier // of a shop that nobody has visited
	bounds  bool                       // it can bring a bulkhead into force
	starts  bool                       // the target is started, and ended
	tells   bool                       // the target tells its counters
	fronts  bool                       // the bounds are not the shop's own: it knows nothing of them, and forgets nothing
}

// subjects are all the Appliers there are.
func subjects() []subject {
	return []subject{
		{name: "reference", applier: referenceShop, bounds: true, starts: true, tells: true},
		{name: "url", applier: func(t *testing.T) Applier { return URL{Address: open(t).URL} }},
		{name: "process", applier: func(t *testing.T) Applier { return processShop(t) }, bounds: true, starts: true},
		{name: "process guarded", applier: guardedShop, bounds: true, starts: true},
		{name: "hook", applier: hookedShop, bounds: true},
		{name: "hook of commands", applier: commandedShop, bounds: true},
		{name: "proxy", applier: proxiedShop, bounds: true, starts: true, tells: true, fronts: true},
	}
}

func referenceShop(t *testing.T) Applier {
	t.Setenv(kind, "shop")
	return Reference{Command: os.Args[:1], Grace: patience}
}

// processShop starts a shop as somebody would who knows nothing of matchday.
func processShop(t *testing.T) Process {
	t.Helper()
	return Process{
		Command: templates(t, os.Args[0], "{{if .Bulkhead}}--bulkhead={{.Name}}{{end}}", "--listen", "127.0.0.1:{{.Port}}"),
		Env:     map[string]Template{kind: templates(t, "shop")[0], untethered: templates(t, "yes")[0]},
		URL:     templates(t, "http://127.0.0.1:{{.Port}}")[0],
		Ready:   Ready{HTTP: templates(t, "/healthz")[0], Within: patience},
		Grace:   patience,
	}
}

func guardedShop(t *testing.T) Applier {
	p := processShop(t)
	p.Guard = []string{os.Args[0], guarding}
	return p
}

// hookedShop goes by the shop's own page of settings.
func hookedShop(t *testing.T) Applier {
	url := open(t).URL
	return Hook{
		Address: url,
		Setup:   Step{HTTP: templates(t, "PUT "+url+"/setting")[0], Body: templates(t, "{{.Name}}")[0], Within: patience},
		Reset:   Step{HTTP: templates(t, "POST "+url+"/reset")[0], Within: patience},
		Check:   Step{HTTP: templates(t, "GET "+url+"/setting")[0], Within: time.Second},
	}
}

// templates are texts as an experiment file would have them.
func templates(t *testing.T, texts ...string) []Template {
	t.Helper()
	var out []Template
	for _, text := range texts {
		one, err := ParseTemplate(text)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, one)
	}
	return out
}

func TestAppliers(t *testing.T) {
	for _, s := range subjects() {
		t.Run(s.name, func(t *testing.T) {
			t.Run("in force on return", s.inForce)
			t.Run("none is in force too", s.noneInForce)
			t.Run("harmless twice", s.twice)
			t.Run("fresh", s.fresh)
			t.Run("ended and reaped", s.ended)
			t.Run("cancelled", s.cancelled)
			t.Run("a setting that cannot be had", s.impossible)
		})
	}
}

// one is a setting under which the second visitor is refused.
var one = bulkhead.Setting{Inside: 1}

// apply brings a setting into force for the length of a test.
func (s subject) apply(t *testing.T, a Applier, setting bulkhead.Setting) Target {
	t.Helper()
	target, err := a.Apply(t.Context(), setting)
	if err != nil {
		t.Fatalf("%v: %v", setting, err)
	}
	t.Cleanup(func() { target.Close() })
	return target
}

// refuses tells whether somebody who comes now is turned away.
func refuses(t *testing.T, url string) bool {
	t.Helper()
	status, err := order(t, url)
	if err != nil {
		t.Fatal(err)
	}
	return status == http.StatusServiceUnavailable
}

func (s subject) inForce(t *testing.T) {
	if !s.bounds {
		t.Skip("there is no setting but none")
	}
	target := s.apply(t, s.applier(t), one)
	if refuses(t, target.URL()) {
		t.Fatal("the first is refused")
	}
	inside := enter(t, target.URL(), 1)
	if !refuses(t, target.URL()) {
		t.Errorf("under %v a second one is let in", one)
	}
	release(t, target.URL(), inside)
}

func (s subject) noneInForce(t *testing.T) {
	target := s.apply(t, s.applier(t), bulkhead.Setting{})
	inside := enter(t, target.URL(), 1)
	if refuses(t, target.URL()) {
		t.Error("under none a second one is refused")
	}
	release(t, target.URL(), inside)
}

func (s subject) twice(t *testing.T) {
	setting := bulkhead.Setting{}
	if s.bounds {
		setting = one
	}
	a := s.applier(t)
	s.apply(t, a, setting)
	second := s.apply(t, a, setting)
	inside := enter(t, second.URL(), 1)
	if refuses(t, second.URL()) != s.bounds {
		t.Errorf("%v applied twice is not in force", setting)
	}
	release(t, second.URL(), inside)
}

// What happened in one trial is forgotten in the next, and nobody is inside.
func (s subject) fresh(t *testing.T) {
	if !s.bounds {
		t.Skip("what served before is out of reach")
	}
	a := s.applier(t)
	first := s.apply(t, a, one)
	for range 3 {
		refuses(t, first.URL())
	}
	enter(t, first.URL(), 1)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second := s.apply(t, a, one)
	if s.fronts {
		await(t, "the shop hears that its visitor has left", func() bool { return stats(t, second.URL()).Inside == 0 })
	} else if c := stats(t, second.URL()); c.Accepted != 0 || c.Inside != 0 || c.Queued != 0 {
		t.Errorf("the next target begins with %+v", c)
	}
	if refuses(t, second.URL()) {
		t.Error("the next target has somebody inside")
	}
	told, err := second.Counters(t.Context())
	if err != nil && !errors.Is(err, ErrNoCounters) || s.tells != (err == nil && !told.Silent()) {
		t.Errorf("counters %+v, %v", told, err)
	}
	if s.tells && told.Accepted != 1 {
		t.Errorf("counters tell of %d orders, want the 1 there was", told.Accepted)
	}
}

func (s subject) ended(t *testing.T) {
	target := s.apply(t, s.applier(t), bulkhead.Setting{})
	for range 2 {
		if err := target.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}
	if err := target.Err(); err != nil {
		t.Errorf("an end that was asked for: %v", err)
	}
	if !s.starts {
		if !connectable(target.URL()) {
			t.Error("a service that ran before was ended")
		}
		return
	}
	within(t, "the end", target.Done())
	if connectable(target.URL()) {
		t.Error("the port is not free again")
	}
	alone(t)
}

func (s subject) cancelled(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	target, err := s.applier(t).Apply(ctx, bulkhead.Setting{})
	if err == nil {
		target.Close()
	}
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
	alone(t)
}

func (s subject) impossible(t *testing.T) {
	a := s.applier(t)
	for _, setting := range []bulkhead.Setting{{Queue: 5}, {Inside: -1}, {Inside: 5000}} {
		if setting.Inside > mostInside && s.fronts {
			continue
		}
		if target, err := a.Apply(t.Context(), setting); err == nil {
			target.Close()
			t.Errorf("%+v: no error", setting)
		}
	}
	alone(t)
}

// alone fails the test if processes are left that it started.
func alone(t *testing.T) {
	t.Helper()
	await(t, "no process is left", func() bool { return len(descendants(os.Getpid())) == 0 })
}

// lacks returns an error that says what is not in the text of another.
func lacks(err error, wants ...string) error {
	for _, want := range wants {
		if err == nil || !strings.Contains(err.Error(), want) {
			return fmt.Errorf("got %v\nwant %q in it", err, want)
		}
	}
	return nil
}

// givenTime tries something that takes all the time it is given, and finds fault
// with what comes of it. On a machine that is busy a short time is not enough for
// anything: it is given more, until even much would not do.
func givenTime(t *testing.T, within time.Duration, try func(within time.Duration) error) {
	t.Helper()
	for ; ; within *= 4 {
		fault := try(within)
		if fault == nil {
			return
		}
		if within > patience/10 {
			t.Error(fault)
			return
		}
	}
}

// await waits until something holds.
func await(t *testing.T, what string, holds func() bool) {
	t.Helper()
	deadline := time.After(patience)
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("in vain: %s", what)
		}
	}
}
