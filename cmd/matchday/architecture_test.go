package main_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// rooms says into which rooms of the program each room may reach, and why.
// What is not listed is forbidden, and a package that is not listed has no
// place yet. Arrows only point down, and tests may go where they need to.
func rooms() map[string]map[string]string {
	const everything = "the program puts everything together"
	return map[string]map[string]string{
		"measure":                {},
		"profiles":               {},
		"targets/bulkhead":       {},
		"targets/model":          {"targets/bulkhead": "the model of a server has one in front"},
		"targets/model/game":     {},
		"targets/model/theory":   {}, // formulas: a yardstick that leans on what it measures is none
		"targets/bulkhead/proxy": {"targets/bulkhead": "it is one, in front of others", "targets/model": "its counters are those of every target"},
		"targets/gallery":        {"targets/bulkhead": "each has one where it belongs", "targets/model": "they end and count as its servers do"},
		"targets/reference": {
			"targets/bulkhead": "its refusals are worded there", "targets/model": "a service is the model on the wall clock",
			"targets/gallery": "or one of these machines",
		},
		"targets/reference/counting": {"targets/reference": "it is a task for one", "targets/gallery": "it tells of itself as machines do"},
		"targets/reference/postgres": {"targets/reference": "it is a task for one", "targets/gallery": "it tells of itself as machines do"},
		"targets/scrape":             {},
		"targets": {
			"targets/bulkhead":  "a setting is applied in its terms",
			"targets/scrape":    "a target may tell of itself on a page",
			"targets/model":     "counters are its, and a simulated target is one to apply a setting to",
			"targets/reference": "so is a reference service",
		},
		"engine/http1": {},
		"engine/poll":  {},
		"engine": {
			"engine/http1": "requests and answers are its", "engine/poll": "an event loop waits with it", "measure": "an engine makes samples",
			"targets/model": "the virtual engine drives it",
		},
		"results":        {"measure": "a stored run holds what was measured"},
		"report/stats":   {}, // numbers in, numbers out
		"report":         {"measure": "figures are read off it", "results": "stored runs are compared", "report/stats": "differences are told from noise"},
		"report/browser": {}, // tests alone: what becomes of the page in a browser
		"ci":             {"measure": "rules name verdicts", "report": "rules are held against a comparison"},
		"cmd/matchday/internal/experiment": {
			"engine": "trials are sent by one", "engine/http1": "requests have its slots", "measure": "trials are summed up",
			"profiles": "an experiment has a curve", "results": "runs are stored",
			"report": "progress is worded as in reports", "ci": "an experiment can hold rules",
			"targets": "settings are applied", "targets/bulkhead": "variants are settings",
			"targets/model": "the knobs of a target are its", "targets/reference": "targets are started", "targets/gallery": "so are its kinds, or asked in virtual time",
			"targets/scrape": "a file names series on a page",
		},
		"ci/bench/sidebyside": {}, // a program that measures ours as it does others': from outside
		"ci/bench/power":      {}, // and so does this one, which counts false alarms
		"cmd/matchday": {
			"ci": everything, "engine": everything, "measure": everything, "profiles": everything, "report": everything, "results": everything,
			"targets": everything, "targets/bulkhead": everything, "targets/bulkhead/proxy": everything, "targets/gallery": everything,
			"targets/model": everything, "targets/model/game": everything,
			"targets/reference": everything, "targets/reference/counting": everything, "targets/reference/postgres": everything,
			"cmd/matchday/internal/experiment": everything,
		},
	}
}

// yardsticks are the rooms that only tests may reach into, and why.
func yardsticks() map[string]string {
	return map[string]string{
		"targets/model/theory": "what is measured must not lean on what it is held against",
	}
}

// narrow names the only files through which one room may reach into another.
func narrow() map[string]string {
	return map[string]string{"engine → targets/model": "virtual*.go"}
}

// shipped are the modules that the program may be built from, and why each is
// worth having.
func shipped() map[string]string {
	return map[string]string{
		"github.com/HdrHistogram/hdrhistogram-go": "histograms that merge, and the log format others read",
		"golang.org/x/net":                        "lifts what vegeta asks for; an HTML parser in tests",
		"github.com/agnivade/levenshtein":         "how far a misspelt word is from a known one",
		"github.com/failsafe-go/failsafe-go":      "bulkheads of another kind, to compare ours with",
		"github.com/guptarohit/asciigraph":        "a curve drawn in the terminal",
		"github.com/jackc/pgx/v5":                 "a real database behind a target",
		"github.com/olekukonko/tablewriter":       "tables",
		"github.com/prometheus/client_golang":     "metrics pages of our own services",
		"github.com/prometheus/common":            "reads what other services tell of themselves",
		"github.com/prometheus/procfs":            "the generator watches its own process",
		"github.com/spf13/cobra":                  "verbs, help and completion",
		"github.com/spf13/pflag":                  "flags",
		"github.com/tsenart/vegeta/v12":           "an engine, and the files its users have",
		"go.yaml.in/yaml/v4":                      "experiment files, with every fault and its place",
		"github.com/jstemmer/go-junit-report/v2":  "the results file that every pipeline shows",
		"golang.org/x/perf":                       "rank tests, and the format that benchstat reads",
		"golang.org/x/sync":                       "a semaphore, to compare ours with",
		"golang.org/x/sys":                        "exact waiting, and what the machine tells of itself",
		"golang.org/x/term":                       "the width of the terminal",
	}
}

// testOnly are the modules that only tests and generators may use, and why.
func testOnly() map[string]string {
	return map[string]string{
		"github.com/chromedp/cdproto":              "the words of the browser's protocol",
		"github.com/chromedp/chromedp":             "drives a real browser over the report",
		"github.com/google/go-cmp":                 "differences a person can read",
		"github.com/invopop/jsonschema":            "makes the schema of the experiment file",
		"github.com/rogpeppe/go-internal":          "scripts that run the whole program",
		"github.com/santhosh-tekuri/jsonschema/v6": "checks examples against the schema; costs 5 ms at every start if linked",
	}
}

// programs are what only the program may import: a library that did could not
// be used by another program.
func programs() map[string]string {
	return map[string]string{
		"flag":                   "the program reads flags, once",
		"github.com/spf13/cobra": "the program reads flags, once",
		"github.com/spf13/pflag": "the program reads flags, once",
		"golang.org/x/term":      "the program owns the terminal",
		"os/signal":              "the program catches signals, once",
		"log/slog":               "what a reader should know travels with the result",
	}
}

// lent are the rooms that may import what is the program's, and why.
func lent() map[string]string {
	return map[string]string{
		"targets/gallery → flag": "knobs offer themselves to whatever set the program has; nothing is read there",
	}
}

// words are what only the program may say.
func words() map[string]string {
	const prints, environment, logs = "the program prints", "the program reads the environment", "what a reader should know travels with the result"
	out := map[string]string{
		"os.Exit": "the program ends the process", "print": prints, "println": prints,
		"os.Args": environment, "os.Getenv": environment, "os.LookupEnv": environment, "os.Environ": environment,
	}
	for _, name := range []string{"fmt.Print", "fmt.Printf", "fmt.Println", "os.Stdin", "os.Stdout", "os.Stderr"} {
		out[name] = prints
	}
	for _, name := range []string{"Print", "Printf", "Println", "Fatal", "Fatalf", "Fatalln", "Panic", "Panicf", "Panicln", "Default", "SetOutput", "SetFlags", "SetPrefix"} {
		out["log."+name] = logs // log.New is no logging: net/http wants a logger to keep quiet
	}
	return out
}

func TestRooms(t *testing.T) {
	for _, s := range sources(t) {
		allowed, known := rooms()[s.room]
		if !known {
			t.Errorf("%s: package %q has no place in the table of rooms", s, s.room)
			continue
		}
		for _, imported := range s.imports() {
			to, ours := strings.CutPrefix(imported, "matchday/")
			if !ours || s.test {
				continue
			}
			if why, ok := yardsticks()[to]; ok {
				t.Errorf("%s imports %s, which is for tests alone: %s", s, to, why)
				continue
			}
			if _, ok := allowed[to]; !ok {
				t.Errorf("%s imports %s: %s may only import %s", s, to, s.room, list(allowed))
			}
			if files, ok := narrow()[s.room+" → "+to]; ok && !match(t, files, s.name) {
				t.Errorf("%s imports %s: only %s may (%s)", s, to, files, allowed[to])
			}
		}
	}
}

func TestLibrariesStayLibraries(t *testing.T) {
	for _, s := range sources(t) {
		if s.test || s.program() {
			continue
		}
		for _, imported := range s.imports() {
			if why, ok := programs()[imported]; ok && lent()[s.room+" → "+imported] == "" {
				t.Errorf("%s imports %s, but %s", s, imported, why)
			}
		}
		for _, said := range s.says() {
			if why, ok := words()[said]; ok {
				t.Errorf("%s says %s, but %s", s, said, why)
			}
		}
	}
}

func TestModules(t *testing.T) {
	required := requirements(t)
	for _, s := range sources(t) {
		for _, imported := range s.imports() {
			module := moduleOf(imported, required)
			if module == "" {
				continue
			}
			_, ship := shipped()[module]
			_, check := testOnly()[module]
			switch {
			case ship || check && s.test:
			case check:
				t.Errorf("%s imports %s, which is for tests alone", s, module)
			default:
				t.Errorf("%s imports %s, which is not one of the dependencies in docs/dependencies.md: it needs a reason there and here", s, module)
			}
		}
	}
}

// Modules for tests must not come in by a back door either.
func TestProgramIsBuiltWithoutTestModules(t *testing.T) {
	out := command(t, "go", "list", "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}", "./cmd/matchday")
	for _, module := range slices.Compact(slices.Sorted(slices.Values(strings.Fields(out)))) {
		if why, ok := testOnly()[module]; ok {
			t.Errorf("the program is built from %s, which is for tests alone: %s", module, why)
		}
	}
}

// The page on dependencies names each module that is used with the version that
// is used, and no other.
func TestDependenciesPage(t *testing.T) {
	page := documented(t)
	required := requirements(t)
	used := map[string]bool{}
	for _, s := range sources(t) {
		for _, imported := range s.imports() {
			used[moduleOf(imported, required)] = true
		}
	}
	delete(used, "")
	for module := range used {
		if _, ok := page[module]; !ok {
			t.Errorf("docs/dependencies.md does not say why %s is used", module)
		}
	}
	for module, version := range page {
		if required[module] != version {
			t.Errorf("docs/dependencies.md has %s %s, go.mod %q", module, version, required[module])
		}
	}
}

// list writes the rooms with the reasons for them.
func list(allowed map[string]string) string {
	var out []string
	for _, to := range slices.Sorted(maps.Keys(allowed)) {
		out = append(out, fmt.Sprintf("%s (%s)", to, allowed[to]))
	}
	if len(out) == 0 {
		return "nothing of ours"
	}
	return strings.Join(out, ", ")
}
