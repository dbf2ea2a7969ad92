package experiment

import (
	"fmt"
	"math"
	"net/http"
	"slices"

	"matchday/engine"
	"matchday/targets"
	"matchday/targets/gallery"
)

// processorSharing is the service that has keys of its own in an experiment file
// instead of knobs.
const processorSharing = "ps"

// references lists the services that the program brings along.
func references() []string {
	names := []string{processorSharing}
	for _, k := range gallery.Kinds() {
		names = append(names, k.Name)
	}
	return names
}

// show builds a service of the gallery.
func (b *builder) show(e *Experiment) {
	k, err := gallery.Find(b.Target.Reference)
	if err != nil { // which says nothing of ps
		b.fault(fmt.Sprintf("reference %q is not %s", b.Target.Reference, oneOf(b.Target.Reference, references())), "target", "reference")
		e.Target.Reference = &Reference{}
		return
	}
	b.kind(e, k)
}

// kind builds a service of a known kind of the gallery.
func (b *builder) kind(e *Experiment, k gallery.Kind) {
	b.refuse(slices.Concat(b.capacityKeys(), b.psKeys()),
		fmt.Sprintf("want it with reference: ps only; %s has knobs, such as knobs: {%s}", k.Name, exampleOf(k)))
	r := Reference{Kind: k.Name, Gallery: k.Options()}
	set := knobSet(k.Name)
	r.Gallery.Bind(set)
	if b.knobs(set) {
		b.checkKnobs(r.Gallery.Check())
	}
	r.Knobs = values(set)
	e.Target = Target{Reference: &r, Requests: orders(), Facts: r.facts()}
}

// exampleOf returns how the first knob of a kind is set.
func exampleOf(k gallery.Kind) string {
	set := knobSet(k.Name)
	k.Options().Bind(set)
	for _, knob := range values(set) {
		return knob.Name + ": " + knob.Value
	}
	return ""
}

// orders is what users ask of a service that the program brings along.
func orders() []engine.Request {
	return []engine.Request{{Name: "order", Method: http.MethodGet, URL: "/order"}}
}

// A key is one of the file that only some targets have.
type key struct {
	name  string
	given bool
}

// capacityKeys are the keys that say how much a target can do.
func (b *builder) capacityKeys() []key {
	return []key{{"cpus", b.Target.CPUs != 0}, {"demand", b.Target.Demand.given}}
}

// psKeys are the keys that only the reference ps has.
func (b *builder) psKeys() []key {
	t := b.Target
	return []key{
		{"sizes", t.Sizes != ""}, {"overhead", t.Overhead != 0}, {"abandon", t.Abandon != ""},
		{"dips", len(t.Dips) > 0}, {"database", t.Database != nil},
	}
}

// knobKey is the key that only kinds of the gallery have.
func (b *builder) knobKey() []key { return []key{{"knobs", len(b.Target.Knobs) > 0}} }

// refuse finds fault with keys that would do nothing.
func (b *builder) refuse(keys []key, why string) {
	for _, k := range keys {
		if k.given {
			b.fault(k.name+": "+why, "target", k.name)
		}
	}
}

// kindFacts returns what is known of a machine beforehand. The processors are as
// many as are inside, by Little's law, when it completes all that it can and
// nobody waits for anybody.
func kindFacts(o gallery.Options) targets.Facts {
	if o.Check() != nil {
		return targets.Facts{}
	}
	c, d := o.Capacity(), o.Service()
	return targets.Facts{CPUs: max(1, int(math.Round(c*d.Seconds()))), Demand: d, Most: c}
}
