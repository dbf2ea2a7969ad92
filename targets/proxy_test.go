package targets

import (
	"context"
	"flag"
	"fmt"
	"net"
	"net/http"
	"net/http/httputil"
	"os"
	"strings"
	"testing"

	"matchday/targets/bulkhead"
	"matchday/targets/bulkhead/proxy"
)

func proxiedShop(t *testing.T) Applier {
	t.Setenv(kind, "proxy")
	return Proxy{Command: os.Args[:1], Address: open(t).URL, Grace: patience}
}

// playProxy is what the program does as a proxy, but that what a shop tells of
// itself, and is told, goes past the bulkhead.
func playProxy() { playProxyWith(func(o *proxy.Options) {}) }

// playOpenDoor is a proxy that does not do what it was told.
func playOpenDoor() { playProxyWith(func(o *proxy.Options) { o.Setting = bulkhead.Setting{} }) }

func playProxyWith(change func(*proxy.Options)) {
	var o proxy.Options
	flags := flag.NewFlagSet("proxy", flag.PanicOnError)
	flags.TextVar(&o.Setting, "bulkhead", o.Setting, "")
	flags.DurationVar(&o.Grace, "grace", 0, "")
	listen, to := flags.String("listen", "", ""), flags.String("to", "", "")
	flags.Parse(os.Args[1:])
	var err error
	if o.To, err = proxy.ParseService(*to); err != nil {
		panic(err)
	}
	change(&o)
	p, err := proxy.New(o)
	if err != nil {
		panic(err)
	}
	listener, err := net.Listen("tcp", *listen)
	if err != nil {
		panic(err)
	}
	past := httputil.NewSingleHostReverseProxy(o.To)
	fmt.Println("listening http://" + listener.Addr().String())
	go http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/stats" || r.URL.Path == "/release" {
			past.ServeHTTP(w, r)
			return
		}
		p.ServeHTTP(w, r)
	}))
	ctx, stop := UntilParentEnds(context.Background(), os.Stdin)
	defer stop()
	<-ctx.Done()
}

// The path of the service stays that of the target, the service is sent nothing
// before the trial, and what the proxy counts is what callers had.
func TestProxyKeepsTheAddress(t *testing.T) {
	t.Setenv(kind, "proxy")
	shop := open(t)
	target, err := Proxy{Command: os.Args[:1], Address: shop.URL + "/order?a=1"}.Apply(t.Context(), bulkhead.Setting{Inside: 3, Queue: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer target.Close()
	if got := stats(t, shop.URL).Accepted; got != 0 {
		t.Errorf("%d orders before the trial", got)
	}
	base, ok := strings.CutSuffix(target.URL(), "/order?a=1")
	if !ok || strings.HasPrefix(base, shop.URL) {
		t.Errorf("the target is at %s", target.URL())
	}
	for range 3 {
		if status, err := order(t, base); status != http.StatusOK {
			t.Errorf("%d, %v", status, err)
		}
	}
	c, err := target.Counters(t.Context())
	if err != nil || c.Accepted != 3 || c.Completed != 3 || c.Closes() != nil || c.RSS == 0 && known() {
		t.Errorf("%+v, %v", c, err)
	}
}

// known tells whether what a process uses is known on this system.
func known() bool { return usageOf(os.Getpid()).RSS > 0 }

func TestProxyThatIsNotInForce(t *testing.T) {
	nobody, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := "http://" + nobody.Addr().String()
	nobody.Close()
	shop := open(t)
	check := func(child, address, want string) {
		t.Helper()
		t.Setenv(kind, child)
		target, err := Proxy{Command: os.Args[:1], Address: address}.Apply(t.Context(), bulkhead.Setting{Inside: 1})
		if err == nil {
			target.Close()
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want an error with %s", child, err, want)
		}
	}
	check("open door", shop.URL, `/-/bulkhead says "none\n", want "1/0"`)
	check("stillborn", shop.URL, "ended with exit status 3; its last words:\nno oven")
	check("proxy", closed, `target "`+closed+`": dial tcp`)
	check("proxy", "127.0.0.1:80", "want an address such as http://")
	alone(t)
	if _, err := (Proxy{Address: shop.URL}).Apply(t.Context(), bulkhead.Setting{}); err == nil || !strings.Contains(err.Error(), "matchday proxy") {
		t.Errorf("without a command: %v", err)
	}
}
