package report

import (
	"strings"
	"testing"
)

func TestPhases(t *testing.T) {
	c := compared(fourSettings()...)
	for file, s := range map[string]Screen{"phases.txt": {}, "phases-narrow.txt": {Width: 80}, "phases-colour.txt": {Color: true}} {
		var b strings.Builder
		if err := Phases(&b, c, "none", s); err != nil {
			t.Fatal(err)
		}
		golden(t, file, b.String())
	}
}

func TestPhasesOfAVariantThatIsNotThere(t *testing.T) {
	err := Phases(&strings.Builder{}, compared(fourSettings()...), "20/30", Screen{})
	want := `variant "20/30" is not one of none, 20/20, 20/100, 20/200`
	if err == nil || err.Error() != want {
		t.Errorf("the error is %v, want %s", err, want)
	}
}
