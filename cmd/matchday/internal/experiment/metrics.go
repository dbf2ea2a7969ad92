package experiment

import (
	"context"
	"maps"
	"slices"

	"go.yaml.in/yaml/v4"

	"matchday/targets"
	"matchday/targets/scrape"
)

// MetricsFile is where a target tells of itself for Prometheus, as an experiment
// file says it: an address alone, or with the names of series.
type MetricsFile struct {
	URL    string            `yaml:"url"`
	Series map[string]string `yaml:"series"`
	Also   []string          `yaml:"also"`
}

// UnmarshalYAML reads an address, or a mapping.
func (m *MetricsFile) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		m.URL = n.Value
		return nil
	}
	type metricsFile MetricsFile // without this method
	return n.Load((*metricsFile)(m), yaml.WithKnownFields())
}

// metrics builds where the target tells of itself, nil if nobody says so.
func (b *builder) metrics() *targets.Metrics {
	f := b.Target.Metrics
	if f == nil {
		return nil
	}
	m := targets.Metrics{Address: f.URL, Series: map[targets.Figure]scrape.Selector{}}
	if err := m.Check(); err != nil {
		b.fault(err.Error(), "target", "metrics", "url")
	}
	for _, name := range slices.Sorted(maps.Keys(f.Series)) {
		figure, err := targets.ParseFigure(name)
		if err == nil {
			m.Series[figure], err = scrape.ParseSelector(f.Series[name])
		}
		if err != nil {
			b.fault(err.Error(), "target", "metrics", "series", name)
		}
	}
	seen := map[string]bool{}
	for _, text := range f.Also {
		s, err := scrape.ParseSelector(text)
		switch {
		case err != nil:
			b.fault(err.Error(), "target", "metrics", "also")
		case seen[s.String()]:
			b.fault("series "+s.String()+" is there twice", "target", "metrics", "also")
		}
		seen[s.String()] = true
		m.Also = append(m.Also, s)
	}
	return &m
}

// metered returns the applier, with the page of its targets if there is one.
func (e Experiment) metered(a targets.Applier) targets.Applier {
	if e.Target.Metrics == nil {
		return a
	}
	m := *e.Target.Metrics
	if e.Target.Process == nil && e.Target.URL != "" { // where a path is looked for, whatever may stand in front of it
		if at, err := m.At(e.Target.URL); err == nil {
			m.Address = at
		}
	}
	return targets.Metered{Applier: a, Metrics: m}
}

// checkPage refuses a page of metrics on any host that is not this machine, unless
// it is among those allowed. To read it is no load; but a file that somebody else
// wrote shall not have this machine talk to strangers.
func (e Experiment) checkPage(ctx context.Context, allowed []string) error {
	m := e.Target.Metrics
	if m == nil || m.Address == "" || m.Address[0] == '/' {
		return nil
	}
	return targets.CheckHost(ctx, m.Address, allowed)
}
