package targets

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"matchday/targets/bulkhead"
)

func TestURLTarget(t *testing.T) {
	served := 0
	service := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { served++ }))
	defer service.Close()
	target, err := URL{Address: service.URL + "/order"}.Apply(t.Context(), bulkhead.Setting{})
	if err != nil {
		t.Fatal(err)
	}
	if target.URL() != service.URL+"/order" {
		t.Errorf("URL %s", target.URL())
	}
	if _, err := target.Counters(t.Context()); err != ErrNoCounters {
		t.Errorf("counters: %v, want %v", err, ErrNoCounters)
	}
	if err := target.Close(); err != nil || served != 0 {
		t.Errorf("close: %v, %d requests served, want none", err, served)
	}
}

func TestURLTargetOverTLS(t *testing.T) {
	service := httptest.NewUnstartedServer(nil)
	service.Config.ErrorLog = log.New(io.Discard, "", 0) // of the handshake that is to go wrong
	service.StartTLS()
	defer service.Close()
	trusting := service.Client().Transport.(*http.Transport).TLSClientConfig
	if _, err := (URL{Address: service.URL, TLS: trusting}).Apply(t.Context(), bulkhead.Setting{}); err != nil {
		t.Error(err)
	}
	if _, err := (URL{Address: service.URL}).Apply(t.Context(), bulkhead.Setting{}); err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("unknown certificate: %v", err)
	}
}

func TestURLTargetOverUnixSocket(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "s")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	if _, err := (URL{Address: "unix://" + socket}).Apply(t.Context(), bulkhead.Setting{}); err != nil {
		t.Error(err)
	}
}

func TestURLTargetRefusals(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := "http://" + listener.Addr().String()
	listener.Close()
	check := func(address string, setting bulkhead.Setting, want string) {
		t.Helper()
		if _, err := (URL{Address: address}).Apply(t.Context(), setting); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s under %v: %v, want an error with %s", address, setting, err, want)
		}
	}
	check(closed, bulkhead.Setting{}, "connection refused")
	check(closed, bulkhead.Setting{Inside: 20, Queue: 20}, `bulkhead "20/20": `+closed+` runs already and its settings are out of reach`)
	check("ftp://127.0.0.1", bulkhead.Setting{}, `target "ftp://127.0.0.1": want an address such as http://`)
	check("127.0.0.1:80", bulkhead.Setting{}, "want an address such as")
	check("http:///order", bulkhead.Setting{}, "want an address such as")
}

func TestCheckHost(t *testing.T) {
	names := map[string][]string{
		"localhost": {"127.0.0.1", "::1"},
		"here":      {"127.0.5.1"},
		"mapped":    {"::ffff:127.0.0.1"},
		"shop":      {"192.0.2.7"},
		"both":      {"127.0.0.1", "192.0.2.7"},
		"any":       {"0.0.0.0"},
		"nothing":   {},
	}
	look := func(_ context.Context, _, host string) (ips []netip.Addr, err error) {
		known, ok := names[host]
		if !ok {
			return nil, errors.New("no such host")
		}
		for _, ip := range known {
			ips = append(ips, netip.MustParseAddr(ip))
		}
		return ips, nil
	}
	check := func(address, want string, allowed ...string) {
		t.Helper()
		err := checkHost(t.Context(), address, allowed, look)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s, allowed %v: %v, want %q", address, allowed, err, want)
		}
	}
	check("http://localhost:8080/order", "")
	check("https://here", "")
	check("http://mapped", "")
	check("unix:///run/service.sock", "")
	check("http://shop/order", `host "shop" is 192.0.2.7, not this machine: if you may put it under load, allow it with --allow-host shop`)
	check("http://both", `host "both" is 192.0.2.7`)
	check("http://any", `host "any" is 0.0.0.0`)
	check("http://nothing", `host "nothing": has no address`)
	check("http://typo", `host "typo": no such host; if it is right, allow it with --allow-host typo`)
	check("http://SHOP:99/order", "", "other", "Shop")
	check("http://shop.evil", "no such host", "shop")
	check("shop", "want an address such as")
}

// Addresses need no resolver, which is all a test can rely on.
func TestCheckHostOfAddresses(t *testing.T) {
	for _, address := range []string{"http://127.0.0.1:8080", "http://[::1]:8080/order"} {
		if err := CheckHost(t.Context(), address, nil); err != nil {
			t.Error(err)
		}
	}
	if err := CheckHost(t.Context(), "http://192.0.2.7", nil); err == nil {
		t.Error("an address of another machine passes")
	}
}

func TestFacts(t *testing.T) {
	f := Facts{CPUs: 100, Demand: 50 * time.Millisecond}
	if got := f.Capacity(); got != 2000 {
		t.Errorf("capacity %v, want 2000 per second", got)
	}
	if got := (Facts{CPUs: 20, Demand: 51 * time.Millisecond, Most: 400}).Capacity(); got != 400 {
		t.Errorf("capacity %v, want 400 per second as it says", got)
	}
	check := func(setting string, want time.Duration) {
		t.Helper()
		s, err := bulkhead.ParseSetting(setting)
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := f.Worst(s); got != want || ok != (want > 0) {
			t.Errorf("%s: worst response %v, %v, want %v", setting, got, ok, want)
		}
	}
	check("100/0", f.Demand)
	check("100/100", 2*f.Demand)
	check("100/500", 6*f.Demand)
	check("100/1000", 11*f.Demand)
	check("50/100", 3*f.Demand)
	check("200/100", 3*f.Demand)
	check("100/500 wait 50ms", 2*f.Demand)
	check("100/inf wait 50ms", 2*f.Demand)
	check("100/50 wait 1h", f.Demand*3/2)
	check("100/500 lifo wait 150ms", 4*f.Demand)
	check("100/500 lifo", 0)
	check("100/inf", 0)
	check("none", 0)
	check("100/500 codel", 3*f.Demand)
	check("100/500 lifo codel 5ms/150ms", 4*f.Demand)
	check("failsafe:100,50ms", 2*f.Demand)
	check("xsync:100", 0)
	check("deadline:100/500", 0)
	check("adaptive", 0)
}

func TestFirstLineAndTailAreBounded(t *testing.T) {
	first := newFirstLine()
	for range 3 {
		first.Write([]byte(strings.Repeat("x", longestLine)))
	}
	if got := <-first.line; len(got) != longestLine {
		t.Errorf("first line of %d bytes", len(got))
	}
	var end tail
	for range 1000 {
		end.Write([]byte("line of words\n"))
	}
	end.Write([]byte("last"))
	got := end.String()
	if len(got) > longestTail || !strings.HasPrefix(got, "line of words\n") || !strings.HasSuffix(got, "\nlast") {
		t.Errorf("tail of %d bytes: %q", len(got), got)
	}
}
