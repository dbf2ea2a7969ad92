package engine

import (
	"net/url"
	"testing"
)

func TestAddress(t *testing.T) {
	check := func(text, want string) {
		t.Helper()
		u, err := url.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := address(u); got != want {
			t.Errorf("%s is dialled at %s; want %s", text, got, want)
		}
	}
	check("http://shop.test/order", "shop.test:80")
	check("https://shop.test/order", "shop.test:443")
	check("http://shop.test:8080", "shop.test:8080")
	check("https://shop.test:80/", "shop.test:80")
	check("http://shop.test:/", "shop.test:80")
	check("http://127.0.0.1:1/", "127.0.0.1:1")
	check("http://[::1]/", "[::1]:80")
	check("https://[fe80::1]:8443/", "[fe80::1]:8443")
}

func TestSafe(t *testing.T) {
	check := func(method, body string, want bool) {
		t.Helper()
		if got := safe(&Request{Method: method, Body: []byte(body)}); got != want {
			t.Errorf("%s with body %q may travel twice: %v; want %v", method, body, got, want)
		}
	}
	check("", "", true)
	check("GET", "", true)
	check("HEAD", "", true)
	check("GET", "query", false)
	check("POST", "", false)
	check("PUT", "", false)
	check("DELETE", "", false)
}
