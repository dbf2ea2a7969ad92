package experiment

import (
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"matchday/engine"
	"matchday/targets"
	"matchday/targets/bulkhead"
)

// ways are the keys that say what the target is. Exactly one of them is wanted.
func (b *builder) ways() []key {
	t := b.Target
	return []key{{"reference", t.Reference != ""}, {"process", t.Process != nil}, {"url", t.URL != ""}}
}

// oneWay tells whether the file says in one way what the target is.
func (b *builder) oneWay() bool {
	var given []string
	for _, k := range b.ways() {
		if k.given {
			given = append(given, k.name)
		}
	}
	switch {
	case len(given) == 0:
		b.fault("target says neither reference: ps nor process: {…} nor url: http://…", "target")
	case slices.Contains(given, "process") && len(given) == 2 && given[1] == "url":
		b.fault("process and url exclude each other: the address of a process stands in it, process: {url: …}", "target", "url")
	case len(given) > 1:
		b.fault(strings.Join(given, " and ")+" exclude each other", "target", given[len(given)-1])
	}
	return len(given) == 1
}

// process builds a service of somebody's own that is started for every trial.
func (b *builder) process(e *Experiment) {
	f := b.Target.Process
	p := targets.Process{
		Env: plainTemplates(f.Env), Dir: filepath.Join(filepath.Dir(b.source), filepath.FromSlash(f.Dir)), URL: f.URL.Template,
		Ready: targets.Ready{HTTP: f.Ready.HTTP.Template, Line: f.Ready.Line.Regexp, Within: f.Ready.Within.or(0)},
		Grace: f.Grace.or(0),
	}
	for _, part := range f.Command {
		p.Command = append(p.Command, part.Template)
	}
	e.Target.Process = &p
	b.refuse(b.psKeys(), "want them with reference: ps only; a service of your own has its own")
	b.refuse(b.knobKey(), "want them with a kind of the gallery only, such as reference: pool")
	b.refuse([]key{{"unix", b.Target.Unix != ""}}, "want it with url only; a process is reached by its port")
	b.refuse(b.frontKeys(), "want it with url only; a process is given its settings when it is started")
	if len(p.Command) == 0 {
		b.fault("process has no command: want one such as [./server, --port={{.Port}}, --max-inflight={{.Inside}}]", "target", "process")
	}
	if p.URL.IsZero() {
		b.fault("process has no url: want one such as http://127.0.0.1:{{.Port}}/order", "target", "process")
		return
	}
	text, _ := p.URL.Fill(targets.BlanksOf(bulkhead.Setting{}, somePort)) // it was read, so it can be filled in
	base := b.base(text, "target", "process", "url")
	if base == nil {
		return
	}
	b.transport(e)
	e.Target.URL, e.Target.Requests, e.Target.Facts = text, b.requests(base), b.facts()
}

// somePort stands for one that is chosen later.
const somePort = 65535

// base returns the address that stands at a key, nil if it is none.
func (b *builder) base(text string, key ...string) *url.URL {
	base, err := url.Parse(text)
	if err != nil || base.Host == "" || (base.Scheme != "http" && base.Scheme != "https") {
		b.fault(fmt.Sprintf("url %q is not an address such as http://127.0.0.1:8080/order", text), key...)
		return nil
	}
	return base
}

// facts returns what the file knows of a service that is not ours.
func (b *builder) facts() targets.Facts {
	return targets.Facts{CPUs: b.Target.CPUs, Demand: b.Target.Demand.or(0)}
}

// frontKeys are the keys by which the settings of a service that runs already
// come within reach.
func (b *builder) frontKeys() []key {
	return []key{{"hook", b.Target.Hook != nil}, {"proxy", b.Target.Proxy}}
}

// hook builds the steps that reach the settings of a service that runs already.
func (b *builder) hook(e *Experiment) {
	f := b.Target.Hook
	if f == nil {
		return
	}
	h := targets.Hook{
		Setup: f.Apply.step(), Reset: f.Reset.step(), Check: f.Check.step(), After: f.After.step(),
		Dir: filepath.Dir(b.source),
	}
	e.Target.Hook = &h
	if b.Target.Proxy {
		b.fault("hook and proxy exclude each other: settings are those of the service or of the proxy", "target", "proxy")
	}
	if h.Setup.IsZero() {
		b.fault("hook has no apply: want, for example, apply: {http: 'PUT http://127.0.0.1:9000/limit?c={{.Inside}}'}", "target", "hook")
	}
	for _, s := range []struct {
		name  string
		taken targets.Step
	}{{"apply", h.Setup}, {"reset", h.Reset}, {"check", h.Check}, {"after", h.After}} {
		if err := s.taken.Check(); err != nil && b.has("target", "hook", s.name) {
			b.fault(fmt.Sprintf("hook %s: %v", s.name, err), "target", "hook", s.name)
		}
	}
}

// proxy builds the bulkhead in front of a service that runs already. How that is
// reached is the proxy's affair then, and load goes to the proxy as it listens.
func (b *builder) proxy(e *Experiment) {
	t := b.Target
	if !t.Proxy {
		return
	}
	p := targets.Proxy{Address: t.URL}
	if t.Unix != "" {
		p.Address = "unix://" + t.Unix
	}
	if t.Insecure {
		p.Command = []string{"--insecure"}
	}
	e.Target.Proxy, e.Transport = &p, engine.Transport{NoReuse: t.NoReuse}
	b.refuse([]key{{"protocol", t.Protocol != "" && t.Protocol != "http/1.1"}, {"server_name", t.ServerName != ""}, {"ca_file", t.CAFile != ""}},
		"want it without proxy; what goes to the proxy is HTTP/1.1")
}

// moves makes the addresses of requests relative, where the target listens
// somewhere else than at the address of the file: on a port chosen for it, or
// behind a proxy.
func (b *builder) moves(e *Experiment) {
	if !e.Target.moves() || e.Target.Reference != nil {
		return
	}
	base, err := url.Parse(e.Target.URL)
	if err != nil {
		return // the fault is known
	}
	root := base.Scheme + "://" + base.Host
	for i, r := range e.Target.Requests {
		path, ok := strings.CutPrefix(r.URL, root)
		if !ok || path != "" && path[0] != '/' && path[0] != '?' {
			b.fault(fmt.Sprintf("request %q is not for %s: want all of them for the service that is bounded", r.URL, root), "target", "targets")
			return
		}
		if path == "" || path[0] != '/' {
			path = "/" + path
		}
		e.Target.Requests[i].URL = path
	}
}

// settable returns an error at a place for each two variants that would be the
// very same target: a comparison of a thing with itself looks like a result.
func (b *builder) settable(e *Experiment, words func(targets.Blanks) string, example string, key ...string) {
	seen := map[string]bulkhead.Setting{}
	for _, v := range e.Variants {
		text := words(targets.BlanksOf(v, somePort))
		if other, ok := seen[text]; ok {
			b.fault(fmt.Sprintf("variants %s and %s are the same here: nothing in it depends on what they differ in; want, for example, %s", other, v, example), key...)
			return
		}
		seen[text] = v
	}
}

// commandLine returns all that a process is told.
func commandLine(p targets.Process) func(targets.Blanks) string {
	return func(blanks targets.Blanks) string {
		command, env, err := p.Filled(blanks)
		if err != nil {
			return blanks.Name // it is reported when the process is to be started
		}
		return strings.Join(slices.Concat(command, env), "\x00")
	}
}

// hookLine returns all that a hook tells.
func hookLine(h targets.Hook) func(targets.Blanks) string {
	return func(blanks targets.Blanks) string {
		text, err := h.Setup.Lines(blanks)
		if err != nil {
			return blanks.Name
		}
		return text
	}
}
