package scrape

import (
	"bytes"
	"math"
	"regexp"
	"strings"
	"testing"

	"github.com/prometheus/common/model"
)

func selectors(t testing.TB, texts ...string) (all []Selector) {
	t.Helper()
	for _, text := range texts {
		s, err := ParseSelector(text)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	return all
}

const page = `# HELP http_requests_total Requests by status.
# TYPE http_requests_total counter
http_requests_total{code="200",handler="order"} 120
http_requests_total{code="200",handler="cart"} 30 1700000000000
http_requests_total{code="503",handler="order"} 7
# TYPE in_flight gauge
  in_flight{handler="order"} 3.5
# TYPE wait_seconds histogram
wait_seconds_bucket{le="0.1"} 4
wait_seconds_bucket{le="+Inf"} 6
wait_seconds_sum 1.25
wait_seconds_count 6
broken NaN
large +Inf
nobody asks for this line, which is no series at all
process_cpu_seconds_total 1e3
dotted.5
`

func TestRead(t *testing.T) {
	check := func(text string, sum float64, there bool) {
		t.Helper()
		got, err := Read([]byte(page), selectors(t, text))
		if err != nil || got[0].There != there || got[0].Sum != sum && !(math.IsNaN(sum) && math.IsNaN(got[0].Sum)) {
			t.Errorf("%s: %+v, %v; want %v, %v", text, got, err, sum, there)
		}
	}
	check("http_requests_total", 157, true)
	check(`http_requests_total{code="200"}`, 150, true)
	check(`http_requests_total{handler="order",code="503"}`, 7, true)
	check(`http_requests_total{code="429"}`, 0, true)
	check(`http_requests_total{status="429"}`, 0, false)
	check("http_requests", 0, false)
	check(`in_flight{handler="order"}`, 3.5, true)
	check("wait_seconds_count", 6, true)
	check("wait_seconds_sum", 1.25, true)
	check(`wait_seconds_bucket{le="0.1"}`, 4, true)
	check("wait_seconds", 0, false)
	check("broken", math.NaN(), true)
	check("large", math.Inf(1), true)
	check("process_cpu_seconds_total", 1000, true)
	check("dotted", 0, false) // not a metric of the value 0.5, as the library would have it
}

func TestReadOfNoSuchPage(t *testing.T) {
	check := func(name, page, want string) {
		t.Helper()
		_, err := Read([]byte(page), selectors(t, "up"))
		if err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
	}
	const no = "not a page for Prometheus: "
	check("nothing", "", "the page is empty")
	check("torn", "up 1\ndown", "the page is torn: its last line has no end")
	check("no number", "# page\nup yes\n", no+`text format parsing error in line 2: expected float as value, got "yes"`)
	check("no value", "up\n", no+`text format parsing error in line 1: expected float as value, got ""`)
	check("garbage in a label", "up{a=\"\xff\"} 1\n", no+"text format parsing error in line 1: invalid label value \"\\xff\"")
}

// What the page of an exporter of today looks like where the formats differ.
func TestReadOfOpenMetrics(t *testing.T) {
	const page = "# TYPE orders counter\n# UNIT orders orders\norders_total{a=\"b\"} 17\norders_created{a=\"b\"} 1.7e9\n# TYPE build info\nbuild_info{v=\"1\"} 1\n# EOF\n"
	got, err := Read([]byte(page), selectors(t, "orders_total", "build_info"))
	if err != nil || got[0] != (Value{17, true}) || got[1] != (Value{1, true}) {
		t.Errorf("%+v, %v", got, err)
	}
}

// readPlainly is Read without a look at lines beforehand: the whole page goes
// through the library.
func readPlainly(page []byte, all []Selector) ([]Value, error) {
	out := make([]Value, len(all))
	err := each(bytes.NewReader(page), func(s *model.Sample) {
		for i, of := range all {
			has, is := string(s.Metric["__name__"]) == of.Name, true
			for _, l := range of.Labels {
				value, ok := s.Metric[model.LabelName(l.Name)]
				has, is = has && ok, is && string(value) == l.Value
			}
			out[i].There = out[i].There || has
			if has && is {
				out[i].Sum += float64(s.Value)
			}
		}
	})
	return out, err
}

// plain is a label whose value needs no thought.
var plain = regexp.MustCompile(`\b[a-z]+="[a-z0-9]*"`)

// glued is a line whose name goes over into something that is neither labels nor
// a blank: the library ends the name there, Read takes it for another name.
var glued = regexp.MustCompile(`(?m)^[ \t]*[a-zA-Z_:][a-zA-Z0-9_:]*[^a-zA-Z0-9_:{ \t\n]`)

// FuzzRead holds pages that are right as a whole against the plain version, and
// all others to not bringing the program down. Comments, values of labels that
// hold anything, and glued names are left out: they differ on purpose.
func FuzzRead(f *testing.F) {
	f.Add([]byte(strings.ReplaceAll(page, "nobody asks for this line, which is no series at all\n", "")))
	f.Add([]byte("up{a=\"b\",b=\"\\\"\"} 1\nup 2\n\n \t up\t3 4\n"))
	f.Add([]byte("up{a=\"b\"} 1\nhttp_requests_total{code=\"200\",code=\"\"} 2\nup 2\n"))
	f.Add([]byte("{\"up\", a=\"b\"} 1\n"))
	f.Add([]byte("up{} 1 # {trace=\"x\"} 0.5\n"))
	f.Add([]byte("up{a=\"\n\"} 1\n"))
	all := selectors(f, "up", `up{a="b"}`, "http_requests_total", `http_requests_total{code="200"}`, "wait_seconds_count")
	f.Fuzz(func(t *testing.T, page []byte) {
		got, err := Read(page, all)
		if bytes.ContainsAny(plain.ReplaceAll(page, nil), `#"`) || glued.Match(page) {
			return
		}
		want, fault := readPlainly(page, all)
		if fault != nil || err != nil && len(page) == 0 {
			return
		}
		for i := range want {
			same := got != nil && got[i].There == want[i].There && (got[i].Sum == want[i].Sum || math.IsNaN(got[i].Sum) && math.IsNaN(want[i].Sum))
			if err != nil && err != errTorn || err == nil && !same {
				t.Fatalf("%q: %s is %+v, want %+v, %v", page, all[i], got, want, err)
			}
		}
	})
}
