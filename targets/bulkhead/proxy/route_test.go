package proxy

import (
	"net/http/httptest"
	"strings"
	"testing"
)

func TestParseRoute(t *testing.T) {
	check := func(text, name, written string) {
		t.Helper()
		r, err := ParseRoute(text)
		if err != nil || r.Name() != name || r.String() != written {
			t.Errorf("ParseRoute(%q) = %q, named %q, %v; want %q, named %q", text, r, r.Name(), err, written, name)
		}
	}
	check("/shop 20/100", "/shop", "/shop 20/100")
	check(" /shop/  20/100 lifo  wait 2s", "/shop/", "/shop/ 20/100 lifo wait 2s")
	check("header x-plan gold 5/5", "header X-Plan gold", "header X-Plan gold 5/5")
	check("header X-Tenant each 5/20", "header X-Tenant each", "header X-Tenant each 5/20")
	check("/none none", "/none", "/none none")
}

func TestParseRouteSaysWhatItWanted(t *testing.T) {
	check := func(text, want string) {
		t.Helper()
		if r, err := ParseRoute(text); err == nil || !strings.HasPrefix(err.Error(), `route "`) || !strings.Contains(err.Error(), want) {
			t.Errorf("ParseRoute(%q) = %v, %v, want an error with %s", text, r, err, want)
		}
	}
	check("", "want a path or a header and a bulkhead, for example /shop 20/100 or header X-Tenant each 5/20")
	check("/shop", "want a path or a header and a bulkhead")
	check("shop 20/100", "want a path or a header and a bulkhead")
	check("header X-Tenant 5/20", "want a path or a header and a bulkhead")
	check("/shop 0/100", `bulkhead "0/100": inside must be at least 1`)
	check("header X-Tenant each many", `bulkhead "many"`)
	check("/sh\xffop 1/1", "want UTF-8")
}

func TestRouteMatches(t *testing.T) {
	check := func(text, path string, headers []string, want string, ok bool) {
		t.Helper()
		r := httptest.NewRequest("GET", path, nil)
		for i := 0; i < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		if value, got := route(t, text).matches(r, plainPath(r.URL.Path)); got != ok || value != want {
			t.Errorf("%s of %s %v: %q, %v; want %q, %v", text, path, headers, value, got, want, ok)
		}
	}
	check("/shop 1/1", "/shop", nil, "", true)
	check("/shop 1/1", "/shop/cart?x=1", nil, "", true)
	check("/shop/ 1/1", "/shop", nil, "", true)
	check("/shop 1/1", "/shopping", nil, "", false)
	check("/shop 1/1", "/a/shop", nil, "", false)
	check("/ 1/1", "/a", nil, "", true)
	check("/shop 1/1", "/%73hop/cart", nil, "", true)
	check("/shop 1/1", "//shop", nil, "", true)
	check("/shop 1/1", "/a/../shop", nil, "", true)
	check("/shop 1/1", "/shop/../a", nil, "", false)
	check("header X-Plan gold 1/1", "/", []string{"X-Plan", "gold"}, "", true)
	check("header X-Plan gold 1/1", "/", []string{"X-Plan", "tin"}, "", false)
	check("header X-Plan each 1/1", "/", []string{"X-Plan", "tin"}, "tin", true)
	check("header X-Plan each 1/1", "/", nil, "", false)
	check("header Host example.com 1/1", "/", nil, "", true)
}

func TestOptionsCheck(t *testing.T) {
	good := Options{To: service(t, "http://127.0.0.1:80"), Setting: setting(t, "1/1")}
	check := func(what string, spoil func(*Options), want string) {
		t.Helper()
		o := good
		spoil(&o)
		if _, err := New(o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want an error with %s", what, err, want)
		}
	}
	check("no service", func(o *Options) { o.To = nil }, `service "": want an address such as http://127.0.0.1:8080`)
	check("setting", func(o *Options) { o.Setting.Queue = -5 }, `bulkhead "1/-5": queue must be at least 0`)
	check("status", func(o *Options) { o.RejectStatus = 200 }, "reject status 200: want 503 or 429")
	check("grace", func(o *Options) { o.Grace = -1 }, "grace -1ns: want a duration from 0s")
	check("twice", func(o *Options) { o.Routes = []Route{{Prefix: "/a"}, {Prefix: "/a"}} }, `there is one for /a already`)
	check("two defaults", func(o *Options) { o.Routes = []Route{{}} }, `there is one for default already`)
	check("both", func(o *Options) { o.Routes = []Route{{Prefix: "/a", Header: "X"}} }, "want a path or a header, not both")
	check("no slash", func(o *Options) { o.Routes = []Route{{Prefix: "a"}} }, `path "a": want one that begins with a slash`)
	check("no value", func(o *Options) { o.Routes = []Route{{Header: "X"}} }, `header "X": want a value, or each`)
	check("each of nothing", func(o *Options) { o.Routes = []Route{{Each: true}} }, "each: want the name of a header")
	if _, err := New(good); err != nil {
		t.Error(err)
	}
}

func TestParseService(t *testing.T) {
	for _, text := range []string{"http://127.0.0.1:8080", "https://shop.test/api", "h2c://[::1]:90", "unix:///run/s.sock"} {
		if u, err := ParseService(text); err != nil || u.String() != text {
			t.Errorf("%s: %v, %v", text, u, err)
		}
	}
	for _, text := range []string{"", "127.0.0.1:8080", "ftp://127.0.0.1", "http:///order", "unix://run/s", "http://h/?q", "http://a:b@h", "://"} {
		if _, err := ParseService(text); err == nil || !strings.HasPrefix(err.Error(), "service ") {
			t.Errorf("%s: %v, want an error", text, err)
		}
	}
}

func FuzzParseRoute(f *testing.F) {
	for _, text := range []string{"/shop 20/100", "header X-Tenant each 5/20", "header host a 1/0", "/a/../b none", "header  a b 1/inf lifo wait 3s"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, err := ParseRoute(text)
		if err != nil {
			return
		}
		if again, err := ParseRoute(r.String()); err != nil || again != r {
			t.Fatalf("ParseRoute(%q) = %q, which reads back as %q, %v", text, r, again, err)
		}
	})
}
