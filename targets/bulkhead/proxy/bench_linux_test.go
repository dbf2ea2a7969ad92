package proxy

import (
	"bufio"
	"context"
	"io"
	"iter"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/procfs"

	"matchday/engine"
	"matchday/measure"
)

// serveEnv makes the test binary a plain service instead, in a process of its
// own.
const serveEnv = "MATCHDAY_PROXY_SERVE"

func TestMain(m *testing.M) {
	if os.Getenv(serveEnv) == "" {
		os.Exit(m.Run())
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	os.Stdout.WriteString("listening http://" + l.Addr().String() + "\n")
	go http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/hold" {
			<-r.Context().Done()
		}
		io.WriteString(w, "served\n")
	}))
	io.Copy(io.Discard, os.Stdin) // until the benchmark ends
}

// A process is a server in a process of its own.
type process struct {
	url string
	pid int
}

// launch starts a server that says where it listens, and ends it with the
// benchmark.
func launch(b *testing.B, c *exec.Cmd) process {
	b.Helper()
	hold, _ := c.StdinPipe()
	out, _ := c.StdoutPipe()
	if err := c.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		hold.Close()
		c.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	url, ok := strings.CutPrefix(strings.TrimSpace(line), "listening ")
	if !ok {
		b.Fatalf("said %q, %v", line, err)
	}
	return process{url, c.Process.Pid}
}

// pair starts the service and, in front of it, the program as people have it.
func pair(b *testing.B, bounds string) (service, proxy process) {
	b.Helper()
	program := filepath.Join(b.TempDir(), "matchday")
	if out, err := exec.Command("go", "build", "-o", program, "matchday/cmd/matchday").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	plain := exec.Command(os.Args[0])
	plain.Env = append(os.Environ(), serveEnv+"=plain")
	service = launch(b, plain)
	return service, launch(b, exec.Command(program, "proxy", "--to", service.url, "--bulkhead", bounds, "--listen", "127.0.0.1:0", "--grace", "0s", "--tethered"))
}

// cpu returns the processor time that a process has used.
func (p process) cpu(b *testing.B) time.Duration {
	b.Helper()
	proc, err := procfs.NewProc(p.pid)
	if err != nil {
		b.Fatal(err)
	}
	stat, err := proc.Stat()
	if err != nil {
		b.Fatal(err)
	}
	return time.Duration(stat.CPUTime() * float64(time.Second))
}

// A ledger is what a load came to.
type ledger struct {
	by   measure.ByOutcome
	took measure.Hist // from the instant it was sent: the client's own lateness is not the proxy's
}

func (l *ledger) Record(s measure.Sample) { l.by[s.Outcome]++; l.took.Record(s.Service()) }
func (l *ledger) Level(measure.Level)     {}

func plan(b *testing.B, url string, length time.Duration) engine.Plan {
	b.Helper()
	source, err := engine.RoundRobin([]engine.Request{{URL: url + "/"}})
	if err != nil {
		b.Fatal(err)
	}
	return engine.Plan{Length: length, Source: source, Client: engine.Client{Timeout: 10 * time.Second}}
}

// steady sends so many a second.
func steady(b *testing.B, url string, rate int, length time.Duration) (l ledger) {
	b.Helper()
	p := plan(b, url, length)
	p.Arrivals = every(time.Second/time.Duration(rate), length)
	if _, err := (engine.Native{}).Run(b.Context(), p, &l); err != nil {
		b.Fatal(err)
	}
	return l
}

func every(gap, length time.Duration) iter.Seq[time.Duration] {
	return func(yield func(time.Duration) bool) {
		for at := gap / 2; at < length && yield(at); at += gap {
		}
	}
}

// turns has 32 callers take turns.
func turns(b *testing.B, url string, length time.Duration) (l ledger) {
	b.Helper()
	if _, err := (engine.Native{}).Saturate(b.Context(), plan(b, url, length), 32, &l); err != nil {
		b.Fatal(err)
	}
	return l
}

// all returns how many there were, all of which ended alike.
func (l *ledger) all(b *testing.B, want measure.Outcome) float64 {
	b.Helper()
	if l.by[want] == 0 || l.by[want] != l.took.Count() {
		b.Fatalf("outcomes %v, want %s only", l.by, want)
	}
	return float64(l.took.Count())
}

// BenchmarkProxy tells what the proxy costs. The proxy and the service are
// processes of their own, and the proxy is the program as people have it. An
// operation is a run of some seconds; ns/op says nothing.
//
//	go test ./targets/bulkhead/proxy -run '^$' -bench Proxy -count 5
//
// The processor time is the proxy's alone, which is what a request costs above a
// direct call: the client sends one either way and the service answers it.
func BenchmarkProxy(b *testing.B) {
	const length = 4 * time.Second
	b.Run("busy", func(b *testing.B) {
		_, proxy := pair(b, "100/100")
		turns(b, proxy.url, length/4)
		for range b.N {
			before := proxy.cpu(b)
			l := turns(b, proxy.url, length)
			n := l.all(b, measure.OK)
			b.ReportMetric(float64((proxy.cpu(b)-before).Microseconds())/n, "cpu-µs/request")
			b.ReportMetric(n/length.Seconds(), "requests/s")
		}
	})
	b.Run("steady", func(b *testing.B) {
		service, proxy := pair(b, "100/100")
		for _, p := range []process{service, proxy} {
			steady(b, p.url, 2000, length/4)
		}
		for range b.N {
			direct := steady(b, service.url, 2000, length)
			before := proxy.cpu(b)
			through := steady(b, proxy.url, 2000, length)
			spent := proxy.cpu(b) - before
			direct.all(b, measure.OK)
			b.ReportMetric(float64(spent.Microseconds())/through.all(b, measure.OK), "cpu-µs/request")
			b.ReportMetric(micros(direct.took.Quantile(.5)), "direct-p50-µs")
			b.ReportMetric(micros(through.took.Quantile(.5)-direct.took.Quantile(.5)), "added-p50-µs")
		}
	})
	b.Run("refuse", func(b *testing.B) {
		_, proxy := pair(b, "1/0")
		ctx, leave := context.WithCancel(b.Context())
		gone := make(chan answer, 1)
		go func() { gone <- ask(new(http.Client), request(ctx, "GET", proxy.url+"/hold", "")) }()
		defer func() { leave(); <-gone }()
		eventually(b, "full", func() bool {
			return strings.Contains(ask(new(http.Client), request(ctx, "GET", proxy.url+"/-/stats", "")).body, `"inside":1,`)
		})
		for range b.N {
			before := proxy.cpu(b)
			l := steady(b, proxy.url, 2000, length)
			n := l.all(b, measure.Rejected)
			b.ReportMetric(float64((proxy.cpu(b)-before).Microseconds())/n, "cpu-µs/request")
			b.ReportMetric(micros(l.took.Quantile(.5)), "refused-p50-µs")
			b.ReportMetric(micros(l.took.Quantile(.99)), "refused-p99-µs")
		}
	})
}

func micros(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }
