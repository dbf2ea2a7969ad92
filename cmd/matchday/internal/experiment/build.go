package experiment

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"matchday/engine"
	"matchday/measure"
	"matchday/profiles"
)

// What holds where a file says nothing.
const (
	usualTimeout  = 30 * time.Second
	usualInFlight = 100_000
	usualDemand   = 50 * time.Millisecond
	usualCPUs     = 20
)

// Build checks the file as a whole and makes an experiment of it. Files that it
// names are read from fsys, which is the folder that the file itself is in. The
// error names every fault that was found.
func (f File) Build(fsys fs.FS) (Experiment, error) {
	b := builder{File: f, fsys: fsys}
	e := Experiment{
		Name: f.Name, Arrivals: Arrivals(f.Arrivals), Seed: f.Seed, Rounds: max(1, f.Rounds),
		Engine: f.Engine, Pacing: engine.Pacing(f.Pacing), Callers: f.Callers, SLO: f.Client.SLO.or(0), Variants: f.settings(),
	}
	if e.Arrivals == "" {
		e.Arrivals = Poisson
	}
	if len(b.Streams) > 0 {
		b.streams(&e)
	} else {
		b.profile(&e)
	}
	b.client(&e)
	b.target(&e)
	b.share(&e)
	b.moves(&e)
	b.variants(&e)
	b.rest(&e)
	return e, errors.Join(b.faults...)
}

// A builder makes one experiment and collects what is wrong, so that a reader
// can mend it all at once.
type builder struct {
	File
	fsys   fs.FS
	faults []error
}

// fault notes that something is wrong at a key.
func (b *builder) fault(text string, path ...string) {
	b.faults = append(b.faults, fmt.Errorf("%s: %s", b.place(path...), text))
}

// faultAt notes that something is wrong at a place.
func (b *builder) faultAt(m yaml.Mark, text string) {
	b.faults = append(b.faults, fmt.Errorf("%s: %s", b.spot(m), text))
}

func (b *builder) profile(e *Experiment) {
	if profileName(b.Profile) == "" {
		b.fault("profile is missing: want a preset or a text such as hold 200/s 60s", "profile")
		return
	}
	folder := b.fsys
	if b.folder != nil {
		folder = b.folder
	}
	curve, err := b.Profile.Curve(folder)
	if err != nil {
		b.fault(err.Error(), "profile")
		return
	}
	e.Curve, e.ProfileName = curve, profileName(b.Profile)
	switch users := curve.Arrivals(); {
	case e.Callers < 0:
		b.fault(fmt.Sprintf("callers %d: want a number such as 64", e.Callers), "callers")
	case e.Callers > 0 && users > 0:
		b.fault("profile brings users, but callers take turns: want one that only says how long, such as hold 0/s 10s", "profile")
	case e.Callers == 0 && users < 1:
		b.fault("profile brings no users: its rate adds up to less than one arrival", "profile")
	}
}

// profileName returns what reports call the profile, "" when none is given.
func profileName(d profiles.Definition) string {
	switch {
	case d.Preset != "":
		return strings.TrimSpace(d.Preset + " " + d.Settings["shape"])
	case d.File != "":
		return d.File
	case len(d.Segments) > 0 && len(d.Segments.String()) <= 60:
		return d.Segments.String()
	case len(d.Segments) > 0:
		return fmt.Sprintf("%d segments", len(d.Segments))
	}
	return ""
}

func (b *builder) client(e *Experiment) {
	c := b.Client
	e.Client = engine.Client{
		Timeout: c.Timeout.or(usualTimeout), Retries: c.Retries, Backoff: c.Backoff.or(0),
		RetryAfter: c.RetryAfter, RetryBudget: engine.RetryBudget(c.RetryBudget),
		InFlight: c.InFlight, Follow: c.Follow, Reject: engine.DefaultRejectRule(),
	}
	for _, o := range c.RetryOn {
		e.Client.RetryOn = append(e.Client.RetryOn, measure.Outcome(o))
	}
	if c.Reject != nil {
		e.Client.Reject = engine.RejectRule{Always: c.Reject.Always, Marked: c.Reject.Marked, Headers: canonical(c.Reject.Headers)}
	}
	if c.Assert != nil {
		e.Client.Assert = engine.Assert{Statuses: c.Assert.Statuses, Contains: c.Assert.Contains, Length: c.Assert.Length, SHA256: c.Assert.SHA256}
		if err := e.Client.Assert.Check(); err != nil {
			b.fault(err.Error(), "client", "assert", "sha256")
		}
	}
	if e.Client.InFlight == 0 {
		e.Client.InFlight = usualInFlight
	}
	b.notNegative(c.Retries, "retries")
	b.notNegative(c.InFlight, "in_flight")
	b.notNegative(c.Follow, "redirects")
	if e.SLO > e.Client.Timeout {
		b.fault(fmt.Sprintf("slo %v is longer than the timeout of %v: no answer would come that late", e.SLO, e.Client.Timeout), "client", "slo")
	}
}

func (b *builder) notNegative(n int, key string) {
	if n < 0 {
		b.fault(fmt.Sprintf("%s %d: want a whole number from 0", key, n), "client", key)
	}
}

func canonical(names []string) []string {
	var out []string
	for _, n := range names {
		out = append(out, http.CanonicalHeaderKey(n))
	}
	return out
}

func (b *builder) variants(e *Experiment) {
	seen := map[string]bool{}
	for _, v := range e.Variants {
		if seen[v.String()] {
			b.fault(fmt.Sprintf("variant %s is there twice; to repeat it, raise rounds", v), "variants")
		}
		seen[v.String()] = true
	}
	switch t := e.Target; {
	case t.bounded() && len(e.Variants) == 0:
		b.fault("variants are missing: want a list such as [none, 20/20]", "variants")
	case t.Process != nil:
		b.settable(e, commandLine(*t.Process), "--max-inflight={{.Inside}} in its command", "target", "process")
	case t.Hook != nil:
		b.settable(e, hookLine(*t.Hook), "{{.Inside}} in what it asks for", "target", "hook", "apply")
	case !t.bounded():
		b.asItIs(e)
	}
}

// asItIs drives a service whose settings are out of reach.
func (b *builder) asItIs(e *Experiment) {
	if len(e.Variants) == 0 {
		e.Variants = append(e.Variants, setting{}.bulkhead())
	}
	if len(e.Variants) != 1 || e.Variants[0] != (setting{}.bulkhead()) {
		b.fault("a service that runs already is driven as it is: its only variant is none; to compare settings, put a bulkhead in front of it with proxy: true or --proxy, or say by hook: how to reach its own", "variants")
	}
}

func (b *builder) rest(e *Experiment) {
	if e.Name == "" {
		e.Name = e.ProfileName
	}
	if b.Rounds < 0 {
		b.fault(fmt.Sprintf("rounds %d: want at least 1", b.Rounds), "rounds")
	}
	b.pick(e)
	e.Window = b.Window.or(measure.WindowFor(e.Length()))
	if e.Window < 10*time.Millisecond {
		b.fault(fmt.Sprintf("window %v is too short to hold a figure: want at least 10ms", e.Window), "window")
	}
}
