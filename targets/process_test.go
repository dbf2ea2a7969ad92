package targets

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"matchday/targets/bulkhead"
)

// playing returns a process that plays a child of that kind instead of a shop.
func playing(t *testing.T, child string) Process {
	t.Helper()
	p := processShop(t)
	p.Env[kind] = templates(t, child)[0]
	p.Ready.Within = 100 * time.Millisecond
	return p
}

func TestProcessThatDoesNotStart(t *testing.T) {
	apply := func(p Process) error {
		target, err := p.Apply(t.Context(), one)
		if err == nil {
			target.Close()
		}
		return err
	}
	guards := [][]string{nil, {os.Args[0], guarding}}
	check := func(p Process, wants ...string) {
		t.Helper()
		for _, p.Guard = range guards {
			if fault := lacks(apply(p), wants...); fault != nil {
				t.Errorf("guard %v: %v", p.Guard, fault)
			}
		}
		alone(t)
	}
	late := func(p Process, wants ...string) {
		t.Helper()
		for _, p.Guard = range guards {
			givenTime(t, p.Ready.Within, func(within time.Duration) error {
				p.Ready.Within = within
				return lacks(apply(p), append(wants, fmt.Sprintf("was not ready within %v: ", within))...)
			})
		}
		alone(t)
	}
	slow := playing(t, "stillborn")
	slow.Ready.Within = patience
	check(slow, `target "`, "ended with exit status 3; its last words:\nno oven")
	late(playing(t, "silent"), "connection refused", ", without a word")
	sick := playing(t, "sick")
	sick.Ready.Within = 300 * time.Millisecond
	late(sick, ": GET http://127.0.0.1:", "/healthz: answered 404 Not Found, want 200 OK; its last words:\nlistening")
	mute := playing(t, "shop")
	mute.Ready.Line = regexp.MustCompile("^ready")
	late(mute, `: no line with "^ready"`)

	nowhere := processShop(t)
	nowhere.Command = templates(t, "./nowhere")
	check(nowhere, `target "./nowhere"`, "no such file")
	nowhere.Command = templates(t, "nowhere-at-all")
	check(nowhere, `target "nowhere-at-all"`, "executable file not found in $PATH")
	nowhere.Command = nil
	check(nowhere, "no command to start it with, such as ./server --port={{.Port}}")
	nowhere.Command = templates(t, "{{if .LIFO}}server{{end}}")
	check(nowhere, "no command to start it with")
	lost := processShop(t)
	lost.URL = templates(t, "127.0.0.1:{{.Port}}")[0]
	check(lost, "want an address such as http://")
}

// Who listens already would be measured in place of the service.
func TestProcessOfATakenPort(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	p := processShop(t)
	p.URL = templates(t, "http://"+taken.Addr().String())[0]
	if _, err := p.Apply(t.Context(), one); err == nil || !strings.Contains(err.Error(), "somebody else listens there already") {
		t.Errorf("error %v", err)
	}
	alone(t)
}

// It is ready once a line says so, on whichever stream.
func TestProcessIsReadyByALine(t *testing.T) {
	p := processShop(t)
	var out bytes.Buffer
	p.Ready = Ready{Line: regexp.MustCompile(`^listening http://127\.0\.0\.1:\d+$`), Within: patience}
	p.Output = &out
	target, err := p.Apply(t.Context(), one)
	if err != nil {
		t.Fatal(err)
	}
	if err := target.Close(); err != nil {
		t.Error(err)
	}
	if got := out.String(); got != "listening "+target.URL()+"\n" {
		t.Errorf("output %q", got)
	}
}

func TestProcessThatDiesIsNoticed(t *testing.T) {
	for _, guard := range [][]string{nil, {os.Args[0], guarding}} {
		p := playing(t, "mortal")
		p.Ready, p.Guard = Ready{Within: patience}, guard
		target, err := p.Apply(t.Context(), bulkhead.Setting{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := order(t, target.URL()); err == nil {
			t.Fatal("a dead service answers")
		}
		within(t, "news of a death", target.Done())
		if got := target.Err().Error(); !strings.Contains(got, "ended with exit status 7; its last words:\n") || !strings.HasSuffix(got, "\nthe oven is on fire") {
			t.Errorf("cause of death: %s", got)
		}
		if err := target.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}
}

// What its blanks leave empty is left out, what is empty as written is not.
func TestProcessFilled(t *testing.T) {
	p := Process{
		Command: templates(t, "server", "--port={{.Port}}", "{{if .Bulkhead}}--inside={{.Inside}}{{end}}", "", "{{.Name}}"),
		Env: map[string]Template{
			"QUEUE": templates(t, "{{if .Bulkhead}}{{.Queue}}{{end}}")[0], "MODE": templates(t, "fast")[0], "EMPTY": {},
		},
	}
	check := func(setting, wantCommand, wantEnv string) {
		t.Helper()
		s, err := bulkhead.ParseSetting(setting)
		if err != nil {
			t.Fatal(err)
		}
		command, env, err := p.Filled(BlanksOf(s, 81))
		if got := strings.Join(command, "|"); err != nil || got != wantCommand {
			t.Errorf("%s: %s, %v; want %s", setting, got, err, wantCommand)
		}
		if got := strings.Join(env, "|"); got != wantEnv {
			t.Errorf("%s: %s, want %s", setting, got, wantEnv)
		}
	}
	check("none", "server|--port=81||none", "EMPTY=|MODE=fast")
	check("20/100", "server|--port=81|--inside=20||20/100", "EMPTY=|MODE=fast|QUEUE=100")
	check("20/inf lifo", "server|--port=81|--inside=20||20/inf lifo", "EMPTY=|MODE=fast|QUEUE=-1")
}

// The machine tells what all processes of a service use, and of one that has
// ended what it did use.
func TestProcessUsage(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("known on Linux only")
	}
	for _, guard := range [][]string{nil, {os.Args[0], guarding}} {
		p := playing(t, "fair")
		p.Ready, p.Guard = Ready{Within: patience}, guard
		target, err := p.Apply(t.Context(), bulkhead.Setting{})
		if err != nil {
			t.Fatal(err)
		}
		got, err := target.Counters(t.Context())
		if err != nil || !got.Silent() || got.RSS < 2<<20 || got.Threads < 4 || got.Descriptors < 8 {
			t.Errorf("guard %v: %+v, %v; want what two processes use", guard, got.Usage, err)
		}
		if err := target.Close(); err != nil {
			t.Error(err)
		}
	}
}

// A total does not fall when a process ends that nobody waited for.
func TestUsageDoesNotFall(t *testing.T) {
	m := usageMeter{last: 5 * time.Second, looked: time.Now()}
	if got := m.read(os.Getpid(), true).CPU; got != 5*time.Second {
		t.Errorf("processor time %v, want the 5s of those who ended", got)
	}
	if got := m.read(os.Getpid(), true).CPU; got != 5*time.Second {
		t.Errorf("processor time %v at the next reading, want still 5s", got)
	}
}
