package profiles

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// segments reads a list of shapes, each a mapping or a text.
func (r *nodeReader) segments(n *yaml.Node) Curve {
	if n.Kind != yaml.SequenceNode || len(n.Content) == 0 {
		r.fault(n, errors.New("segments is not a list of shapes: want one such as [{hold: 200/s, for: 60s}]"))
		return nil
	}
	var c Curve
	for _, item := range n.Content {
		if item = target(item); item.Kind == yaml.MappingNode {
			c = append(c, r.segment(item)...)
			continue
		}
		part, err := Parse("", item.Value)
		if err != nil {
			r.textFault(item, err)
		}
		c = append(c, part...)
	}
	return c
}

// segment reads a shape written as a mapping: {phase: peak-1, ramp: [200/s,
// 800/s], for: 5s} is "peak-1: ramp 200/s 800/s 5s" in the text syntax.
func (r *nodeReader) segment(n *yaml.Node) Curve {
	shapes := formNames()
	shapes = shapes[:len(shapes)-1] // repeat is no shape
	var shape entry
	var length *yaml.Node
	phase, before := "", len(r.faults)
	for _, e := range r.entries(n, "a segment", slices.Concat([]string{"phase"}, shapes, []string{"for"})) {
		switch {
		case e.key.Value == "for":
			length = e.value
		case e.key.Value == "phase":
			phase = r.phase(e.value)
		case shape.key != nil:
			r.fault(e.key, fmt.Errorf("shape %q is a second one beside %q: want one segment for each", e.key.Value, shape.key.Value))
		default:
			shape = e
		}
	}
	if len(r.faults) > before {
		return nil
	}
	if shape.key == nil || length == nil {
		r.fault(n, errors.New("segment has no shape or no length: want both, such as {hold: 200/s, for: 60s}"))
		return nil
	}
	return r.form(shape, length).Mark(phase)
}

func (r *nodeReader) phase(n *yaml.Node) string {
	if err := checkPhase(n.Value); err != nil {
		r.fault(n, err)
	}
	return n.Value
}

// form reads the arguments of a shape: a single value or a list, and the length.
func (r *nodeReader) form(shape entry, length *yaml.Node) Curve {
	f, err := findForm(shape.key.Value)
	if err != nil {
		r.fault(shape.key, err)
		return nil
	}
	words := []*yaml.Node{shape.value}
	if shape.value.Kind == yaml.SequenceNode {
		words = slices.Clone(shape.value.Content)
	}
	words = append(words, length)
	if len(words) != len(f.kinds) {
		r.fault(shape.value, errors.New(f.yamlUsage()))
		return nil
	}
	var a args
	before := len(r.faults)
	for i, k := range f.kinds {
		if err := a.read(k, target(words[i]).Value); err != nil {
			r.fault(words[i], err)
		}
	}
	if len(r.faults) > before {
		return nil
	}
	c, err := f.curve(a)
	if err != nil {
		r.fault(shape.value, err)
	}
	return c
}

// yamlUsage says what the shape wants in a mapping.
func (f form) yamlUsage() string {
	words := strings.Fields(f.example)
	last := len(words) - 1
	args := strings.Join(words[1:last], ", ")
	if last > 2 {
		args = "[" + args + "]"
	}
	return fmt.Sprintf("%s wants other arguments: want a segment such as {%s: %s, for: %s}", f.name, f.name, args, words[last])
}
