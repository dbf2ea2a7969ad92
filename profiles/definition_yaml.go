package profiles

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"go.yaml.in/yaml/v4"
)

// UnmarshalYAML reads the forms described at [Definition]. All faults are returned
// at once, as [*yaml.LoadErrors] whose marks point at the node in question, so
// that the loader of a whole file can report them beside its own.
func (d *Definition) UnmarshalYAML(n *yaml.Node) error {
	r := &nodeReader{}
	switch n = target(n); n.Kind {
	case yaml.ScalarNode:
		r.text(n)
	case yaml.MappingNode:
		r.mapping(n)
	default:
		r.fault(n, errors.New(`profile is a list: want a preset such as match-day, a text such as "hold 200/s 60s", or a mapping such as {preset: match-day, until: 32s}`))
	}
	if len(r.faults) > 0 {
		slices.SortStableFunc(r.faults, inOrder)
		return &yaml.LoadErrors{Errors: r.faults}
	}
	*d = r.def
	return nil
}

// inOrder compares two faults by where they are.
func inOrder(a, b *yaml.LoadError) int {
	return cmp.Or(cmp.Compare(a.Mark.Line, b.Mark.Line), cmp.Compare(a.Mark.Column, b.Mark.Column))
}

// target is the node itself, or the one its alias stands for.
func target(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode && n.Alias != nil {
		return n.Alias
	}
	return n
}

// A nodeReader reads a definition from nodes and collects what is wrong.
type nodeReader struct {
	def    Definition
	faults []*yaml.LoadError
}

func (r *nodeReader) fault(n *yaml.Node, err error) {
	r.faultAt(yaml.Mark{Line: n.Line, Column: n.Column}, err)
}

func (r *nodeReader) faultAt(at yaml.Mark, err error) {
	r.faults = append(r.faults, yaml.NewLoadError(yaml.ConstructorStage, err.Error(), at, err))
}

// text reads the name of a preset or a profile in the text syntax.
func (r *nodeReader) text(n *yaml.Node) {
	def, err := Define("", n.Value)
	if err != nil {
		r.textFault(n, err)
		return
	}
	r.def = def
}

// textFault points at the place within a scalar that err tells.
func (r *nodeReader) textFault(n *yaml.Node, err error) {
	at := yaml.Mark{Line: n.Line, Column: n.Column}
	var in *SyntaxError
	if errors.As(err, &in) {
		err = in.Err
		at = within(n, in)
	}
	r.faultAt(at, err)
}

// within is where a place in the text of a scalar lies in the file. How far a
// block is indented is not told, so only its line is known; where lines were
// folded into one, not even that.
func within(n *yaml.Node, in *SyntaxError) yaml.Mark {
	at := yaml.Mark{Line: n.Line, Column: n.Column}
	switch {
	case in.Line == 0 || n.Style&yaml.FoldedStyle != 0:
	case n.Style&yaml.LiteralStyle != 0:
		at.Line, at.Column = n.Line+in.Line, 1
	case in.Line == 1:
		if n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0 {
			at.Column++
		}
		at.Column += in.Column - 1
	}
	return at
}

// An entry is a key of a mapping with its value.
type entry struct{ key, value *yaml.Node }

// entries lists the entries of a mapping and finds fault with those that are not
// among the known keys, or there already.
func (r *nodeReader) entries(n *yaml.Node, what string, known []string) []entry {
	var list []entry
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		switch {
		case seen[key.Value]:
			r.fault(key, fmt.Errorf("key %q is there twice: want it once", key.Value))
		case !slices.Contains(known, key.Value):
			r.fault(key, unknown(fmt.Sprintf("key %q of %s", key.Value, what), key.Value, known))
		default:
			list = append(list, entry{key, target(n.Content[i+1])})
		}
		seen[key.Value] = true
	}
	return list
}

// mapping reads one of the three mappings, told by the key only it has.
func (r *nodeReader) mapping(n *yaml.Node) {
	sources := []string{"preset", "segments", "file"}
	var found []*yaml.Node
	for i := 0; i+1 < len(n.Content); i += 2 {
		if slices.Contains(sources, n.Content[i].Value) {
			found = append(found, n.Content[i])
		}
	}
	if len(found) == 0 {
		r.fault(n, errors.New("profile has no source: want one of the keys preset, segments and file, such as {preset: match-day}"))
		return
	}
	if len(found) > 1 && found[1].Value != found[0].Value {
		r.fault(found[1], fmt.Errorf("key %q is a second source beside %q: want one of them", found[1].Value, found[0].Value))
		return
	}
	switch found[0].Value {
	case "preset":
		r.preset(n)
	case "segments":
		r.plain(n, "a profile of segments", "segments")
	case "file":
		r.plain(n, "a profile from a file", "file", "format", "bin")
	}
}

// commonKeys are those every mapping takes.
func commonKeys() []string { return []string{"speed", "stretch", "scale", "until"} }

// plain reads a mapping with fixed keys.
func (r *nodeReader) plain(n *yaml.Node, what string, own ...string) {
	for _, e := range r.entries(n, what, slices.Concat(own, commonKeys())) {
		r.set(e)
	}
	r.finish(n)
}

// preset reads a mapping whose further keys are the parameters of a preset.
func (r *nodeReader) preset(n *yaml.Node) {
	var p Preset
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value != "preset" {
			continue
		}
		var err error
		if p, err = Lookup(target(n.Content[i+1]).Value); err != nil {
			r.fault(n.Content[i+1], err)
			return
		}
	}
	known := []string{"preset"}
	for _, param := range p.Params {
		known = append(known, param.Name)
	}
	known = append(known, commonKeys()...)
	r.def.Settings = map[string]string{}
	for _, e := range r.entries(n, fmt.Sprintf("preset %q", p.Name), known) {
		if param, err := p.Param(e.key.Value); err == nil {
			r.setting(param, e.value)
			continue
		}
		r.set(e)
	}
	r.finish(n)
}

func (r *nodeReader) setting(p Param, value *yaml.Node) {
	if err := p.Check(value.Value); err != nil {
		r.fault(value, err)
		return
	}
	r.def.Settings[p.Name] = value.Value
}

// set reads the value of a key that is not a setting of a preset.
func (r *nodeReader) set(e entry) {
	if e.key.Value == "segments" {
		r.def.Segments = r.segments(e.value)
		return
	}
	if e.value.Kind != yaml.ScalarNode {
		r.fault(e.value, fmt.Errorf("%s is not a single value: want one such as {preset: match-day, until: 32s}", e.key.Value))
		return
	}
	if err := r.def.set(e.key.Value, e.value.Value); err != nil {
		r.fault(e.value, fmt.Errorf("%s: %w", e.key.Value, err))
	}
}

// set reads text as the value of a key.
func (d *Definition) set(key, text string) (err error) {
	switch key {
	case "preset":
		d.Preset = text
	case "file":
		if d.File = text; text == "" {
			err = errors.New("name is empty: want the name of a file such as orders.csv")
		}
	case "format":
		if d.Format = Format(text); !slices.Contains(formats(), text) {
			err = unknown(fmt.Sprintf("%q", text), text, formats())
		}
	case "bin":
		d.Bin, err = parseTime(text)
	case "until":
		d.Until, err = parseTime(text)
	case "speed":
		d.Speed, err = parseShare(text)
	case "stretch":
		d.Stretch, err = parseShare(text)
	case "scale":
		d.Scale, err = parseShare(text)
	}
	return err
}

// finish checks the whole, where that needs no file and nothing was wrong so far.
func (r *nodeReader) finish(n *yaml.Node) {
	if r.def.File != "" || len(r.faults) > 0 {
		return
	}
	if _, err := r.def.Curve(nil); err != nil {
		r.fault(n, err)
	}
}
