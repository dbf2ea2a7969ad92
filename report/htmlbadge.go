package report

import "matchday/measure"

// A badge is a judgement in one word with a mark and a tone: whoever does not
// see the tone still reads the mark, and whoever sees neither the word.
type badge struct {
	Tone string // class of page.css: good, fair, bad or open
	Mark string
	Word string
}

func (b badge) String() string { return b.Mark + " " + b.Word }

// badgeOf returns the badge of a variant's verdict, or of what forbids one.
func badgeOf(v Variant) badge {
	word := verdictText(v)
	switch {
	case v.Validity == measure.Invalid || v.failed() || v.Verdict == measure.Metastable && !v.Partial:
		return badge{"bad", "✕", word}
	case v.Partial:
		return badge{"fair", "!", word}
	}
	switch v.Verdict {
	case measure.Recovered:
		return badge{"good", "✓", word}
	case measure.Slow, measure.Degraded:
		return badge{"fair", "!", word}
	case measure.NoPeak:
		return badge{"open", "–", word}
	}
	return badge{"open", "?", word}
}

// recommended returns the tone and the mark of the winner: it is good where every
// round came back, or had nothing to come back from.
func (c Comparison) recommended() badge {
	for _, v := range c.Variants {
		if v.Name == c.Winner.Variant && Severity(v.Verdict) > Severity(measure.Recovered) {
			return badge{Tone: "fair", Mark: "!"}
		}
	}
	return badge{Tone: "good", Mark: "✓"}
}

// trustOf returns the badge of the generator.
func trustOf(g Generator) badge {
	switch {
	case g.Validity == nil:
		return badge{"open", "–", g.word()}
	case g.is(measure.Valid):
		return badge{"good", "✓", g.word()}
	case g.is(measure.Suspect):
		return badge{"fair", "!", g.word()}
	}
	return badge{"bad", "✕", g.word()}
}
