package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"os"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"matchday/targets"
	"matchday/targets/bulkhead"
	"matchday/targets/bulkhead/proxy"
)

// proxyFlags are the knobs of the reverse proxy.
type proxyFlags struct {
	to       string
	bulkhead bulkhead.Setting
	routes   routesFlag
	listen   string
	reject   int
	grace    time.Duration
	token    string
	keepHost bool
	insecure bool
	cert     string
	key      string
	tethered bool
}

// A routesFlag is a flag that may be given several times, once for each route.
type routesFlag []proxy.Route

func (*routesFlag) Type() string     { return "route" }
func (r *routesFlag) String() string { return "" }

func (r *routesFlag) Set(text string) error {
	route, err := proxy.ParseRoute(text)
	*r = append(*r, route)
	return err
}

func proxyCommand(s streams) *cobra.Command {
	f := proxyFlags{}
	c := &cobra.Command{
		Use:   "proxy",
		Short: "Put a bulkhead in front of any service, as a reverse proxy",
		Long: `proxy stands in front of a service and lets in as many requests as its bulkhead
allows: so many inside, so many queued, everybody else refused at once with 503,
Retry-After and X-Matchday-Reject. What is let in is passed on as it is, HTTP/1.1
and HTTP/2, bodies as they come, and connections that are upgraded, which keep
their seat for as long as they live.

With --route, given once for each, requests are told apart by path or by header
and have bulkheads of their own, so that what is busy does not starve what is
quiet. The first route that a request matches is its own; --bulkhead is for all
others.

It tells of itself on /-/metrics, /-/stats and /-/healthz. The bounds in force are
at /-/bulkhead, where who is on this machine, or knows the --admin-token, can
change them while it runs; POST /-/reset counts from there. All other paths are
the service's.`,
		Example: `  matchday proxy --to http://127.0.0.1:8080 --bulkhead 20/20
  matchday proxy --to http://127.0.0.1:8080 --bulkhead 100/100 --route '/checkout 20/20'
  matchday proxy --to https://shop.test --bulkhead 100/100 --route 'header X-Tenant each 5/20'
  curl -X PUT --data 30/60 http://127.0.0.1:8081/-/bulkhead
  curl -X PUT --data 10/10 'http://127.0.0.1:8081/-/bulkhead?route=/checkout'`,
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error { return f.serve(c.Context(), s) },
	}
	fs := c.Flags()
	fs.SortFlags = false
	fs.StringVar(&f.to, "to", "", "the service: http://…, https://…, h2c://… or unix:///path/to/socket")
	fs.TextVar(&f.bulkhead, "bulkhead", bulkhead.Setting{}, "at most this many inside and queued, such as 20/20")
	fs.Var(&f.routes, "route", "a bulkhead of its own, such as '/checkout 20/20' or 'header X-Tenant each 5/20'; repeatable")
	fs.StringVar(&f.listen, "listen", "127.0.0.1:8081", "address to listen on; port 0 lets the system choose")
	fs.IntVar(&f.reject, "reject-status", http.StatusServiceUnavailable, "status of a refusal, 503 or 429")
	fs.DurationVar(&f.grace, "grace", 10*time.Second, "how long requests inside may take to end when the proxy does")
	fs.StringVar(&f.token, "admin-token", "", "lets callers from other machines change bounds")
	fs.BoolVar(&f.keepHost, "keep-host", false, "pass on the Host that a request came with instead of the service's")
	fs.BoolVar(&f.insecure, "insecure", false, "do not check the certificate of an https service")
	fs.StringVar(&f.cert, "cert", "", "file with a certificate to serve https with; wants --key")
	fs.StringVar(&f.key, "key", "", "file with the key of the certificate")
	fs.BoolVar(&f.tethered, "tethered", false, "end when standard input ends")
	return c
}

// serve serves until it is told to stop.
func (f proxyFlags) serve(ctx context.Context, s streams) error {
	o, err := f.options()
	if err != nil {
		return usage(err)
	}
	p, err := proxy.New(o)
	if err != nil {
		return usage(err)
	}
	l, err := net.Listen("tcp", f.listen)
	if err != nil {
		return fmt.Errorf("--listen %s: %w; port 0 lets the system choose", f.listen, err)
	}
	if f.tethered {
		var stop context.CancelFunc
		ctx, stop = targets.UntilParentEnds(ctx, s.in)
		defer stop()
	}
	sparing()
	scheme := "http"
	if o.TLS != nil {
		scheme = "https"
	}
	fmt.Fprintf(s.out, "listening %s://%s\n", scheme, l.Addr())
	return p.Serve(ctx, l)
}

func (f proxyFlags) options() (proxy.Options, error) {
	to, err := proxy.ParseService(f.to)
	if err != nil {
		return proxy.Options{}, fmt.Errorf("--to: %w", err)
	}
	o := proxy.Options{
		To: to, Setting: f.bulkhead, Routes: f.routes, RejectStatus: f.reject,
		KeepHost: f.keepHost, AdminToken: f.token, Grace: f.grace,
	}
	if f.insecure {
		o.ServiceTLS = &tls.Config{InsecureSkipVerify: true}
	}
	if f.cert == "" && f.key == "" {
		return o, nil
	}
	pair, err := tls.LoadX509KeyPair(f.cert, f.key)
	if err != nil {
		return o, fmt.Errorf("--cert %q, --key %q: %w", f.cert, f.key, err)
	}
	o.TLS = &tls.Config{Certificates: []tls.Certificate{pair}}
	return o, nil
}

// sparing has the proxy take little of a machine that it shares with the service:
// one processor in four, and at least one. On few processors waking up another
// thread costs more than the request that it is woken up for. Whoever sets
// GOMAXPROCS has it otherwise.
func sparing() {
	if os.Getenv("GOMAXPROCS") == "" {
		runtime.GOMAXPROCS(max(1, runtime.NumCPU()/4))
	}
	debug.SetGCPercent(400) // it has little that lives, and much garbage
	debug.SetMemoryLimit(256 << 20)
}
