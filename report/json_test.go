package report

import (
	"encoding/json"
	"strings"
	"testing"
)

// small is a comparison whose JSON can be read by a person.
func small() Comparison {
	c := compared(fourSettings()[1])
	c.Phases = c.Phases[:1]
	v := &c.Variants[0]
	v.Cells, v.ByRound, v.Series = v.Cells[:1], nil, v.Series[:1]
	c.Warnings = []string{"run x is partial & <short>"}
	return c
}

func TestJSON(t *testing.T) {
	var b strings.Builder
	if err := JSON(&b, small()); err != nil {
		t.Fatal(err)
	}
	golden(t, "comparison.json", b.String())
}

// What is written is one value and can be read back into the same figures.
func TestJSONReadsBack(t *testing.T) {
	for name, c := range examples() {
		var b strings.Builder
		if err := JSON(&b, c); err != nil {
			t.Fatal(err)
		}
		var again Comparison
		if err := json.Unmarshal([]byte(b.String()), &again); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var second strings.Builder
		if err := JSON(&second, again); err != nil {
			t.Fatal(err)
		}
		if b.String() != second.String() {
			t.Errorf("%s: read back and written again the JSON differs", name)
		}
		lists := strings.ReplaceAll(b.String(), `"validity": null`, "") // which is no list
		if strings.Contains(lists, ": null") && name == "nothing" {
			t.Errorf("%s: a list without entries is null, want []", name)
		}
	}
}
