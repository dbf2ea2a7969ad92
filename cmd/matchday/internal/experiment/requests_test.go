package experiment

import (
	"strings"
	"testing"
	"testing/fstest"
)

// Requests differ by the bodies of a file, and by slots.
func TestRequestsThatDiffer(t *testing.T) {
	fsys := fstest.MapFS{
		"orders.jsonl": {Data: []byte("{\"pizza\":1}\n{\"pizza\":2}\n")},
		"empty":        {},
	}
	build := func(request string) (Experiment, error) {
		t.Helper()
		f, err := Parse("shop.yaml", []byte("profile: hold 10/s 1s\ntarget:\n  url: http://127.0.0.1:1/\n  requests: [{"+request+"}]\n"))
		if err != nil {
			t.Fatal(err)
		}
		return f.Build(fsys)
	}
	e, err := build("method: POST, path: /order, bodies: orders.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	if b := e.Target.Requests[0].Bodies; len(b) != 2 || string(b[1]) != `{"pizza":2}` {
		t.Errorf("bodies %q; want one a line", b)
	}
	if e, err = build(`path: "/seat/${user}?n=${random}"`); err != nil || e.Target.Requests[0].URL != "http://127.0.0.1:1/seat/${user}?n=${random}" {
		t.Errorf("requests %+v, %v; want slots left as they were written", e.Target.Requests, err)
	}
	for request, want := range map[string]string{
		"bodies: empty":                      `bodies: "empty" is empty; want a body on each line`,
		"bodies: none":                       "none: file does not exist",
		"bodies: orders.jsonl, body: a":      "bodies excludes body and body_file",
		"bodies: orders.jsonl, body_file: b": "bodies excludes body and body_file",
	} {
		if _, err := build(request); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v; want %q in it", request, err, want)
		}
	}
}
