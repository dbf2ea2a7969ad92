package main

import (
	"bytes"
	"fmt"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"matchday/cmd/matchday/internal/experiment"
)

const (
	readme      = "../../README.md"
	targetsPage = "../../docs/targets.md"

	ownServicePage = "../../docs/own-service.md"
	metricsPage    = "../../docs/target-metrics.md"
)

// blocks returns the fenced blocks of a page in a language.
func blocks(t *testing.T, page, language string) []string {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, m := range regexp.MustCompile("(?s)```"+language+"\n(.*?)```").FindAllStringSubmatch(string(text), -1) {
		out = append(out, m[1])
	}
	if len(out) == 0 {
		t.Fatalf("%s has no %s block", page, language)
	}
	return out
}

// commands returns the command lines of a page that call the program.
func commands(t *testing.T, page string) []string {
	t.Helper()
	var out []string
	for _, block := range blocks(t, page, "sh") {
		for line := range strings.Lines(block) {
			line, _, _ = strings.Cut(line, " #")
			line = strings.TrimSpace(strings.Replace(line, "go run ./cmd/matchday", "matchday", 1))
			if strings.HasPrefix(line, "matchday") {
				out = append(out, line)
			}
		}
	}
	return out
}

// Every command of README.md works as it stands there, and so does every one of
// docs/targets.md but the simulations, which TestGallery makes. Only what would
// take long is made shorter, and the service is one of the test's own.
func TestReadmeCommands(t *testing.T) {
	skipUnderRace(t)
	service := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer service.Close()
	dir := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Link(self, filepath.Join(dir, "matchday")); err != nil {
		t.Fatal(err)
	}
	stored, err := filepath.Abs("testdata/match-day")
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"20261122-080000-aaaa", "20261122-090000-bbbb"} {
		if err := os.CopyFS(filepath.Join(dir, defaultStore, id), os.DirFS(stored)); err != nil {
			t.Fatal(err)
		}
	}
	shorter := strings.NewReplacer(
		"http://127.0.0.1:8080", service.URL,
		"--duration 30s", "--duration 1s --samples --store made",
		"--profile spike", "--profile spike --duration 1s --samples --store made",
		"| vegeta report", "--store made > exported",
		"target ps", "target ps --tethered --listen 127.0.0.1:0",
		"proxy --to", "proxy --tethered --listen 127.0.0.1:0 --to",
		"target loop", "target loop --tethered --listen 127.0.0.1:0",
		"--duration 320s", "--duration 1s --store gallery", "simulate gallery:loop", "simulate gallery:loop --store gallery",
	)
	lines := slices.DeleteFunc(commands(t, targetsPage), func(line string) bool { return strings.HasPrefix(line, "matchday simulate") })
	for _, line := range append(commands(t, readme), lines...) {
		if line == "matchday run" {
			line = "matchday run --duration 1s --store made"
		}
		c := exec.CommandContext(t.Context(), "sh", "-c", shorter.Replace(line))
		c.Dir = dir
		c.Env = append(os.Environ(), "PATH="+dir+":"+os.Getenv("PATH"), "GITHUB_ACTIONS=", "GITLAB_CI=")
		if out, err := c.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", line, err, out)
		}
	}
}

// The result that README.md shows is that of the stored match day.
func TestReadmeResult(t *testing.T) {
	c, err := compare("testdata/match-day")
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	if err := renderers["terminal"](&text, c); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(blocks(t, readme, "text")[0]) {
		if !strings.Contains(text.String(), strings.TrimSpace(line)) {
			t.Errorf("README.md shows %q, which is not in\n%s", line, text.String())
		}
	}
	var picture strings.Builder
	if err := renderers["svg"](&picture, c); err != nil {
		t.Fatal(err)
	}
	if stored, err := os.ReadFile("../../docs/match-day.svg"); err != nil || string(stored) != picture.String() {
		t.Errorf("docs/match-day.svg is not that of the stored match day; matchday report cmd/matchday/testdata/match-day --format svg -o docs/match-day.svg makes it (%v)", err)
	}
}

// The report's picture in README.md is one that the command beside it makes: as
// large as the window, and small enough for a page that everybody loads.
func TestReadmePicture(t *testing.T) {
	const picture = "docs/report.png"
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	size := regexp.MustCompile(`chromium .*--window-size=(\d+),(\d+) --screenshot=` + picture + ` `).FindStringSubmatch(string(text))
	if size == nil || !strings.Contains(string(text), "]("+picture+")") {
		t.Fatalf("README.md does not show %s, or not how it is made", picture)
	}
	stored, err := os.ReadFile("../../" + picture)
	if err != nil {
		t.Fatal(err)
	}
	config, err := png.DecodeConfig(bytes.NewReader(stored))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprintf("%d,%d", config.Width, config.Height), size[1]+","+size[2]; got != want || len(stored) > 250_000 {
		t.Errorf("%s is %s in %d bytes, want %s in 250 kB at most", picture, got, len(stored), want)
	}
}

// Every experiment file of README.md and of the page on metrics can be run.
func TestReadmeExperiments(t *testing.T) {
	for _, text := range append(blocks(t, readme, "yaml"), blocks(t, metricsPage, "yaml")...) {
		f, err := experiment.Parse("README.md", []byte(text))
		if err != nil {
			t.Error(err)
			continue
		}
		if _, err := f.Build(os.DirFS(t.TempDir())); err != nil {
			t.Error(err)
		}
	}
}

// So can those of the page on services of one's own. Of some it shows the hook
// alone.
func TestOwnServiceExperiments(t *testing.T) {
	for _, text := range blocks(t, ownServicePage, "yaml") {
		if !strings.HasPrefix(text, "name:") {
			text = "profile: hold 1/s 1s\ntarget:\n  url: http://127.0.0.1\n" + text + "variants: [none, 20/20]\n"
		}
		f, err := experiment.Parse("own-service.md", []byte(text))
		if err != nil {
			t.Errorf("%v in\n%s", err, text)
			continue
		}
		if _, err := f.Build(os.DirFS(t.TempDir())); err != nil {
			t.Errorf("%v in\n%s", err, text)
		}
	}
}
