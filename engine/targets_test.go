package engine

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadTargets(t *testing.T) {
	bodyFile := filepath.Join(t.TempDir(), "order.json")
	if err := os.WriteFile(bodyFile, []byte("two"), 0o600); err != nil {
		t.Fatal(err)
	}
	buy := Request{
		Name: "POST /buy", Method: "POST", URL: "http://localhost/buy?n=2",
		Header: map[string][]string{"X-Team": {"red", "blue"}, "lower": {"kept"}}, Body: []byte("two"),
	}
	look := Request{Name: "GET /look", Method: "GET", URL: "http://localhost/look", Header: map[string][]string{}}
	check := func(name, format, text string, want ...Request) {
		t.Helper()
		got, err := ReadTargets("t", strings.NewReader(text), format)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: (-want +got)\n%s", name, d)
		}
	}
	const http = "POST http://localhost/buy?n=2\nX-Team: red\nX-Team: blue\nlower: kept\n@"
	check("http", "http", "# a comment\n\n"+http+bodyFile+"\n\nGET http://localhost/look\n", buy, look)
	check("http without last newline", "http", "GET http://localhost/look", look)
	check("http without blank lines", "http", "GET http://localhost/look\nGET http://localhost/look", look, look)
	const json = `{"method":"POST","url":"http://localhost/buy?n=2","body":"dHdv","header":{"X-Team":["red","blue"],"lower":["kept"]}}`
	const jsonLook = `{"method":"GET","url":"http://localhost/look"}`
	check("json", "json", json+"\n\n"+jsonLook+"\n", buy, look)
	check("json without last newline", "json", json+"\n"+jsonLook, buy, look)
}

func TestReadTargetsErrors(t *testing.T) {
	check := func(format, text, want string) {
		t.Helper()
		got, err := ReadTargets("shop.txt", strings.NewReader(text), format)
		if err == nil || !strings.HasPrefix(err.Error(), want) || got != nil {
			t.Errorf("%q: error %v; want %s…", text, err, want)
		}
	}
	const look = "GET http://localhost/look\n"
	check("yaml", "", `shop.txt: targets format "yaml" is not http or json`)
	check("http", "", "shop.txt: no targets; wanted at least one such as GET http://localhost:8080/")
	check("json", "\n\n", `shop.txt: no targets; wanted at least one such as {"method"`)
	check("http", look+"\nget http://localhost/\n", "shop.txt:3: bad method: get; wanted a target such as GET http")
	check("http", look+"X-Team red\n", "shop.txt:2: bad header: X-Team red; wanted")
	check("http", look+"\n"+look+"@no-such-file\n", "shop.txt:4: bad body: ")
	check("http", look+"\n\nGET /look\nX-Team: red\n\n"+look, `shop.txt:4: request "GET /look": URL "/look" is not absolute`)
	check("http", look+"X-Team: "+strings.Repeat("r", 1<<16)+"\n"+look, "shop.txt:2: line of 65545 bytes is longer than 65535")
	check("json", `{"method":"GET","url":"http://localhost/"}`+"\n{", "shop.txt:2: ")
	check("json", "\n{\"method\":\"GET\"}\n", "shop.txt:2: target: required url is missing")
}

// A line of JSON may be as long as it likes.
func TestReadTargetsLongJSON(t *testing.T) {
	text := `{"method":"POST","url":"http://localhost/","body":"` + strings.Repeat("AAAA", 1<<16) + `"}`
	got, err := ReadTargets("t", strings.NewReader(text), "json")
	if err != nil || len(got) != 1 || len(got[0].Body) != 3<<16 {
		t.Errorf("%d targets, %v", len(got), err)
	}
}

func FuzzReadTargets(f *testing.F) {
	f.Add("GET http://localhost/\nA: b\n\nPOST http://localhost/2\n", true)
	f.Add(`{"method":"GET","url":"http://localhost/"}`, false)
	f.Fuzz(func(t *testing.T, text string, http bool) {
		if strings.Contains(text, "@") {
			return // it would read files
		}
		format := "json"
		if http {
			format = "http"
		}
		got, err := ReadTargets("t", strings.NewReader(text), format)
		if err == nil {
			_, err = RoundRobin(got)
		}
		if err != nil && !strings.HasPrefix(err.Error(), "t:") {
			t.Errorf("%q: %v", text, err)
		}
	})
}
