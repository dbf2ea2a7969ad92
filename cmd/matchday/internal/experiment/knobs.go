package experiment

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v4"
)

// A Knob is something to set on a kind of the gallery, as it is written.
type Knob struct{ Name, Value string }

// knobs are what an experiment file sets on a kind of the gallery, in the order
// of the file.
type knobs []placedKnob

// A placedKnob is a knob with the places of its name and of its value. Which
// knobs there are is known only once the kind is, so faults are found later than
// the decoder's.
type placedKnob struct {
	Knob
	name, value yaml.Mark
}

// UnmarshalYAML reads a mapping of names to values. A value is kept as it was
// written, and a list with commas between its values: what it means is up to the
// knob.
func (k *knobs) UnmarshalYAML(n *yaml.Node) error {
	n = meantBy(n)
	if n.Kind != yaml.MappingNode {
		return errors.New("knobs are no mapping: want them in braces, such as {threads: 20}")
	}
	var faults []*yaml.LoadError
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		name, value := n.Content[i], meantBy(n.Content[i+1])
		text, ok := valueOf(value)
		switch {
		case seen[name.Value]:
			faults = append(faults, nodeFault(name, fmt.Sprintf("knob %q is there twice: want it once", name.Value)))
		case !ok:
			faults = append(faults, nodeFault(value, fmt.Sprintf("knob %q is a mapping: want a value such as 20, or a list of them", name.Value)))
		}
		seen[name.Value] = true
		*k = append(*k, placedKnob{Knob{name.Value, text}, markOf(name), markOf(value)})
	}
	if len(faults) > 0 {
		return &yaml.LoadErrors{Errors: faults}
	}
	return nil
}

// valueOf returns a value as a flag has it; ok is false if it is neither a single
// one nor a list of those.
func valueOf(n *yaml.Node) (text string, ok bool) {
	if n.Kind != yaml.SequenceNode {
		return n.Value, n.Kind == yaml.ScalarNode
	}
	var all []string
	for _, one := range n.Content {
		if one = meantBy(one); one.Kind != yaml.ScalarNode {
			return "", false
		}
		all = append(all, one.Value)
	}
	return strings.Join(all, ","), true
}

// meantBy is the node itself, or the one that its alias stands for.
func meantBy(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode && n.Alias != nil {
		return n.Alias
	}
	return n
}

func markOf(n *yaml.Node) yaml.Mark { return yaml.Mark{Line: n.Line, Column: n.Column} }

func nodeFault(n *yaml.Node, text string) *yaml.LoadError {
	return yaml.NewLoadError(yaml.ConstructorStage, text, markOf(n), errors.New(text))
}

// knobs turns the knobs of the file and reports whether all of them could be.
func (b *builder) knobs(set *flag.FlagSet) bool {
	before := len(b.faults)
	for _, k := range b.Target.Knobs {
		f := set.Lookup(k.Name)
		if f == nil {
			known := set.Name() + ": " + strings.Join(namesOf(set), ", ")
			b.faultAt(k.name, fmt.Sprintf("knob %q is unknown%s %s", k.Name, meant(k.Name, known), known))
			continue
		}
		if err := f.Value.Set(k.Value); err != nil {
			b.faultAt(k.value, fmt.Sprintf("knob %s %q: %s", k.Name, k.Value, wanted(err, f)))
		}
	}
	return len(b.faults) == before
}

// wanted is the error of a knob, with an example where it gives none.
func wanted(err error, f *flag.Flag) string {
	if strings.Contains(err.Error(), "want") {
		return err.Error()
	}
	return fmt.Sprintf("%v; want, for example, %s", err, f.DefValue)
}

// checkKnobs notes the error of knobs that do not fit together, at the one that
// it begins with.
func (b *builder) checkKnobs(err error) {
	if err == nil {
		return
	}
	first, _, _ := strings.Cut(err.Error(), " ")
	b.fault("knobs: "+err.Error(), "target", "knobs", strings.Trim(first, `":`))
}

// knobSet returns an empty set for the knobs of a kind. It is silent: what is
// wrong is reported with its place in the file.
func knobSet(kind string) *flag.FlagSet {
	set := flag.NewFlagSet(kind, flag.ContinueOnError)
	set.SetOutput(io.Discard)
	return set
}

// namesOf lists the knobs of a set by name.
func namesOf(set *flag.FlagSet) []string {
	var names []string
	set.VisitAll(func(f *flag.Flag) { names = append(names, f.Name) })
	return names
}

// values lists all knobs of a set by name, as they stand.
func values(set *flag.FlagSet) []Knob {
	var all []Knob
	set.VisitAll(func(f *flag.Flag) { all = append(all, Knob{f.Name, f.Value.String()}) })
	return all
}
