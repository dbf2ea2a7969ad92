package main

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

const ciPage = "../../docs/ci.md"

// The commands of the page on pipelines work as they stand there, with the rules
// that stand there, and print what stands there.
func TestCIPage(t *testing.T) {
	skipUnderRace(t)
	s := newStand(t)
	s.write(t, "gate.rules", blocks(t, ciPage, "rules")[0])
	out, code := s.bash(t, blocks(t, ciPage, "sh")[0], map[string]string{"GITHUB_STEP_SUMMARY": filepath.Join(s.dir, "summary.md")})
	if code != exitRegressed {
		t.Errorf("exit code %d, want %d", code, exitRegressed)
	}
	for _, block := range blocks(t, ciPage, "text") {
		for line := range strings.Lines(block) {
			if !strings.Contains(out, line) {
				t.Errorf("the page shows %q, which is not in\n%s", line, out)
			}
		}
	}
}

// What the page says of pipelines names inputs and variables that there are.
func TestCIPagePipelines(t *testing.T) {
	var a action
	readYAML(t, actionFile, &a)
	var template map[string]struct{ Variables map[string]string }
	readYAML(t, templateFile, &template)
	for _, text := range blocks(t, ciPage, "yaml") {
		var page struct {
			Jobs map[string]struct{ Steps []step }
			Test struct{ Variables map[string]string } `yaml:"load-test"`
		}
		if err := yaml.Unmarshal([]byte(text), &page); err != nil {
			t.Fatal(err)
		}
		steps := page.Jobs["gate"].Steps
		if i := slices.IndexFunc(steps, func(s step) bool { return strings.Contains(s.Uses, "/ci/action@") }); i >= 0 {
			a.values(t, stand{}, steps[i].With)
		} else if len(page.Test.Variables) == 0 {
			t.Errorf("neither the action nor the template is used in\n%s", text)
		}
		for name := range maps.Keys(page.Test.Variables) {
			if _, known := template[".matchday"].Variables[name]; !known {
				t.Errorf("the template has no variable %q", name)
			}
		}
	}
}
