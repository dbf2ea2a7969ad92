package ci

// A Place is where a rule stands.
type Place struct {
	File string
	Line int // from 1
}

// Places says where in a file of rules each of them stands, by the rule's text.
// A rule that stands there twice is where it comes first; what is no rule is
// passed over, [ParseRules] says what is wrong with it.
func Places(name, text string) map[string]Place {
	places := map[string]Place{}
	for line, bare := range ruleLines(text) {
		r, err := parse(bare)
		if _, known := places[r.String()]; err == nil && !known {
			places[r.String()] = Place{name, line}
		}
	}
	return places
}
