package bulkhead

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

func TestParseSetting(t *testing.T) {
	check := func(text string, want Setting) {
		t.Helper()
		got, err := ParseSetting(text)
		if err != nil || got != want || got.String() != text {
			t.Errorf("ParseSetting(%q) = %+v, %v, prints %q", text, got, err, got)
		}
	}
	check("none", Setting{})
	check("20/100", Setting{Inside: 20, Queue: 100})
	check("1/0", Setting{Inside: 1})
	check("20/inf", Setting{Inside: 20, Queue: Unbounded})
	check("20/100 wait 2s", Setting{Inside: 20, Queue: 100, Wait: 2 * time.Second})
	check("20/inf wait 1.5s", Setting{Inside: 20, Queue: Unbounded, Wait: 1500 * time.Millisecond})
	check("20/100 lifo", Setting{Inside: 20, Queue: 100, LIFO: true})
	check("20/inf lifo wait 2s", Setting{Inside: 20, Queue: Unbounded, Wait: 2 * time.Second, LIFO: true})
}

func TestParseSettingSaysWhatItWanted(t *testing.T) {
	check := func(text, want string) {
		t.Helper()
		if got, err := ParseSetting(text); err == nil || err.Error() != want {
			t.Errorf("ParseSetting(%q) = %v, %v\nwant error %s", text, got, err, want)
		}
	}
	check("0/5", `bulkhead "0/5": inside must be at least 1, for example 20/100`)
	check("20", `bulkhead "20": want none or inside/queue, for example 20/100`)
	check("", `bulkhead "": want none or inside/queue, for example 20/100 or 20/100 wait 2s`)
	check("none wait 2s", `bulkhead "none wait 2s": want none or inside/queue, for example 20/100`)
	check("20/100 for 2s", `bulkhead "20/100 for 2s": want none or inside/queue, for example 20/100 or 20/100 wait 2s`)
	check("x/5", `bulkhead "x/5": inside "x" is not a whole number up to 1000000000, for example 20/100`)
	check("5/-1", `bulkhead "5/-1": queue "-1" is not a whole number up to 1000000000, for example 20/100`)
	check("20/100 wait -2s", `bulkhead "20/100 wait -2s": wait "-2s" is not a positive duration such as 2s`)
	check("20/0 lifo", `bulkhead "20/0 lifo": an order needs a queue, for example 20/100 lifo`)
	check("none lifo", `bulkhead "none lifo": want none or inside/queue, for example 20/100`)
	check("20/0 wait 2s", `bulkhead "20/0 wait 2s": a longest wait needs a queue, for example 20/100 wait 2s`)
}

// A setting put together by hand may be one that no text stands for.
func TestSettingCheck(t *testing.T) {
	check := func(s Setting, want string) {
		t.Helper()
		if err := s.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want an error with %q", s, err, want)
		}
		if _, err := json.Marshal(s); err == nil {
			t.Errorf("%+v was written", s)
		}
		if _, err := New(s); err == nil {
			t.Errorf("%+v was brought into force", s)
		}
	}
	check(Setting{Inside: -1}, "inside must be at least 1")
	check(Setting{Queue: 5}, "inside must be at least 1")
	check(Setting{Inside: 1, Queue: -2}, "queue must be at least 0")
	check(Setting{Inside: 2 * most}, "at most 1000000000")
	check(Setting{Inside: 1, Queue: 1, Wait: -1}, "wait must be positive")
}

func FuzzParseSetting(f *testing.F) {
	for _, text := range []string{"none", "20/100", "1/0", "7/inf wait 1h2m", "20/100 wait 2s", "3/4 lifo", " 020/1  lifo wait 3ns "} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ParseSetting(text)
		if err != nil {
			return
		}
		written, err := s.MarshalText()
		if err != nil {
			t.Fatalf("ParseSetting(%q) = %+v, which cannot be written: %v", text, s, err)
		}
		var again Setting
		if err := again.UnmarshalText(written); err != nil || again != s {
			t.Fatalf("ParseSetting(%q) = %+v, which reads back as %+v, %v", text, s, again, err)
		}
	})
}
