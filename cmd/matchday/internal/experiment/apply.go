package experiment

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"matchday/engine"
	"matchday/targets"
)

// applier returns what brings a variant into force on a real target.
func (e Experiment) applier(program string, t Trial) targets.Applier {
	if r := e.Target.Reference; r != nil {
		return targets.Reference{Command: append([]string{program}, r.Args(t.Seed)...)}
	}
	switch {
	case e.Target.Process != nil:
		p := *e.Target.Process
		p.Guard, p.Output = []string{program, Guarding}, t.Output
		return p
	case e.Target.Proxy != nil:
		p := *e.Target.Proxy
		p.Command = append([]string{program, "proxy", "--tethered"}, p.Command...)
		return p
	case e.Target.Hook != nil:
		h := *e.Target.Hook
		h.Address = e.address()
		return h
	}
	return targets.URL{Address: e.address()}
}

// Guarding is the verb by which the program guards a process, see
// [targets.Process.Guard].
const Guarding = "guard"

// address is what is connected to before a trial, to see whether the service is
// there. What its certificate is worth is found out in the trial, where it is
// one of the outcomes.
func (e Experiment) address() string {
	if e.Transport.Unix != "" {
		return "unix://" + e.Transport.Unix
	}
	u, err := url.Parse(e.Target.URL)
	if err != nil || u.Scheme != "https" {
		return e.Target.URL
	}
	if u.Port() == "" {
		u.Host += ":443"
	}
	u.Scheme = "http"
	return u.String()
}

// CheckHosts refuses to load any host that does not resolve to this machine
// alone, unless it is among those allowed by name.
func (e Experiment) CheckHosts(ctx context.Context, allowed []string) error {
	if err := e.checkPage(ctx, allowed); err != nil {
		return err
	}
	if e.Target.Reference != nil || e.Transport.Unix != "" {
		return nil
	}
	if p := e.Target.Proxy; p != nil && strings.HasPrefix(p.Address, "unix:") {
		return nil
	}
	requests, err := absolute(e.Target.URL, e.Target.Requests)
	if err != nil {
		return err
	}
	for _, r := range requests {
		if err := targets.CheckHost(ctx, r.URL, allowed); err != nil {
			return err
		}
	}
	return nil
}

// absolute returns the requests with addresses completed by the target's own.
func absolute(base string, requests []engine.Request) ([]engine.Request, error) {
	root, err := url.Parse(base)
	if err != nil {
		return nil, fmt.Errorf("target's address %q: %w", base, err)
	}
	out := make([]engine.Request, len(requests))
	for i, r := range requests {
		ref, err := url.Parse(r.URL)
		if err != nil {
			return nil, fmt.Errorf("request %q: %w", r.Name, err)
		}
		r.URL = root.ResolveReference(ref).String()
		out[i] = r
	}
	return out, nil
}
