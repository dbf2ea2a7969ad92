package experiment

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"matchday/engine"
	"matchday/targets/bulkhead"
)

// kinds builds an experiment on a reference service with some variants.
func kinds(t *testing.T, engine string, variants string) (Experiment, error) {
	t.Helper()
	f, err := Parse("kinds.yaml", []byte("profile: hold 10/s 1s\nclient: {timeout: 1s}\ntarget: {reference: ps}\nengine: "+engine+"\nvariants: ["+variants+"]\n"))
	if err != nil {
		t.Fatal(err)
	}
	return f.Build(fstest.MapFS{})
}

// What a library keeps is refused where there is only the model, with its place
// in the file, and left out where the model stands beside a run.
func TestOnlyOursIsModelled(t *testing.T) {
	_, err := kinds(t, "virtual", "none, adaptive, xsync:3")
	for _, want := range []string{"kinds.yaml:5:11: adaptive has no model in virtual time; want", "kinds.yaml:5:11: xsync has no model"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v; want %q in it", err, want)
		}
	}
	e, err := kinds(t, "native", "adaptive, 20/20 codel, 'failsafe:3,2s', deadline:20/20")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, v := range e.Simulated().Variants {
		names = append(names, v.String())
	}
	if want := []string{"20/20 codel", "deadline:20/20"}; !slices.Equal(names, want) || len(e.Variants) != 4 {
		t.Errorf("modelled are %v of %v, want %v of four", names, e.Variants, want)
	}
	if _, err := Find(t.Context(), e.only(e.Variants[0])); err == nil || !strings.Contains(err.Error(), "adaptive has no model") {
		t.Errorf("found with adaptive: %v", err)
	}
}

// Where a variant wants to know how long callers wait, they say so with every
// variant, unless the file has them say something else.
func TestCallersTellTheirPatience(t *testing.T) {
	e, err := kinds(t, "native", "none, deadline:20/20")
	if err != nil {
		t.Fatal(err)
	}
	e.Target.Requests = append(e.Target.Requests, engine.Request{Name: "own", URL: "/own", Header: map[string][]string{"Grpc-Timeout": {"7S"}}})
	sent := func(e Experiment) (out []time.Duration) {
		t.Helper()
		p, err := NewDrive(e, e.Trials()[0], nil, nil, deaf{}).plan("http://127.0.0.1:1/")
		if err != nil {
			t.Fatal(err)
		}
		for user := range int64(len(e.Target.Requests)) {
			r, _ := p.Source.Request(user)
			out = append(out, bulkhead.Patience(r.Header))
		}
		return out
	}
	if got, want := sent(e), []time.Duration{time.Second, 7 * time.Second}; !slices.Equal(got, want) {
		t.Errorf("callers say that they wait %v, want %v", got, want)
	}
	if h := e.Target.Requests[0].Header; bulkhead.Patience(h) != 0 {
		t.Errorf("the experiment itself was changed: %v", h)
	}
	if got := sent(e.only(bulkhead.Setting{})); got[0] != 0 {
		t.Errorf("without such a variant callers say that they wait %v", got[0])
	}
}
