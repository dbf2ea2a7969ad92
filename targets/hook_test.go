package targets

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"matchday/targets/bulkhead"
)

// commandedShop is reached by commands instead of by its own page.
func commandedShop(t *testing.T) Applier {
	url := open(t).URL
	curl := func(method, path string) Template {
		return templates(t, fmt.Sprintf("%s=curl '%s' %s '%s%s' '{{.Name}}'", kind, os.Args[0], method, url, path))[0]
	}
	return Hook{
		Address: url,
		Setup:   Step{Run: curl("PUT", "/setting"), Within: patience},
		Reset:   Step{Run: curl("POST", "/reset"), Within: patience},
		Check:   Step{Run: curl("GET", "/setting"), Match: templates(t, "^{{.Name}}\n$")[0], Within: patience},
	}
}

// playCurl makes the call of its arguments.
func playCurl() {
	req, err := http.NewRequest(os.Args[1], os.Args[2], strings.NewReader(os.Args[3]))
	if err != nil {
		panic(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		panic(err)
	}
	io.Copy(os.Stdout, resp.Body)
	if resp.StatusCode != http.StatusOK {
		os.Exit(22)
	}
}

// step returns a step that runs a line in the shell.
func step(t *testing.T, line string) Step {
	t.Helper()
	return Step{Run: templates(t, line)[0], Within: patience}
}

// Every step that goes wrong is named, with what it said, and the step after is
// taken all the same.
func TestHookFaults(t *testing.T) {
	url := open(t).URL
	deaf := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	t.Cleanup(func() { deaf.CloseClientConnections(); deaf.Close() })
	ok, brief := step(t, "true"), 50*time.Millisecond
	call := func(line string) Step { return Step{HTTP: templates(t, line)[0], Within: patience} }
	check := func(h Hook, want ...string) {
		t.Helper()
		left := filepath.Join(t.TempDir(), "after")
		h.Address, h.After = url, step(t, "echo {{.Name}} > '"+left+"'")
		_, err := h.Apply(t.Context(), one)
		for _, w := range want {
			if err == nil || !strings.Contains(err.Error(), w) {
				t.Errorf("got %v\nwant %q in it", err, w)
			}
		}
		if text, _ := os.ReadFile(left); string(text) != "1/0\n" {
			t.Errorf("%v: after has not been: %q", want, text)
		}
	}
	check(Hook{Setup: step(t, "echo nobody home >&2; exit 4")}, `hook apply: "echo nobody home`, "exit status 4; its last words:\nnobody home")
	check(Hook{Setup: step(t, "exit 1")}, `hook apply: "exit 1": exit status 1, without a word`)
	check(Hook{Setup: Step{Run: templates(t, "echo slow; sleep 60")[0], Within: brief}}, "hook apply: ", "not done within 50ms; its last words:\nslow")
	check(Hook{Setup: call("PUT " + url + "/setting?inside=2000&queue=0")}, "hook apply: PUT http://", "answered 400 Bad Request, \"there is no room for 2000\"; want 200 OK")
	check(Hook{Setup: Step{HTTP: templates(t, "PUT "+deaf.URL)[0], Within: brief}}, "hook apply: PUT http://", ": not done within 50ms")
	check(Hook{Setup: call("http://127.0.0.1")}, `hook apply: "http://127.0.0.1": want a method and an address, for example PUT http://127.0.0.1:9000/limit`)
	check(Hook{Setup: ok, Reset: step(t, "exit 5")}, `hook reset: "exit 5": exit status 5`)
	check(Hook{Setup: ok, Check: Step{Run: templates(t, "echo 20/20")[0], Within: brief}}, `hook check: answered "20/20", want "1/0"; not done within 50ms`)
	check(Hook{Setup: ok, Check: Step{Run: templates(t, "echo on")[0], Within: brief}}, `hook check: answered "on", want the setting in force, such as 20/100`)
	check(Hook{Setup: ok, Check: Step{Run: templates(t, "echo 9")[0], Want: templates(t, "{{.Inside}}")[0], Within: brief}}, `hook check: answered "9", want "1"`)
	check(Hook{Setup: ok, Check: Step{Run: templates(t, "echo 9")[0], Match: templates(t, "c={{.Inside}}")[0], Within: brief}}, `hook check: answered "9", in which "c=1" is not to be found`)
	check(Hook{Setup: ok, Check: Step{Run: templates(t, "exit 6")[0], Within: brief}}, `hook check: "exit 6": exit status 6`)
	alone(t)
}

// A check is repeated until the setting has got about.
func TestHookWaitsForTheSetting(t *testing.T) {
	count := filepath.Join(t.TempDir(), "count")
	h := Hook{
		Address: open(t).URL, Setup: step(t, "true"),
		Check: step(t, "echo x >> '"+count+"'; if [ $(wc -l < '"+count+"') -lt 3 ]; then echo none; else echo {{.Name}}; fi"),
	}
	target, err := h.Apply(t.Context(), one)
	if err != nil {
		t.Fatal(err)
	}
	if text, _ := os.ReadFile(count); string(text) != "x\nx\nx\n" {
		t.Errorf("%d looks, want 3", len(text)/2)
	}
	if err := target.Close(); err != nil {
		t.Error(err)
	}
}

// After is taken once, and what goes wrong with it is told.
func TestHookAfter(t *testing.T) {
	count := filepath.Join(t.TempDir(), "count")
	h := Hook{Address: open(t).URL, Setup: step(t, "true"), After: step(t, "echo x >> '"+count+"'; exit 9")}
	target, err := h.Apply(t.Context(), bulkhead.Setting{})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := target.Close(); err == nil || !strings.Contains(err.Error(), "hook after: ") || !strings.Contains(err.Error(), "exit status 9") {
			t.Errorf("close: %v", err)
		}
	}
	if text, _ := os.ReadFile(count); string(text) != "x\n" {
		t.Errorf("after was taken %d times, want once", len(text)/2)
	}
}

func TestHookWithoutSetup(t *testing.T) {
	if _, err := (Hook{Address: "http://127.0.0.1:1"}).Apply(t.Context(), one); err == nil || !strings.Contains(err.Error(), "no step that brings a setting into force") {
		t.Errorf("error %v", err)
	}
	givenTime(t, 50*time.Millisecond, func(within time.Duration) error {
		down := Hook{Address: "http://127.0.0.1:1", Setup: step(t, "true"), Patience: within}
		_, err := down.Apply(t.Context(), one)
		return lacks(err, fmt.Sprintf("connection refused; not within %v", within))
	})
}
