package report

// loadWord returns a word for the users who came: the usual one for a load that
// was planned, "sent" where callers took turns. Nobody offered or planned
// anything then; a user came whenever one before was answered.
func (c Comparison) loadWord(planned string) string {
	if c.Closed {
		return "sent"
	}
	return planned
}

// meaningWord returns what a legend calls a colour.
func (c Comparison) meaningWord(m Meaning) string {
	if m == Planned {
		return c.loadWord(string(m))
	}
	return string(m)
}
