package results

import (
	"slices"
	"strconv"
)

// ParseBaseline reads the file of a baseline, as [Baseline.String] writes it.
// Its errors say name:line:column.
func ParseBaseline(name, text string) (Baseline, error) {
	var p baselineParser
	err := eachLine(name, text, baselineHead, p.line)
	return p.baseline, err
}

// A baselineParser reads a baseline line by line.
type baselineParser struct {
	baseline Baseline
	said     []string // what of the head, or of the variant that is open
	figures  map[figureKey]bool
}

// A figureKey is what a figure is of.
type figureKey struct{ stream, phase, metric string }

// line reads a line.
func (p *baselineParser) line(parts []word) error {
	if figure := parts[0].stream || len(parts) > 1 && parts[1].is("@"); figure {
		return p.figure(parts)
	}
	key := parts[0]
	ofHead := len(p.baseline.Variants) == 0
	switch {
	case ofHead && key.is("fact"):
		return addFact(&p.baseline.Facts, parts)
	case ofHead && key.is("unfit"):
		return p.unfit(parts)
	case key.is("variant"):
		return p.variant(parts)
	}
	if slices.Contains(p.said, key.text) {
		return key.fault("%q is there twice", key.text)
	}
	p.said = append(p.said, key.text)
	if ofHead {
		return p.ofHead(parts)
	}
	return p.ofVariant(key, parts[1:])
}

// ofHead reads a line before the first variant.
func (p *baselineParser) ofHead(parts []word) error {
	b, key := &p.baseline, parts[0]
	texts := map[string]*string{"name": &b.Name, "run": &b.Run, "title": &b.Title}
	text, known := texts[key.text]
	if !known && key.text != "started" || key.quoted {
		return key.fault("%q is not one of name, run, title, started, unfit, fact, variant", key.text)
	}
	if len(parts) != 2 {
		return key.fault("%s wants one word, in quotes if it has spaces", key.text)
	}
	if known {
		*text = parts[1].text
		return nil
	}
	at, err := parts[1].instant()
	b.Started = at
	return err
}

// unfit reads why nothing should be held against the run.
func (p *baselineParser) unfit(parts []word) error {
	if len(parts) != 2 {
		return parts[0].fault("unfit wants one reason, in quotes if it has spaces")
	}
	p.baseline.Unfit = append(p.baseline.Unfit, parts[1].text)
	return nil
}

// addFact reads the line of a fact.
func addFact(to *[]BaselineFact, parts []word) error {
	if len(parts) != 3 {
		return parts[0].fault("fact wants a name and a value, in quotes if they have spaces")
	}
	f := BaselineFact{parts[1].text, parts[2].text}
	if slices.ContainsFunc(*to, func(o BaselineFact) bool { return o.Name == f.Name }) {
		return parts[1].fault("fact %q is there twice", f.Name)
	}
	*to = append(*to, f)
	return nil
}

// variant begins a variant.
func (p *baselineParser) variant(parts []word) error {
	if len(parts) != 2 {
		return parts[0].fault("variant wants one name, in quotes if it has spaces")
	}
	name := parts[1].text
	if slices.ContainsFunc(p.baseline.Variants, func(v BaselineVariant) bool { return v.Name == name }) {
		return parts[1].fault("variant %q is there twice", name)
	}
	p.baseline.Variants = append(p.baseline.Variants, BaselineVariant{Name: name})
	p.said, p.figures = nil, map[figureKey]bool{}
	return nil
}

// open returns the variant that lines are of.
func (p *baselineParser) open() *BaselineVariant {
	return &p.baseline.Variants[len(p.baseline.Variants)-1]
}

// ofVariant reads what a variant is, before its figures.
func (p *baselineParser) ofVariant(key word, values []word) error {
	v := p.open()
	switch {
	case len(v.Figures) > 0:
		return key.fault("%q comes after the figures: wanted a figure or the next variant", key.text)
	case key.is("validity") && len(values) == 1:
		v.Validity = values[0].text
	case key.is("verdicts"):
		for _, w := range values {
			v.Verdicts = append(v.Verdicts, w.text)
		}
	case key.is("seeds"):
		for _, w := range values {
			seed, err := strconv.ParseUint(w.text, 10, 64)
			if err != nil || w.quoted {
				return w.fault("%q is not a seed such as 1", w.text)
			}
			v.Seeds = append(v.Seeds, seed)
		}
	default:
		return key.fault("wanted validity with one word, verdicts, seeds or a figure such as p99 @ peak-2  0.0995  0.0998 0.0993")
	}
	return nil
}

// figure reads the line of a figure.
func (p *baselineParser) figure(parts []word) error {
	first := parts[0]
	if len(p.baseline.Variants) == 0 {
		return first.fault("this figure is of no variant: wanted a line such as variant 20/20 before it")
	}
	v := p.open()
	f, values, err := label(parts)
	if err != nil {
		return err
	}
	if len(values) != v.Rounds()+1 {
		return first.fault("%d figures, wanted that of all rounds and one for each of %d seeds", len(values), v.Rounds())
	}
	if len(v.Verdicts) > 0 && len(v.Verdicts) != v.Rounds() {
		return first.fault("the variant has %d verdicts and %d seeds: wanted one for each round", len(v.Verdicts), v.Rounds())
	}
	key := figureKey{f.Stream, f.Phase, f.Metric}
	if p.figures[key] {
		return first.fault("%s is there twice for phase %q", f.Metric, f.Phase)
	}
	p.figures[key] = true
	if err := f.read(values); err != nil {
		return err
	}
	v.Figures = append(v.Figures, f)
	return nil
}

// label reads what a figure is of: [stream] metric @ phase.
func label(parts []word) (f BaselineFigure, values []word, err error) {
	first := parts[0]
	if first.stream {
		f.Stream, parts = first.text, parts[1:]
		if f.Stream == "" {
			return f, nil, first.fault("a stream without a name: wanted one such as [checkout]")
		}
	}
	if len(parts) < 3 || !parts[1].is("@") || parts[0].stream || parts[2].stream {
		return f, nil, first.fault("wanted a figure such as p99 @ peak-2  0.0995  0.0998 0.0993")
	}
	f.Metric, f.Phase = parts[0].text, parts[2].text
	return f, parts[3:], nil
}

// read reads the figures of a line.
func (f *BaselineFigure) read(values []word) error {
	for i, w := range values {
		x, err := w.figure()
		switch {
		case err != nil:
			return err
		case i == 0:
			f.Merged = x
		default:
			f.Rounds = append(f.Rounds, x)
		}
	}
	return nil
}
