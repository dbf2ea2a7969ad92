package model

import "testing"

func TestParseAbandon(t *testing.T) {
	for _, text := range []string{"none", "queue", "all"} {
		var a Abandon
		if err := a.UnmarshalText([]byte(text)); err != nil || a.String() != text {
			t.Errorf("abandon %q reads as %v, %v", text, a, err)
		}
	}
	if _, err := ParseAbandon("some"); err == nil || err.Error() != `abandon "some": want none, queue or all` {
		t.Errorf("abandon some: %v", err)
	}
}
