package experiment

import (
	"slices"
	"strings"
	"testing"
	"time"

	"matchday/targets"
	"matchday/targets/bulkhead"
)

const ownHead = "profile: hold 10/s 10s\nvariants: [none, 20/20]\n"

// build reads a file that must be right.
func build(t *testing.T, text string) Experiment {
	t.Helper()
	e, err := read(text)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// addresses are what users ask for, where the target listens at a base.
func addresses(t *testing.T, e Experiment, base string) string {
	t.Helper()
	all, err := absolute(base, e.Target.Requests)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, r := range all {
		out = append(out, r.URL)
	}
	return strings.Join(out, " ")
}

func TestProcess(t *testing.T) {
	e := build(t, ownHead+`target:
  process:
    command: [./server, "--port={{.Port}}", "--max={{.Inside}}"]
    env: {QUEUE: "{{.Queue}}"}
    dir: bin
    url: "http://127.0.0.1:{{.Port}}/shop/order?n=${user}"
    ready: {http: /healthz, line: "^up", within: 7s}
    grace: 3s
  cpus: 4
  demand: 10ms
`)
	if e.Target.Name() != "process ./server" || !e.Target.loopback() || e.Target.Capacity() != 400 {
		t.Errorf("target %q, loopback %v, capacity %v", e.Target.Name(), e.Target.loopback(), e.Target.Capacity())
	}
	if got := addresses(t, e, "http://127.0.0.1:81/shop/order"); got != "http://127.0.0.1:81/shop/order?n=${user}" {
		t.Errorf("asked for %s", got)
	}
	if err := e.CheckHosts(t.Context(), nil); err != nil {
		t.Error(err)
	}
	a, _, err := e.Stage("/bin/matchday", Trial{})
	p, ok := a.(targets.Process)
	if err != nil || !ok {
		t.Fatalf("stage %T, %v", a, err)
	}
	command, env, err := p.Filled(targets.BlanksOf(bulkhead.Setting{Inside: 20, Queue: 5}, 81))
	if err != nil || !slices.Equal(command, []string{"./server", "--port=81", "--max=20"}) || !slices.Equal(env, []string{"QUEUE=5"}) {
		t.Errorf("command %q, env %q, %v", command, env, err)
	}
	if p.Dir != "bin" || p.Grace != 3*time.Second || p.Ready.Within != 7*time.Second || p.Ready.HTTP.String() != "/healthz" || p.Ready.Line.String() != "^up" {
		t.Errorf("process %+v", p)
	}
	if !slices.Equal(p.Guard, []string{"/bin/matchday", Guarding}) {
		t.Errorf("guard %q", p.Guard)
	}
}

// Load goes to where the proxy listens, for the paths of the service behind it.
func TestProxiedTarget(t *testing.T) {
	e := build(t, ownHead+`target:
  url: http://localhost:8080/shop/
  proxy: true
  insecure: true
  requests: [{path: menu}, {path: /order}]
`)
	if got := addresses(t, e, "http://127.0.0.1:81/shop/"); got != "http://127.0.0.1:81/shop/menu http://127.0.0.1:81/order" {
		t.Errorf("asked for %s", got)
	}
	a, _, err := e.Stage("/bin/matchday", Trial{})
	p, ok := a.(targets.Proxy)
	if err != nil || !ok || p.Address != "http://localhost:8080/shop/" || !slices.Equal(p.Command, []string{"/bin/matchday", "proxy", "--tethered", "--insecure"}) {
		t.Errorf("stage %+v, %v", a, err)
	}
	if e.Target.Name() != "proxy in front of http://localhost:8080/shop/" {
		t.Errorf("target %q", e.Target.Name())
	}
	e = build(t, ownHead+"target: {url: 'http://shop/', unix: /run/shop.sock, proxy: true}\n")
	if p := e.Target.Proxy; p.Address != "unix:///run/shop.sock" || e.Transport.Unix != "" {
		t.Errorf("proxy to %s, load to %q", p.Address, e.Transport.Unix)
	}
	if err := e.CheckHosts(t.Context(), nil); err != nil {
		t.Error(err)
	}
	// Each stream has paths of its own.
	e = build(t, `streams: {browse: {profile: hold 5/s 5s, requests: [{path: /menu}]}, checkout: {profile: hold 5/s 5s}}
target: {url: 'http://127.0.0.1:8080/order', proxy: true}
variants: [none]
`)
	if got := addresses(t, e, "http://127.0.0.1:81/"); got != "http://127.0.0.1:81/menu http://127.0.0.1:81/order" {
		t.Errorf("asked for %s", got)
	}
}

func TestOwnFaults(t *testing.T) {
	check := func(target, want string) {
		t.Helper()
		if _, err := read(ownHead + "target: {" + target + "}\n"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s:\n got %v\nwant %q in it", target, err, want)
		}
	}
	const process = `process: {command: [./s, "{{.Name}}"], url: 'http://127.0.0.1:{{.Port}}'}`
	check("cpus: 4", "shop.yaml:3:9: target says neither reference: ps nor process: {…} nor url: http://…")
	check(process+", reference: ps", "reference and process exclude each other")
	check(process+", unix: /s", "unix: want it with url only; a process is reached by its port")
	check(process+", proxy: true", "proxy: want it with url only; a process is given its settings when it is started")
	check(process+", sizes: exp", "sizes: want them with reference: ps only; a service of your own has its own")
	check(process+", protocol: h3", `protocol "h3" is not one of http/1.1, h2, h2c`)
	check(`process: {command: ["{{.Name}}"], url: '127.0.0.1:{{.Port}}'}`, `url "127.0.0.1:65535" is not an address such as`)
	check(`process: {command: [./s], url: 'http://127.0.0.1:{{.Port}}'}`, "shop.yaml:3:19: variants none and 20/20 are the same here")
	check("process: {command: ./s}", "`./s` is not a list")
	check("url: 'http://127.0.0.1', proxy: true, protocol: h2", "protocol: want it without proxy; what goes to the proxy is HTTP/1.1")
	check("url: 'http://127.0.0.1', proxy: true, targets: all.http", `request "http://127.0.0.1:1/a" is not for http://127.0.0.1: want all of them for the service that is bounded`)
	check("url: 'http://127.0.0.1', hook: {after: {run: 'true'}}", "hook has no apply")
}

// The flag stands for the key.
func TestOverrideOfTheProxy(t *testing.T) {
	e, err := flagged(Overrides{URL: "http://127.0.0.1:9/", Proxy: true, Bulkheads: []string{"none", "5/5"}, Rate: "1/s", Duration: 5 * time.Second},
		"url", "proxy", "bulkhead", "rate", "duration")
	if err != nil || e.Target.Proxy == nil || len(e.Variants) != 2 {
		t.Errorf("%+v, %v", e.Target, err)
	}
	if _, err := flagged(Overrides{Proxy: true}, "proxy"); err == nil || !strings.Contains(err.Error(), "proxy: want it with url only; a reference service has a bulkhead of its own") {
		t.Errorf("without a url: %v", err)
	}
}
