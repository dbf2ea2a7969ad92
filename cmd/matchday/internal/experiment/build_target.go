package experiment

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"path/filepath"

	"matchday/engine"
	"matchday/engine/http1"
	"matchday/targets/model"
)

// target builds what is driven.
func (b *builder) target(e *Experiment) {
	t := b.Target
	if !b.oneWay() {
		return
	}
	switch {
	case t.Reference == processorSharing:
		b.reference(e)
	case t.Reference != "":
		b.show(e)
	case t.Process != nil:
		b.process(e)
	default:
		b.service(e)
	}
	if t.Reference != "" {
		b.refuse(b.frontKeys(), "want it with url only; a reference service has a bulkhead of its own")
	}
	e.Target.Metrics = b.metrics()
}

// reference builds the service that shares processors, which is started afresh
// for every trial.
func (b *builder) reference(e *Experiment) {
	t := b.Target
	b.refuse(b.knobKey(), "want them with a kind of the gallery, such as reference: pool; ps has keys of its own, such as cpus: 20")
	sizes := b.sizes(t.Sizes, "target", "sizes")
	r := Reference{
		Kind: t.Reference, CPUs: cmp.Or(t.CPUs, usualCPUs), Demand: t.Demand.or(cmp.Or(sizes.Mean(), usualDemand)),
		Sizes: sizes, Folder: filepath.Dir(b.source), Overhead: t.Overhead, Abandon: cmp.Or(t.Abandon, "none"),
		Dips: t.Dips, Database: b.database(),
	}
	if r.CPUs < 1 {
		b.fault(fmt.Sprintf("cpus %d: want at least 1", r.CPUs), "target", "cpus")
	}
	if r.Demand == 0 && r.Database == nil {
		b.fault("demand 0s: want a positive duration such as 50ms, or a database that has one", "target", "demand")
	}
	if r.Overhead < 0 {
		b.fault(fmt.Sprintf("overhead %v: want a share from 0, such as 0.02", r.Overhead), "target", "overhead")
	}
	if _, err := model.ParseAbandon(r.Abandon); err != nil {
		b.fault(err.Error(), "target", "abandon")
	}
	for _, d := range r.Dips {
		if d.CPUs >= r.CPUs {
			b.fault(fmt.Sprintf("dip %q: want fewer cpus than the %d there are", d, r.CPUs), "target", "dips")
		}
	}
	e.Target = Target{
		Reference: &r,
		Requests:  orders(),
		Facts:     r.facts(),
	}
}

// sizes builds how the demands of a key are spread, and reads the file that says
// so if there is one.
func (b *builder) sizes(text string, key ...string) model.Sizes {
	s, err := model.ParseSizes(cmp.Or(text, "fixed"))
	if err == nil && s.File != "" {
		s, err = b.sizesFile(s.File)
	}
	if err != nil {
		b.fault(err.Error(), key...)
	}
	return s
}

func (b *builder) sizesFile(name string) (model.Sizes, error) {
	if !fs.ValidPath(name) {
		return model.Sizes{}, fmt.Errorf("sizes: %q is not a path within the experiment's folder, for example file:demands.txt", name)
	}
	f, err := b.fsys.Open(name)
	if err != nil {
		return model.Sizes{}, fmt.Errorf("sizes: %w", err)
	}
	defer f.Close()
	return model.ReadSizes(name, f)
}

// service builds a service that runs already.
func (b *builder) service(e *Experiment) {
	b.hook(e)
	b.refuse(b.psKeys(), "want them with reference: ps only; a service that runs already has its own")
	b.refuse(b.knobKey(), "want them with a kind of the gallery only, such as reference: pool; a service that runs already has its own")
	base := b.base(b.Target.URL, "target", "url")
	if base == nil {
		return
	}
	b.transport(e)
	e.Target.URL, e.Target.Requests, e.Target.Facts = b.Target.URL, b.requests(base), b.facts()
	b.proxy(e)
}

// transport builds how a service that is not ours is reached.
func (b *builder) transport(e *Experiment) {
	t := b.Target
	e.Transport = engine.Transport{
		Protocol: t.Protocol, Unix: t.Unix, Insecure: t.Insecure,
		ServerName: t.ServerName, CAFile: t.CAFile, NoReuse: t.NoReuse,
	}
	switch t.Protocol {
	case "", "http/1.1", "h2", "h2c":
	default:
		b.fault(fmt.Sprintf("protocol %q is not one of http/1.1, h2, h2c", t.Protocol), "target", "protocol")
	}
}

// requests builds what users ask for: the list of the file, or a targets file in
// vegeta's formats, or simply the URL.
func (b *builder) requests(base *url.URL) []engine.Request {
	t := b.Target
	if t.Targets != "" {
		return b.targetsFile()
	}
	if len(t.Requests) == 0 {
		return []engine.Request{{Name: "GET", Method: http.MethodGet, URL: base.String()}}
	}
	var out []engine.Request
	for i, r := range t.Requests {
		request, err := b.request(base, r)
		if err != nil {
			b.fault(fmt.Sprintf("request %d: %v", i+1, err), "target", "requests")
		}
		out = append(out, request)
	}
	return out
}

func (b *builder) request(base *url.URL, r RequestFile) (engine.Request, error) {
	out := engine.Request{Name: r.Name, Method: r.Method, Weight: r.Weight, Body: []byte(r.Body), Header: http.Header{}}
	if out.Method == "" {
		out.Method = http.MethodGet
	}
	for name, value := range r.Headers {
		out.Header.Set(name, value)
	}
	ref, err := url.Parse(r.Path)
	if err != nil {
		return out, fmt.Errorf("path %q is not a path such as /order", r.Path)
	}
	out.URL = http1.UnescapeSlots(base.ResolveReference(ref).String())
	if out.Name == "" {
		out.Name = out.Method + " " + http1.UnescapeSlots(ref.String())
	}
	if r.BodyFile != "" {
		out.Body, err = fs.ReadFile(b.fsys, r.BodyFile)
	}
	if r.Bodies != "" {
		out.Bodies, err = b.bodies(r)
	}
	if r.Weight < 0 {
		return out, fmt.Errorf("weight %d: want a whole number from 1", r.Weight)
	}
	return out, err
}

// bodies reads a file of bodies, one a line, that users take in turn.
func (b *builder) bodies(r RequestFile) ([][]byte, error) {
	if r.Body != "" || r.BodyFile != "" {
		return nil, errors.New("bodies excludes body and body_file")
	}
	text, err := fs.ReadFile(b.fsys, r.Bodies)
	if err != nil {
		return nil, err
	}
	text = bytes.TrimSuffix(text, []byte("\n"))
	if len(text) == 0 {
		return nil, fmt.Errorf("bodies: %q is empty; want a body on each line, such as {\"pizza\": 4}", r.Bodies)
	}
	return bytes.Split(text, []byte("\n")), nil
}

func (b *builder) targetsFile() []engine.Request {
	text, err := fs.ReadFile(b.fsys, b.Target.Targets)
	if err != nil {
		b.fault(err.Error(), "target", "targets")
		return nil
	}
	format := b.Target.Format
	if format == "" {
		format = "http"
	}
	out, err := engine.ReadTargets(b.Target.Targets, bytes.NewReader(text), format)
	if err != nil {
		b.fault(err.Error(), "target", "targets")
	}
	return out
}
