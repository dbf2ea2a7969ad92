package targets

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"matchday/targets/bulkhead"
)

// Process is the Applier that starts somebody's own service afresh for each
// setting, with the setting in its flags or its environment.
type Process struct {
	// Command is the program and its arguments. One that its blanks leave empty
	// is left out, so that a setting can do without a flag.
	Command []Template
	// Env is set besides what this process has in its own environment. What its
	// blanks leave empty is not set.
	Env map[string]Template
	// Dir is the directory to start it in; this process's own if empty.
	Dir string
	// URL is where it serves, for example http://127.0.0.1:{{.Port}}/order.
	URL Template
	// Ready tells when it does.
	Ready Ready
	// Grace is how long it may take to end before it is killed; 5 s if zero.
	Grace time.Duration
	// Guard is a program and its first arguments that calls [Guard] with the
	// arguments that follow, of which the first is a time of grace. It is what
	// finds those who leave the process group, and what ends the service when
	// this process is killed. If empty there is none.
	Guard []string
	// Output takes what the service prints, on both of its streams; nil throws
	// it away. Its errors do not trouble the service.
	Output io.Writer
}

// Apply starts the service and returns once it is ready. One that ends before,
// or is not ready in time, is ended and its last words are in the error.
//
// It is an error too if somebody else listens where the service is to: that would
// be measured in its place.
func (p Process) Apply(ctx context.Context, setting bulkhead.Setting) (Target, error) {
	if err := setting.Check(); err != nil {
		return nil, fmt.Errorf("bulkhead %q: %w", setting, err)
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	blanks := BlanksOf(setting, port)
	command, env, err := p.Filled(blanks)
	if err != nil {
		return nil, err
	}
	address, err := p.address(blanks)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(ctx.Err(), vacant(ctx, address)); err != nil {
		return nil, err
	}
	words := &speech{tail: new(tail), watch: newLineWatch(p.Ready.Line), out: p.Output}
	f, err := p.start(command, env, words)
	if err != nil {
		return nil, err
	}
	t := service{family: f, url: address.String()}
	if err := p.Ready.wait(ctx, t, blanks, words.watch.found); err != nil {
		return nil, errors.Join(err, t.Close())
	}
	return t, nil
}

// Filled returns the command line, and what is added to the environment, for a
// setting.
func (p Process) Filled(b Blanks) (command, env []string, err error) {
	for _, part := range p.Command {
		text, err := part.Fill(b)
		if err != nil {
			return nil, nil, fmt.Errorf("command %w", err)
		}
		if text != "" || part.IsZero() {
			command = append(command, text)
		}
	}
	if len(command) == 0 || command[0] == "" {
		return nil, nil, errors.New("target: no command to start it with, such as ./server --port={{.Port}}")
	}
	for name, value := range p.Env {
		text, err := value.Fill(b)
		if err != nil {
			return nil, nil, fmt.Errorf("env %s: %w", name, err)
		}
		if text != "" || value.IsZero() {
			env = append(env, name+"="+text)
		}
	}
	slices.Sort(env)
	return command, env, nil
}

// address returns where the service is to listen.
func (p Process) address(b Blanks) (*url.URL, error) {
	text, err := p.URL.Fill(b)
	if err != nil {
		return nil, fmt.Errorf("url %w", err)
	}
	address, err := parseAddress(text)
	if err == nil && address.Scheme == "unix" {
		return nil, fmt.Errorf("target %q: want an address such as http://127.0.0.1:{{.Port}}/order", text)
	}
	return address, err
}

// start starts the service, behind its guard if there is one.
func (p Process) start(command, env []string, words *speech) (*family, error) {
	l := launch{
		name: strings.Join(command, " "), command: command, dir: p.Dir, env: env,
		stdout: words, stderr: words, words: words.tail, grace: orElse(p.Grace, 5*time.Second),
	}
	if err := findProgram(command[0], p.Dir); err != nil {
		return nil, fmt.Errorf("target %q: %w", l.name, err)
	}
	if canGuard && len(p.Guard) > 0 {
		l.guarded = true
		l.command = slices.Concat(p.Guard, []string{l.grace.String(), "--"}, command)
		l.grace += time.Second // the guard needs a little of it for itself
	}
	return start(l)
}

// findProgram returns an error unless a program is there. A guard could tell as
// much, but not as clearly.
func findProgram(name, dir string) error {
	if filepath.Base(name) == name || filepath.IsAbs(name) {
		_, err := exec.LookPath(name)
		return err
	}
	_, err := os.Stat(filepath.Join(dir, name))
	return err
}

// freePort returns a port of loopback that nobody listens on. It may be taken a
// moment later, but systems hand out the others first.
func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("a free port: %w", err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// vacant returns an error if somebody listens at an address.
func vacant(ctx context.Context, address *url.URL) error {
	ctx, stop := context.WithTimeout(ctx, time.Second)
	defer stop()
	var d net.Dialer
	network, place := dialled(address)
	conn, err := d.DialContext(ctx, network, place)
	if err != nil {
		return nil
	}
	conn.Close()
	return fmt.Errorf("target %q: somebody else listens there already; want a free port, for example http://127.0.0.1:{{.Port}}", address)
}

// A service is somebody's own, started by us.
type service struct {
	*family
	url string
}

func (s service) URL() string           { return s.url }
func (s service) Done() <-chan struct{} { return s.done }
func (s service) Err() error            { return s.death() }

// Counters returns what the machine says of the service; the service itself says
// nothing.
func (s service) Counters(context.Context) (Counters, error) {
	u := s.usage()
	if u == (Usage{}) {
		return Counters{}, ErrNoCounters
	}
	return Counters{Usage: u, Untold: Books}, nil
}

// Close ends the service. That it had to be killed is no fault: services there
// are that know no other end.
func (s service) Close() error {
	_ = s.stop()
	return nil
}
