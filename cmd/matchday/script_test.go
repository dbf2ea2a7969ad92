package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the golden parts of the scripts")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"matchday": main})
}

// skipUnderRace leaves out what makes many runs in virtual time, one after the
// other: nothing there is concurrent, and the race detector takes ten times as long.
func skipUnderRace(t *testing.T) {
	t.Helper()
	if underRace {
		t.Skip("runs in virtual time have nothing to race with")
	}
}

// The scripts run the real program. Their condition "race" holds under the race
// detector, see skipUnderRace. Their command "code N program …" is exec
// that also says which exit code it wants, or which ones, such as 0,3.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: *update,
		Setup: func(e *testscript.Env) error {
			here, err := os.Getwd()
			e.Setenv("STORED", filepath.Join(here, "testdata", "match-day"))
			service := httptest.NewServer(pages(new(limited)))
			e.Setenv("SERVICE", service.Listener.Addr().String())
			e.Defer(service.Close)
			return err
		},
		Condition: func(name string) (bool, error) {
			if name != "race" {
				return false, fmt.Errorf("condition %q is not known: there is only race", name)
			}
			return underRace, nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"code": code, "alone": alone},
	})
}

// A limited service runs already, and has a page on which its limit can be set.
type limited struct {
	mu    sync.Mutex
	limit string
}

func (l *limited) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch r.Method + " " + r.URL.Path {
	case "PUT /limit":
		l.limit = r.FormValue("c") + "/" + r.FormValue("q")
	case "GET /limit":
		io.WriteString(w, l.limit+"\n")
	}
}

// code runs a program and fails the script unless it ends with one of the codes.
func code(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N program [argument ...]")
	}
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if !slices.Contains(strings.Split(args[0], ","), strconv.Itoa(got)) {
		ts.Fatalf("exit code %d, want %s", got, args[0])
	}
}
