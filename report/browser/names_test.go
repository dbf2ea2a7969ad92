package browser_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"matchday/report"
)

// hostile are names that nobody means well with. None of them is empty: the
// program has a name for every variant and whatever else heads something.
func hostile() []string {
	const harm = "document.documentElement.dataset.harmed=1"
	return []string{
		"<script>" + harm + "</script>",
		"</script><script>" + harm + "</script>",
		"<!--<script>" + harm + "</script>-->",
		"</style></title></textarea><img src=x onerror=" + harm + ">",
		"'\"`><svg onload=" + harm + ">",
		`";` + harm + `;//`,
		"'-" + harm + "-'",
		"${" + harm + "}",
		"javascript:" + harm,
		"\u2028" + harm + "\u2029\u202eright to left",
		"__proto__", "constructor",
		"#load", "%00%", "a,b\n\"c\"\r\n=1+1",
		strings.Repeat("very-long-", 200),
		strings.Repeat("𝕏", 300),
	}
}

// poison puts hostile text wherever a value takes text, each time another. What
// headings are made of is never empty: nothing is read from files without a name.
func poison(v reflect.Value, next func() string) {
	switch v.Kind() {
	case reflect.String:
		if v.CanSet() {
			v.SetString(next())
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			poison(v.Elem(), next)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			poison(v.Index(i), next)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			poison(v.Field(i), next)
			if name := v.Type().Field(i).Name; (name == "Name" || name == "ID") && v.Field(i).IsZero() {
				poison(v.Field(i), next)
			}
		}
	}
}

// poisoned returns a comparison in which every text is hostile. Nothing is as it
// should be there: no two phases of a name, no verdict that anybody knows.
func poisoned(t *testing.T) report.Comparison {
	t.Helper()
	c := everything(t)
	names, given := hostile(), 0
	poison(reflect.ValueOf(&c).Elem(), func() string {
		given++
		return names[given%len(names)]
	})
	if given < 100 {
		t.Fatalf("only %d texts were replaced", given)
	}
	return c
}

// misnamed returns a comparison in which only what people choose is hostile, so
// that the figures still hang together: title, variants, phases and streams.
func misnamed(t *testing.T) report.Comparison {
	t.Helper()
	c := everything(t)
	names := hostile()
	c.Title = strings.Join(names[:8], " ")
	phase := map[string]string{}
	for i, p := range c.Phases {
		phase[p.Name] = fmt.Sprintf("%s %d", names[i%len(names)], i)
	}
	rename := func(c *report.Comparison) {
		for i := range c.Phases {
			c.Phases[i].Name = phase[c.Phases[i].Name]
		}
		for i := range c.Variants {
			v := &c.Variants[i]
			v.Name = []string{names[1], "__proto__", "a,b\n\"c\"\r\n=1+1", strings.Repeat("very-long-", 200)}[i%4]
			v.Setting = v.Name
			for j := range v.Cells {
				if to, ok := phase[v.Cells[j].Phase.Name]; ok {
					v.Cells[j].Phase.Name = to
				}
			}
			for j := range v.Recovery {
				v.Recovery[j].Peak = phase[v.Recovery[j].Peak]
			}
		}
	}
	rename(&c)
	c.Streams[0].Stream.Name = names[1]
	return c
}

// Names that nobody means well with run nothing and break nothing.
func TestHostileNames(t *testing.T) {
	for name, c := range map[string]report.Comparison{"everywhere": poisoned(t), "chosen": misnamed(t)} {
		t.Run(name, func(t *testing.T) {
			page := open(t, written(t, c), setting{})
			if probe[bool](page, `"harmed" in document.documentElement.dataset`) {
				t.Error("a name was run")
			}
			for _, fault := range probe[[]string](page, audit) {
				t.Error(fault)
			}
			for _, c := range page.charts() {
				if c.Shown && c.Inked < 1000 {
					t.Errorf("%s of %.40q is not drawn", c.Kind, c.Variant)
				}
			}
			for _, width := range []int64{1280, 400} {
				page.look(setting{width: width})
				if over := page.overhang(); over > 0 {
					t.Errorf("%d px: the page is %d px wider than the window", width, over)
				}
			}
		})
	}
}
