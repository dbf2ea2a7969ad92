package targets

import (
	"strings"
	"testing"
	"time"

	"matchday/targets/bulkhead"
)

func TestTemplate(t *testing.T) {
	check := func(text string, setting bulkhead.Setting, want string) {
		t.Helper()
		one, err := ParseTemplate(text)
		if err != nil {
			t.Error(err)
			return
		}
		if got, err := one.Fill(BlanksOf(setting, 8080)); err != nil || got != want {
			t.Errorf("%s: %q, %v; want %q", text, got, err, want)
		}
		if one.String() != text || one.IsZero() != (text == "") {
			t.Errorf("%s reads back as %q", text, one)
		}
	}
	patient := bulkhead.Setting{Inside: 20, Queue: 100, LIFO: true, Wait: 1500 * time.Millisecond}
	check("", patient, "")
	check("plain }}", patient, "plain }}")
	check("--c={{.Inside}} --q={{.Queue}} --w={{.Wait}} --ms={{.Wait.Milliseconds}} --lifo={{.LIFO}}", patient, "--c=20 --q=100 --w=1.5s --ms=1500 --lifo=true")
	check("{{.Name}} at {{.Port}}", patient, "20/100 lifo wait 1.5s at 8080")
	check("{{if .Bulkhead}}--c={{.Inside}}{{end}}", patient, "--c=20")
	check("{{if .Bulkhead}}--c={{.Inside}}{{end}}", bulkhead.Setting{}, "")
	check("{{.Inside}} {{.Queue}} {{.Name}}", bulkhead.Setting{}, "0 0 none")
	check("{{.Queue}}", bulkhead.Setting{Inside: 1, Queue: bulkhead.Unbounded}, "-1")
}

func TestTemplateFaults(t *testing.T) {
	check := func(text, want string) {
		t.Helper()
		if _, err := ParseTemplate(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s:\n got %v\nwant %q in it", text, err, want)
		}
	}
	check("--c={{.Insid}}", `"--c={{.Insid}}": blank .Insid is unknown, did you mean .Inside? want .Name, .Bulkhead, .Inside, .Queue, .Wait, .LIFO, .Port`)
	check("{{.inside}}", "blank .inside is unknown, did you mean .Inside?")
	check("{{.Colour}}", "blank .Colour is unknown; want .Name, ")
	check("{{if .Bulkhead}}{{.Insid}}{{end}}", "blank .Insid is unknown")
	check("{{if .LIFO}}{{.Insid}}{{end}}", "blank .Insid is unknown")
	check("{{.Inside", `"{{.Inside": unclosed action; want, for example, --max-inflight={{.Inside}}`)
	check("{{if .Bulkhead}}", "unexpected EOF; want")
	check("{{limit}}", `function "limit" not defined; want`)
	check("{{.Wait.Colour}}", "can't evaluate field Colour")
}

// Whatever is read can be filled in, or says why not.
func FuzzTemplate(f *testing.F) {
	for _, text := range []string{"", "--c={{.Inside}}", "{{if .Bulkhead}}{{.Queue}}{{else}}x{{end}}", "{{.Wait.Milliseconds}}", "{{", "{{printf \"%03d\" .Port}}"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Contains(text, "range") || strings.Contains(text, "printf") {
			return // one can ask these for a text without end
		}
		one, err := ParseTemplate(text)
		if err != nil {
			return
		}
		if one.String() != text {
			t.Errorf("%q reads back as %q", text, one)
		}
		for _, setting := range samples() {
			if _, err := one.Fill(BlanksOf(setting, 8080)); err != nil {
				t.Errorf("%q was read, but for %v: %v", text, setting, err)
			}
		}
	})
}
