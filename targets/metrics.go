package targets

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"matchday/targets/scrape"
)

// Metrics says on which page for Prometheus a target tells of itself, and in
// which of the series there.
type Metrics struct {
	// Address is that of the page, such as http://127.0.0.1:9100/metrics, or a
	// path such as /metrics at the target's own address.
	Address string
	// Series are the figures by the series that hold them. What is not there is
	// looked for under the names that are usual, unless the target tells it in
	// another way.
	Series map[Figure]scrape.Selector
	// Also are series that are kept under their own names.
	Also []scrape.Selector
}

// usual returns the series in which figures are commonly told, those that are
// looked for first before others.
func usual() map[Figure][]scrape.Selector {
	named := func(names ...string) (all []scrape.Selector) {
		for _, name := range names {
			all = append(all, scrape.Selector{Name: name})
		}
		return all
	}
	const target, proxy = "matchday_target_", "matchday_proxy_"
	return map[Figure][]scrape.Selector{
		Inside:      named(target+"inside", proxy+"inside"),
		Queued:      named(target+"queued", proxy+"queued"),
		Zombies:     named(target + "zombies"),
		Accepted:    named(target+"accepted_total", proxy+"requests_total"),
		Completed:   named(target+"completed_total", proxy+"completed_total"),
		Late:        named(target + "completed_late_total"),
		Rejected:    named(target+"rejected_total", proxy+"refused_total"),
		Abandoned:   named(target+"abandoned_total", proxy+"abandoned_total"),
		WorkDone:    named(target + "work_done_seconds_total"),
		WorkWasted:  named(target + "work_wasted_seconds_total"),
		CPU:         named("process_cpu_seconds_total"),
		RSS:         named("process_resident_memory_bytes"),
		Descriptors: named("process_open_fds"),
	}
}

// Check returns an error unless the address is one.
func (m Metrics) Check() error {
	u, err := url.Parse(m.Address)
	page := err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != ""
	if !page && !m.own() || err != nil {
		return fmt.Errorf("metrics %q: want an address such as http://127.0.0.1:9100/metrics, or a path such as /metrics at the target's own", m.Address)
	}
	return nil
}

// own tells whether the page is at the target's own address.
func (m Metrics) own() bool {
	return strings.HasPrefix(m.Address, "/") && !strings.HasPrefix(m.Address, "//")
}

// At returns the address of the page of a target that listens at a base.
func (m Metrics) At(base string) (string, error) {
	if !m.own() {
		return m.Address, nil
	}
	u, err := url.Parse(base)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return "", fmt.Errorf("metrics %q: the target is at %q, which has no such page; want the page's whole address", m.Address, base)
	}
	page, err := u.Parse(m.Address)
	if err != nil {
		return "", err
	}
	return page.String(), nil
}

// columns returns everything to look for. Those that are named come first.
func (m Metrics) columns() []column {
	var all []column
	guesses := usual()
	for f := range figureCount {
		if s, ok := m.Series[f]; ok {
			all = append(all, column{selector: s, figure: f, named: true})
			delete(guesses, f)
		}
	}
	for _, s := range m.Also {
		all = append(all, column{selector: s, also: true, named: true})
	}
	for f := range figureCount {
		for _, s := range guesses[f] {
			all = append(all, column{selector: s, figure: f})
		}
	}
	return all
}

// settle returns the columns to read from now on, by what a page has: those that
// are named, and of every other figure the first that is there.
func settle(all []column, page []scrape.Value) []column {
	var found Figures
	var out []column
	for i, c := range all {
		guessed := !c.named && page[i].There && !found.Has(c.figure)
		if guessed {
			found |= 1 << c.figure
		}
		if c.named || guessed {
			out = append(out, c)
		}
	}
	return out
}

// anything tells whether a page has any of the series.
func anything(page []scrape.Value) bool {
	return slices.ContainsFunc(page, func(v scrape.Value) bool { return v.There })
}
