package measure

import "encoding/json"

// ByOutcome holds one count for each outcome. In JSON it is an object with the
// names of the outcomes that occurred.
type ByOutcome [Outcomes]int64

// Where sums the counts of the outcomes that are such.
func (b ByOutcome) Where(such func(Outcome) bool) int64 {
	var n int64
	for o, k := range b {
		if such(Outcome(o)) {
			n += k
		}
	}
	return n
}

// MarshalJSON writes the counts that are not zero by name.
func (b ByOutcome) MarshalJSON() ([]byte, error) {
	named := map[string]int64{}
	for o, k := range b {
		if k != 0 {
			named[Outcome(o).String()] = k
		}
	}
	return json.Marshal(named)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (b *ByOutcome) UnmarshalJSON(text []byte) error {
	var named map[string]int64
	if err := json.Unmarshal(text, &named); err != nil {
		return err
	}
	*b = ByOutcome{}
	for name, k := range named {
		o, err := ParseOutcome(name)
		if err != nil {
			return err
		}
		b[o] = k
	}
	return nil
}
