package targets

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"matchday/targets/bulkhead"
	"matchday/targets/scrape"
)

// A Metered is an Applier whose targets tell on a page for Prometheus what they
// do not tell otherwise, or what the page is known to tell better.
type Metered struct {
	Applier
	Metrics Metrics
}

// Apply returns once the setting is in force and the page has been read. A page
// that is not there then, or that has nothing of what is looked for, is an error:
// it would be one all along.
func (m Metered) Apply(ctx context.Context, setting bulkhead.Setting) (Target, error) {
	target, err := m.Applier.Apply(ctx, setting)
	if err != nil {
		return nil, err
	}
	t, err := m.open(ctx, target)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("metrics: %w", err), target.Close())
	}
	return t, nil
}

func (m Metered) open(ctx context.Context, target Target) (*metered, error) {
	address, err := m.Metrics.At(target.URL())
	if err != nil {
		return nil, err
	}
	t := &metered{Target: target, page: scrape.NewSource(address), columns: m.Metrics.columns()}
	ctx, stop := context.WithTimeout(ctx, pagePatience)
	defer stop()
	page, err := t.page.Read(ctx, t.selectors())
	if err == nil && !anything(page) {
		err = fmt.Errorf(`%s: the page has none of the series looked for; want the names of some, such as series: {inside: http_requests_in_flight}`, address)
	}
	if err != nil {
		t.page.Close()
		return nil, err
	}
	t.columns = settle(t.columns, page)
	return t, nil
}

// pagePatience is how long the page of a target may take before anybody loads it.
const pagePatience = 2 * time.Second

// A metered is a target with a page.
type metered struct {
	Target
	mu      sync.Mutex
	page    *scrape.Source
	columns []column
}

func (t *metered) selectors() []scrape.Selector {
	out := make([]scrape.Selector, len(t.columns))
	for i, c := range t.columns {
		out[i] = c.selector
	}
	return out
}

// Counters returns what the target tells in its own way, and what its page does.
// A page that cannot be read is an error if nothing else is known.
func (t *metered) Counters(ctx context.Context) (Counters, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	c, err := t.Target.Counters(ctx)
	alone := errors.Is(err, ErrNoCounters)
	if err != nil && !alone {
		return Counters{}, err
	}
	if alone {
		c = Counters{Untold: Books}
	}
	values, err := t.page.Read(ctx, t.selectors())
	if err != nil && alone {
		return Counters{}, err
	}
	if err != nil {
		c.Doubts = append(c.Doubts, Doubt{Why: err.Error()})
	}
	for i := range t.columns {
		if k := &t.columns[i]; err != nil {
			k.miss(&c)
		} else {
			k.read(&c, values[i])
		}
	}
	return c, nil
}

// Close forgets the page and closes the target.
func (t *metered) Close() error {
	t.page.Close()
	return t.Target.Close()
}
