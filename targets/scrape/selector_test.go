package scrape

import (
	"reflect"
	"testing"
)

func TestParseSelector(t *testing.T) {
	check := func(text, want string, labels ...Label) {
		t.Helper()
		got, err := ParseSelector(text)
		if err != nil || got.Name != want || !reflect.DeepEqual(got.Labels, labels) {
			t.Errorf("%s: %+v, %v", text, got, err)
		}
	}
	check("up", "up")
	check("  sum of  http_rejected_total ", "http_rejected_total")
	check("job:requests:rate5m", "job:requests:rate5m")
	check(`in_flight{handler="order"}`, "in_flight", Label{"handler", "order"})
	check(`in_flight { handler = "order" , code="200", }`, "in_flight", Label{"handler", "order"}, Label{"code", "200"})
	check(`x{a="\\ \" \n ,}=~ ü"}`, "x", Label{"a", "\\ \" \n ,}=~ ü"})
	check(`x{}`, "x")

	refused := func(text, want string) {
		t.Helper()
		const hint = `; want such as http_requests_in_flight{handler="order"}`
		if _, err := ParseSelector(text); err == nil || err.Error() != want+hint {
			t.Errorf("%s: %v\nwant %s", text, err, want+hint)
		}
	}
	refused("", `series "": "" is not the name of a metric`)
	refused("9lives", `series "9lives": "9lives" is not the name of a metric`)
	refused("rate(x[1m])", `series "rate(x[1m])": "rate(x[1m])" is not the name of a metric`)
	refused(`x{a=~"b"}`, `series "x{a=~\"b\"}": label "a" is compared in a way that is not =, the only one there is`)
	refused(`x{a!="b"}`, `series "x{a!=\"b\"}": label "a" is compared in a way that is not =, the only one there is`)
	refused(`x{a}`, `series "x{a}": "a}" is not a label and its value`)
	refused(`x{a:b="c"}`, `series "x{a:b=\"c\"}": "a:b" is not the name of a label`)
	refused(`x{a=b}`, `series "x{a=b}": value "b}" does not stand in double quotes`)
	refused(`x{a="b}`, `series "x{a=\"b}": value "b} does not end`)
	refused(`x{a="\t"}`, `series "x{a=\"\\t\"}": value "\t"} has a \ that is not \\, \" or \n`)
	refused("x{a=\"\n\"}", "series \"x{a=\\\"\\n\\\"}\": value \"\n\"} has a control character")
	refused(`x{a="b" c="d"}`, `series "x{a=\"b\" c=\"d\"}": "c=\"d\"}" follows a label, want , or }`)
	refused(`x{a="b"} 3`, `series "x{a=\"b\"} 3": "} 3" follows a label, want , or }`)
	refused(`x{`, `series "x{": "" is not a label and its value`)
}

func FuzzParseSelector(f *testing.F) {
	for _, seed := range []string{"up", "sum of x", `x{a="b",c="\\\"\n"}`, `x{a="b",}`, `x{`, `x{}`, `x{a="b"`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ParseSelector(text)
		if err != nil {
			return
		}
		again, err := ParseSelector(s.String())
		if err != nil || !reflect.DeepEqual(again, s) {
			t.Errorf("%q is %+v, which reads back as %+v, %v", text, s, again, err)
		}
	})
}
