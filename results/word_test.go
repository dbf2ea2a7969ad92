package results

import (
	"strings"
	"testing"
)

func TestWord(t *testing.T) {
	for name, want := range map[string]string{
		"none":             "none",
		"20/20":            "20_20",
		"20_20":            "20%5F20",
		"20/inf":           "20_inf",
		"20/200 codel":     "20_200+codel",
		"deadline:20/20":   "deadline%3A20_20",
		"failsafe:20,2s":   "failsafe%3A20%2C2s",
		"adaptive:max=20":  "adaptive%3Amax%3D20",
		"100 %":            "100+%25",
		"a+b":              "a%2Bb",
		"größer\nals\t\"x": "gr%C3%B6%C3%9Fer%0Aals%09%22x",
	} {
		if got := Word(name); got != want {
			t.Errorf("%q is the word %q, want %q", name, got, want)
		}
	}
	if _, err := FromWord("100%"); err == nil || !strings.Contains(err.Error(), `"100%" is not a name as one word`) {
		t.Errorf("the error is %v", err)
	}
}

// Every name is one word, and reads back.
func FuzzWord(f *testing.F) {
	for _, name := range []string{"none", "20/20", "20_20 %2F", "a=b, c:d/é\x00"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		word := Word(name)
		if strings.ContainsAny(word, " /,:=\"@()*\t\r\n\v\f") {
			t.Errorf("%q becomes %q, which others take apart", name, word)
		}
		if back, err := FromWord(word); err != nil || back != name {
			t.Errorf("%q becomes %q, which reads back as %q, %v", name, word, back, err)
		}
	})
}
