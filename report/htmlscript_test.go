package report

import (
	"encoding/json"
	"html"
	"math"
	"os/exec"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// within returns what stands in the page's elements of that name, and with those
// attributes.
func within(page, open, close string) []string {
	var out []string
	for _, part := range strings.Split(page, open)[1:] {
		text, _, _ := strings.Cut(part, close)
		out = append(out, text)
	}
	return out
}

// A page allows its own style and its two scripts by their hashes, and nothing
// else: no other script runs, and no request leaves it.
func TestHTMLPolicy(t *testing.T) {
	text := asPage(t, shortDay().comparison("none", "20/20"))
	policy := html.UnescapeString(within(text, `http-equiv="Content-Security-Policy" content="`, `"`)[0])
	want := []string{"default-src 'none'", "connect-src 'none'", "base-uri 'none'", "form-action 'none'", "img-src data:"}
	for _, style := range within(text, "<style>", "</style>") {
		want = append(want, "style-src "+hash(style))
	}
	running := within(text, "<script>", "</script>")
	if len(running) != 2 {
		t.Fatalf("the page has %d scripts that run, want the library and its own", len(running))
	}
	want = append(want, "script-src "+hash(running[0])+" "+hash(running[1]))
	if got := strings.Split(policy, "; "); !slices.Equal(got, want) {
		t.Errorf("the policy is\n%q, want\n%q", got, want)
	}
}

// The library's licence goes wherever the library goes.
func TestHTMLCarriesTheLicence(t *testing.T) {
	if text := asPage(t, Comparison{Title: "bare"}); !strings.Contains(text, plotLicence) {
		t.Error("the page has the library without its licence")
	}
}

// What the charts need is JSON that cannot end its element, with the figures of
// the pictures.
func TestHTMLData(t *testing.T) {
	c := shortDay().comparison("none", "20/20")
	var got struct{ Variants []map[string]any }
	read := func(c Comparison) {
		t.Helper()
		text := within(asPage(t, c), `<script type="application/json" id="data">`, "</script>")[0]
		if strings.ContainsAny(text, "<>&") {
			t.Error("the data could end its element")
		}
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			t.Fatal(err)
		}
	}
	read(c)
	size := func(i int, column string) int {
		n := 0
		values, _ := got.Variants[i][column].([]any)
		for _, v := range values {
			if many, ok := v.([]any); ok {
				n += int(many[1].(float64)) - 1
			}
			n++
		}
		return n
	}
	if windows := int(c.Length / c.Window); size(0, "at") != windows || size(0, "planned") != windows || size(1, "flight") != windows {
		t.Errorf("%d instants, %d planned and %d in flight, want %d", size(0, "at"), size(0, "planned"), size(1, "flight"), windows)
	}
	second := got.Variants[1]
	if second["at"] != nil || second["planned"] != nil {
		t.Error("the users are the same for both variants, and should be written once")
	}
	if second["name"] != "20/20" || second["best"] != true || second["timedout"] != nil || !reflect.DeepEqual(second["bounds"], []any{20., 40.}) {
		t.Errorf("20/20 reads %+v", second)
	}
	read(poisoned())
	read(Comparison{Title: "bare"})
}

func TestColumn(t *testing.T) {
	check := func(c column, want string) {
		t.Helper()
		if got, err := json.Marshal(c); err != nil || string(got) != want {
			t.Errorf("%v is written %s, %v; want %s", []float64(c), got, err, want)
		}
	}
	nan := math.NaN()
	check(column{}, "[]")
	check(column{0.00051149, 1234.5, 99.96, 1e9}, "[0.000511,1230,100,1000000000]")
	check(column{7, 7, 7}, "[7,7,7]")
	check(column{1, 7, 7.001, 7, 7, 2, 2}, "[1,[7,4],2,2]")
	check(column{nan, 1}, "[null,1]")
	check(column{0, nan, nan, nan, nan}, "[0,[null,4]]")
	got, err := json.Marshal(instants{0.5, 1.5, 2.5, 3.5, 4.5, 5.0005})
	if want := "[0.5,[1,4],0.501]"; err != nil || string(got) != want {
		t.Errorf("the instants are written %s, %v; want %s", got, err, want)
	}
}

// Every script can be read alone and keeps to strict mode; joined they are one
// function that leaves no name behind.
func TestScripts(t *testing.T) {
	own, err := ownScript()
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"eval(", "innerHTML", "new Function", "fetch(", "</"} {
		if strings.Contains(own, bad) {
			t.Errorf("the script has %q", bad)
		}
	}
	names := regexp.MustCompile(`(?m)^(?:async )?(?:function|const) (\w+)`).FindAllStringSubmatch(own, -1)
	seen := map[string]bool{}
	for _, n := range names {
		if seen[n[1]] {
			t.Errorf("%s is defined twice", n[1])
		}
		seen[n[1]] = true
	}
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("there is no node to read the script")
	}
	check := exec.Command(node, "--check", "-")
	check.Stdin = strings.NewReader(own)
	if out, err := check.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
