package main

import (
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

const (
	actionFile   = "../../ci/action/action.yml"
	templateFile = "../../ci/gitlab/matchday.gitlab-ci.yml"
	workflows    = "../../.github/workflows"
)

// An action is what the test wants to know of action.yml.
type action struct {
	Inputs map[string]struct {
		Default  string
		Required bool
	}
	Outputs map[string]struct{ Value string }
	Runs    struct{ Steps []step }
}

// A step is one of an action or of a job.
type step struct {
	ID, If, Uses, Shell, Run string
	Env, With                map[string]string
	Dir                      string `yaml:"working-directory"`
}

// A workflow is what the test wants to know of a workflow.
type workflow struct {
	Jobs map[string]struct{ Steps []step }
}

func readYAML(t *testing.T, file string, into any) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(text, into); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

// workflowFiles returns all workflows by their path.
func workflowFiles(t *testing.T) map[string]workflow {
	t.Helper()
	files, err := fs.Glob(os.DirFS(workflows), "*.yml")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d workflows, %v", len(files), err)
	}
	out := map[string]workflow{}
	for _, name := range files {
		var w workflow
		readYAML(t, filepath.Join(workflows, name), &w)
		out[name] = w
	}
	return out
}

// expression finds what GitHub puts in place of its braces.
var expression = regexp.MustCompile(`\$\{\{\s*(.*?)\s*\}\}`)

// given puts values in place of expressions; one that is not known is a fault of
// the file or a gap of this test.
func given(t *testing.T, text string, values map[string]string) string {
	t.Helper()
	return expression.ReplaceAllStringFunc(text, func(found string) string {
		name := expression.FindStringSubmatch(found)[1]
		value, known := values[name]
		if !known {
			t.Errorf("%s in %q is not known", found, text)
		}
		return value
	})
}

// values returns what the expressions of the action come to with these inputs.
func (a action) values(t *testing.T, s stand, with map[string]string) map[string]string {
	t.Helper()
	out := map[string]string{"runner.temp": s.dir, "github.action_path": "../../ci/action", "github.token": "", "github.action_repository": "", "github.sha": "1a2b3c", "github.run_attempt": "1", "startsWith(github.action_path, github.workspace)": "true"}
	for name, input := range a.Inputs {
		value, told := with[name]
		if input.Required && !told {
			t.Errorf("input %q is not given", name)
		}
		out["inputs."+name] = value
		if !told {
			out["inputs."+name] = input.Default
		}
	}
	for name := range with {
		if _, known := a.Inputs[name]; !known {
			t.Errorf("%q is no input of the action, only %q", name, slices.Sorted(maps.Keys(a.Inputs)))
		}
	}
	return out
}

// steps runs those steps of the action, up to one that fails, and returns the
// output and the exit code of the last.
func (a action) steps(t *testing.T, s stand, with map[string]string, ids ...string) (out string, code int) {
	t.Helper()
	values := a.values(t, s, with)
	for _, id := range ids {
		i := slices.IndexFunc(a.Runs.Steps, func(step step) bool { return step.ID == id })
		if i < 0 {
			t.Fatalf("the action has no step %q", id)
		}
		env := map[string]string{"GITHUB_ACTIONS": "true", "RUNNER_TEMP": s.dir}
		for _, name := range []string{"GITHUB_OUTPUT", "GITHUB_PATH", "GITHUB_STEP_SUMMARY"} {
			env[name] = filepath.Join(s.dir, name)
		}
		for name, value := range a.Runs.Steps[i].Env {
			env[name] = given(t, value, values)
		}
		out, code = s.bash(t, a.Runs.Steps[i].Run, env)
		t.Logf("%s: exit code %d\n%s", id, code, out)
		if code != exitOK {
			break
		}
	}
	return out, code
}

// Every block of shell can be parsed, names no input or step that is not there,
// and leaves quoting of what comes from outside to the shell.
func TestPipelineBlocks(t *testing.T) {
	var a action
	readYAML(t, actionFile, &a)
	values := a.values(t, stand{}, map[string]string{"rules": "gate.rules"})
	all := map[string][]step{actionFile: a.Runs.Steps}
	for name, w := range workflowFiles(t) {
		for job, j := range w.Jobs {
			all[name+" "+job] = j.Steps
		}
	}
	for where, steps := range all {
		for _, s := range steps {
			if s.Run == "" && s.Uses == "" {
				t.Errorf("%s: step %q does nothing", where, s.ID)
			}
			if where == actionFile && s.Run != "" && s.Shell != "bash" {
				t.Errorf("%s: step %q is to name its shell, bash", where, s.ID)
			}
			if expression.MatchString(s.Run) {
				t.Errorf("%s: step %q: values get into a block by its environment: %s", where, s.ID, s.Run)
			}
			parses(t, where, s.Run)
			for _, value := range slices.Concat(slices.Collect(maps.Values(s.Env)), slices.Collect(maps.Values(s.With))) {
				if where == actionFile {
					given(t, value, values)
				}
			}
		}
	}
	for _, o := range a.Outputs {
		id := regexp.MustCompile(`steps\.([\w-]+)\.`).FindStringSubmatch(o.Value)
		if id == nil || !slices.ContainsFunc(a.Runs.Steps, func(s step) bool { return s.ID == id[1] }) {
			t.Errorf("output %q is of no step", o.Value)
		}
	}
}

func parses(t *testing.T, where, block string) {
	t.Helper()
	c := exec.Command("bash", "-n", "-c", block)
	if out, err := c.CombinedOutput(); err != nil {
		t.Errorf("%s: %v: %s\n%s", where, err, out, block)
	}
}

// The steps of the action do with the real program what they are there for, with
// a gate that passes, one that fails and one that cannot be judged.
func TestAction(t *testing.T) {
	var a action
	readYAML(t, actionFile, &a)
	s := newStand(t)
	s.write(t, "pass.rules", "20/20: users_served >= 50%\n")
	s.write(t, "fail.rules", "20/20: users_served >= 50%\n20/20: p99 < 1ms\n")
	s.write(t, "invalid.rules", "7/7: p99 < 1ms\n")
	for rules, want := range map[string]int{"pass.rules": 0, "fail.rules": 1, "invalid.rules": 3} {
		with := map[string]string{"run": "simulate --duration 5s --quiet --bulkhead '20/20'", "rules": rules}
		if _, code := a.steps(t, s, with, "install", "run"); code != exitOK {
			t.Fatalf("run: exit code %d", code)
		}
		out, code := a.steps(t, s, with, "gate")
		if code != want || !strings.Contains(out, "::notice") {
			t.Errorf("%s: exit code %d, want %d, with annotations", rules, code, want)
		}
	}
	if _, code := a.steps(t, s, map[string]string{"rules": "pass.rules"}, "keep"); code != exitOK {
		t.Errorf("keep: exit code %d", code)
	}
	s.has(t, "GITHUB_PATH", "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "matchday-junit.xml", "matchday-report.html", "matchday-baselines/main.txt")
	codes, _ := os.ReadFile(filepath.Join(s.dir, "GITHUB_OUTPUT"))
	if n := strings.Count(string(codes), "code="); n != 3 {
		t.Errorf("%d codes, want one of each gate: %s", n, codes)
	}
}

// A released program is taken only if its checksum is the one that was released
// with it.
func TestActionTakesRelease(t *testing.T) {
	var a action
	readYAML(t, actionFile, &a)
	const release = `for dir; do :; done; cd "$dir" && echo released >matchday
tar -czf matchday_linux_amd64.tar.gz matchday && rm matchday
sha256sum matchday_linux_amd64.tar.gz >checksums.txt`
	for text, want := range map[string]int{release: 0, release + "; echo more >>matchday_linux_amd64.tar.gz": 1, release + "; : >checksums.txt": 1} {
		s := newStand(t)
		s.env = append(s.env, "RUNNER_OS=Linux", "RUNNER_ARCH=X64")
		s.tool(t, "gh", text)
		if out, code := a.steps(t, s, map[string]string{"rules": "gate.rules", "version": "v1.0.0"}, "install"); code != want {
			t.Errorf("exit code %d, want %d\n%s", code, want, out)
		}
		if _, err := os.Stat(filepath.Join(s.dir, "matchday-bin", "matchday")); (err == nil) != (want == 0) {
			t.Errorf("exit code %d, but the program: %v", want, err)
		}
	}
}

// Every job that uses the action is made here as it is there: this is the gate
// that matchday itself has to pass.
func TestOwnGate(t *testing.T) {
	skipUnderRace(t)
	var a action
	readYAML(t, actionFile, &a)
	used := 0
	for name, w := range workflowFiles(t) {
		for job, j := range w.Jobs {
			if slices.ContainsFunc(j.Steps, func(s step) bool { return s.Uses == "./ci/action" }) {
				used++
				a.job(t, name+", job "+job, j.Steps)
			}
		}
	}
	if used == 0 {
		t.Error("no workflow uses the action")
	}
}

// job makes a job in a copy of what it needs.
func (a action) job(t *testing.T, name string, steps []step) {
	t.Helper()
	s := newStand(t)
	if err := os.CopyFS(filepath.Join(s.dir, "ci"), os.DirFS("../../ci")); err != nil {
		t.Fatal(err)
	}
	for _, step := range steps {
		out, code := "", exitOK
		switch {
		case step.Uses == "./ci/action":
			out, code = a.steps(t, s, step.With, "self-test", "run", "gate", "keep")
		case step.Run != "":
			out, code = s.bash(t, step.Run, nil)
		}
		if code != exitOK {
			t.Errorf("%s: exit code %d; a change that is meant to move figures brings a new baseline, see ci/gate.rules\n%s", name, code, out)
		}
	}
}

// The template of GitLab does with the real program what it is there for.
func TestGitLabTemplate(t *testing.T) {
	type job struct {
		Variables map[string]string
		Before    []string `yaml:"before_script"`
		Script    []string
		Artifacts struct {
			Paths   []string
			Reports map[string]string
		}
	}
	var file map[string]job
	readYAML(t, templateFile, &file)
	j, found := file[".matchday"]
	if !found {
		t.Fatal("there is no job .matchday to extend")
	}
	s := newStand(t)
	if err := os.MkdirAll(filepath.Join(s.dir, "cmd", "matchday"), 0o755); err != nil {
		t.Fatal(err)
	}
	env := maps.Clone(j.Variables)
	env["GITLAB_CI"], env["CI_PROJECT_DIR"] = "true", s.dir
	env["MATCHDAY_RUN"], env["MATCHDAY_RULES"] = "simulate --duration 5s --quiet --bulkhead '20/20'", "gate.rules"
	for text, want := range map[string]int{"20/20: users_served >= 50%\n": 0, "20/20: p99 < 1ms\n": 1} {
		s.write(t, "gate.rules", text)
		if out, code := s.bash(t, strings.Join(slices.Concat(j.Before, j.Script), "\n"), env); code != want {
			t.Errorf("%s: exit code %d, want %d\n%s", text, code, want, out)
		}
	}
	s.has(t, j.Artifacts.Paths...)
	for _, kind := range []string{"junit", "metrics"} {
		if !slices.Contains(j.Artifacts.Paths, j.Artifacts.Reports[kind]) {
			t.Errorf("the report %q is not among the artefacts", kind)
		}
	}
}
