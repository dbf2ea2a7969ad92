package profiles

import (
	"errors"
	"fmt"
	"strings"
)

// Parse reads a profile from text. name is the file or flag the text comes from
// and stands in front of errors, which are of type [*SyntaxError]:
//
//	spike.profile:1:14: "ramp 2/s 9/s 5": time "5" is not a positive duration such as 30s
//
// The syntax is
//
//	profile = item { separator item }
//	item    = [ phase ":" ] ( shape | group | repeat )
//	group   = "(" profile ")"
//	repeat  = "repeat" COUNT group
//	shape   = "hold"  RATE TIME
//	        | "ramp"  FROM TO TIME
//	        | "steps" FROM TO COUNT TIME
//	        | "spike" BASE PEAK TIME
//	        | "sine"  MEAN AMPLITUDE PERIOD TIME
//	        | "gauss" BASE PEAK SIGMA TIME
//
// for example
//
//	# a quiet minute, then the rush
//	base: hold 200/s 1m
//	peak-1: (ramp 200/s 800/s 5s, hold 800/s 10s)
//	tail: hold 200/s 2m
//
// A separator is a comma or a line end, or several. A number sign begins a
// comment that ends with its line. Rates are as in [ParseRate] but may be zero,
// times as in [time.ParseDuration], and the last TIME of a shape is the length of
// the whole shape. A phase holds for the one item behind it, so that several
// segments of one phase stand in a group; there is no phase inside a phase. The
// shapes are those of the functions [Hold], [Ramp], [Steps], [Spike], [Sine] and
// [Gauss].
//
// What Parse returns passes [Curve.Check], and Parse of its String is equal to it.
func Parse(name, text string) (Curve, error) {
	p := &parser{name: name, tokens: scan(text)}
	c, err := p.items()
	if err != nil {
		return nil, err
	}
	if rest := p.tokens[0]; rest.text != "" {
		return nil, p.fault(rest, errors.New(`")" closes nothing: want a "(" before it, as in "repeat 3 (hold 200/s 5s)"`))
	}
	if err := c.Check(); err != nil {
		return nil, p.fault(p.tokens[0], err)
	}
	return c, nil
}

// maxDepth bounds how deep groups can lie in each other.
const maxDepth = 16

// A parser reads tokens from the left.
type parser struct {
	name   string
	tokens []token // those not read yet
	depth  int     // groups around the next token
	phase  string  // phase around the next token
}

func (p *parser) fault(at token, err error) error {
	return &SyntaxError{Name: p.name, Line: at.line, Column: at.column, Err: err}
}

// take returns the next token and moves on, except past the end.
func (p *parser) take() token {
	t := p.tokens[0]
	if t.text != "" {
		p.tokens = p.tokens[1:]
	}
	return t
}

func (p *parser) skip(unwanted func(token) bool) {
	for unwanted(p.tokens[0]) {
		p.take()
	}
}

// done reports whether t ends a row of items.
func (t token) done() bool { return t.text == "" || t.text == ")" }

// items reads items up to the end or a closing parenthesis, which stays.
func (p *parser) items() (Curve, error) {
	var c Curve
	for p.skip(token.separator); !p.tokens[0].done(); p.skip(token.separator) {
		first := p.tokens[0]
		item, err := p.item()
		if err != nil {
			return nil, err
		}
		if c = append(c, item...); len(c) > MaxSegments {
			return nil, p.fault(first, fmt.Errorf("profile has more than %d segments here: want fewer repetitions", MaxSegments))
		}
		if next := p.tokens[0]; !next.separator() && !next.done() {
			return nil, p.fault(next, fmt.Errorf("%s is not the start of a new item: want a comma or a line end before it", next.shown()))
		}
	}
	if len(c) == 0 {
		return nil, p.fault(p.tokens[0], errEmpty)
	}
	return c, nil
}

// item reads a shape, a group or a repetition, with the phase in front of it.
func (p *parser) item() (Curve, error) {
	if len(p.tokens) < 2 || p.tokens[0].sign() || p.tokens[1].text != ":" {
		return p.bare()
	}
	phase := p.take()
	p.take()
	if err := checkPhase(phase.text); err != nil {
		return nil, p.fault(phase, err)
	}
	if p.phase != "" {
		return nil, p.fault(phase, fmt.Errorf("phase %q begins inside phase %q: want one phase for each part, such as \"base: hold 200/s 60s\"", phase.text, p.phase))
	}
	p.skip(func(t token) bool { return t.text == "\n" })
	p.phase = phase.text
	c, err := p.item()
	p.phase = ""
	return c.Mark(phase.text), err
}

// bare reads an item without its phase.
func (p *parser) bare() (Curve, error) {
	first := p.tokens[0]
	var words []token
	for !p.tokens[0].sign() {
		words = append(words, p.take())
	}
	switch {
	case len(words) > 0 && first.text == "repeat":
		return p.repeat(words)
	case len(words) > 0:
		return p.shape(words)
	case first.text == "(":
		return p.group()
	}
	return nil, p.fault(first, fmt.Errorf(`%s is not a shape: want one such as "hold 200/s 60s"`, first.shown()))
}

// group reads items in parentheses.
func (p *parser) group() (Curve, error) {
	open := p.take()
	if p.depth++; p.depth > maxDepth {
		return nil, p.fault(open, fmt.Errorf("more than %d groups lie in each other: want a flat profile such as \"hold 200/s 60s, hold 800/s 5s\"", maxDepth))
	}
	c, err := p.items()
	if err != nil {
		return nil, err
	}
	if end := p.take(); end.text != ")" {
		return nil, p.fault(open, errors.New(`"(" is never closed: want a ")", as in "repeat 3 (hold 200/s 5s)"`))
	}
	p.depth--
	return c, nil
}

// repeat reads the group behind "repeat N".
func (p *parser) repeat(words []token) (Curve, error) {
	if len(words) != 2 || p.tokens[0].text != "(" {
		return nil, p.wrong(words, words[0], errors.New(`repeat wants a count and a group, such as "repeat 3 (hold 200/s 5s, hold 0/s 5s)"`))
	}
	n, err := parseTimes(words[1].text)
	if err != nil {
		return nil, p.wrong(words, words[1], err)
	}
	c, err := p.group()
	if err != nil {
		return nil, err
	}
	if len(c) > MaxSegments/n {
		return nil, p.wrong(words, words[1], fmt.Errorf("%d times %d segments are more than %d: want fewer repetitions", n, len(c), MaxSegments))
	}
	return c.Repeat(n), nil
}

// shape reads a shape from its words.
func (p *parser) shape(words []token) (Curve, error) {
	f, err := findForm(words[0].text)
	if err != nil {
		return nil, p.fault(words[0], err)
	}
	if len(words)-1 != len(f.kinds) {
		return nil, p.wrong(words, words[0], errors.New(f.usage()))
	}
	var a args
	for i, k := range f.kinds {
		if err := a.read(k, words[i+1].text); err != nil {
			return nil, p.wrong(words, words[i+1], err)
		}
	}
	c, err := f.curve(a)
	if err != nil {
		return nil, p.wrong(words, words[0], err)
	}
	return c, nil
}

// wrong is a fault at one of the words of an item, with the item quoted.
func (p *parser) wrong(words []token, at token, err error) error {
	texts := make([]string, len(words))
	for i, w := range words {
		texts[i] = w.text
	}
	return p.fault(at, fmt.Errorf("%q: %w", strings.Join(texts, " "), err))
}
