package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"
)

// grace is how much longer than its task a tool may take to start, to wait for
// its last answers and to sum up.
const grace = 15 * time.Second

// between is how long the machine is left alone before each measurement.
const between = 200 * time.Millisecond

// A bench runs every tool for every measurement, round by round.
type bench struct {
	options
	site     site
	began    snapshot
	results  results
	wakings  []float64 // what a waking up took in each round, µs
	scratch  string
	nginx    *nginx
	progress io.Writer
}

func newBench(o options, progress io.Writer) (*bench, error) {
	s, err := newSite(o)
	if err != nil {
		return nil, err
	}
	scratch, err := os.MkdirTemp("", "sidebyside-")
	if err != nil {
		return nil, err
	}
	return &bench{options: o, site: s, results: newResults(), scratch: scratch, progress: progress}, pinSelf(s.server)
}

func (b *bench) close() {
	if b.nginx != nil {
		b.nginx.close()
	}
	os.RemoveAll(b.scratch)
}

// all makes all measurements that can be made, until the context ends. In every
// round another tool is the first, so that none always follows the same one.
func (b *bench) all(ctx context.Context) {
	b.began = newSnapshot()
	chosen := b.chosen()
	for round := range b.rounds {
		for _, m := range b.measurements() {
			for i := range chosen {
				t := chosen[(i+round)%len(chosen)]
				fmt.Fprintf(b.progress, "round %d of %d, %s: %s\n", round+1, b.rounds, m, t.name)
				r, err := b.measure(ctx, m, t)
				if ctx.Err() != nil {
					return
				}
				b.results.add(m, t.name, r, err)
			}
		}
		b.wake(ctx)
	}
}

// wake measures what a thread pays on this machine for nothing but waking up.
func (b *bench) wake(ctx context.Context) {
	if took, err := waking(ctx, b.site.client); err == nil {
		b.wakings = append(b.wakings, float64(took)/float64(time.Microsecond))
	}
}

// measure runs the tool once. Whatever it starts has ended when it returns.
func (b *bench) measure(ctx context.Context, m measurement, t tool) (reading, error) {
	program, err := b.site.program(t.program)
	if err != nil {
		return reading{}, err
	}
	if _, ok := t.command(m, task{connections: connections}); !ok {
		return reading{}, errors.New(t.lacks)
	}
	dir, err := os.MkdirTemp(b.scratch, "")
	if err != nil {
		return reading{}, err
	}
	defer os.RemoveAll(dir)
	if err := rest(ctx, between); err != nil {
		return reading{}, err
	}
	r := running{bench: b, measurement: m, tool: t, program: program, dir: dir}
	if m.subject == closed || m.subject == open {
		return r.onNginx(ctx)
	}
	return r.onRecorder(ctx)
}

// A running is one tool in one measurement.
type running struct {
	*bench
	measurement
	tool    tool
	program string
	dir     string
}

// onNginx measures what requests cost.
func (r running) onNginx(ctx context.Context) (reading, error) {
	if err := r.serve(ctx); err != nil {
		return reading{}, err
	}
	type watched struct {
		counts
		error
	}
	watching, done := context.WithCancel(ctx)
	seen := make(chan watched, 1)
	go func() {
		c, err := r.nginx.watch(watching)
		seen <- watched{c, err}
	}()
	b, _, err := r.send(ctx, r.nginx.url)
	done()
	w := <-seen
	if err := errors.Join(err, w.error); err != nil {
		return reading{}, err
	}
	n := w.requests()
	if n == 0 {
		return reading{}, errors.New("sent no request")
	}
	return reading{cpu: b.cpu / time.Duration(n), memory: b.memory, rate: w.rate()}, nil
}

// serve starts nginx if it does not run yet.
func (b *bench) serve(ctx context.Context) error {
	if b.nginx != nil {
		return nil
	}
	program, err := b.site.program("nginx")
	if err != nil {
		return err
	}
	dir := filepath.Join(b.scratch, "nginx")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	b.nginx, err = startNginx(ctx, program, dir, b.site.server)
	return err
}

// onRecorder measures when requests arrive, or what the tool tells of a freeze.
func (r running) onRecorder(ctx context.Context) (reading, error) {
	k := r.task(r.measurement, "", "")
	args := []string{"--expect", strconv.Itoa(int(1.2 * k.rate * k.length.Seconds()))}
	if p := k.pause; p.freeze > 0 {
		args = append(args, "--after", ((p.run - p.freeze) / 2).String(), "--freeze", p.freeze.String(), "--service", p.service.String())
	}
	server, err := startRecorder(ctx, r.site.server, args...)
	if err != nil {
		return reading{}, err
	}
	_, c, failed := r.send(ctx, server.url)
	seen, err := server.recording()
	if err := errors.Join(failed, err); err != nil {
		return reading{}, err
	}
	if r.subject == punctual {
		p, ok := seen.punctuality(r.rate, k.length)
		if !ok {
			return reading{}, errors.New("sent no request")
		}
		return reading{rate: p.rate, off: p}, nil
	}
	told, err := r.told(ctx, c)
	return reading{told: told, frozen: float64(seen.during(k.pause.freeze)) / (k.rate * k.pause.freeze.Seconds())}, err
}

// send runs the tool on the client's core against the server.
func (r running) send(ctx context.Context, url string) (bill, call, error) {
	k := r.task(r.measurement, url, r.dir)
	c, _ := r.tool.command(r.measurement, k)
	b, err := job{
		args: append([]string{r.program}, c.args...), stdin: c.stdin, cpu: r.site.client, dir: r.dir,
		limit: k.length + grace, peak: r.subject == closed && r.site.accounts,
	}.run(ctx)
	return b, c, err
}

// told returns what the tool tells of the answers, after a second call if it
// takes one.
func (r running) told(ctx context.Context, c call) (latencies, error) {
	file := filepath.Join(r.dir, "stdout")
	if c.told != "" {
		file = c.told
	}
	text, err := os.ReadFile(file)
	if c.after != nil {
		ctx, cancel := context.WithTimeout(ctx, grace)
		defer cancel()
		text, err = exec.CommandContext(ctx, r.program, c.after...).Output()
	}
	if err != nil {
		return nil, err
	}
	return r.tool.told(text)
}
