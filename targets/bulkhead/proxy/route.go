package proxy

import (
	"fmt"
	"net/http"
	"path"
	"strings"
	"unicode/utf8"

	"matchday/targets/bulkhead"
)

// A Route says which requests share a bulkhead, and what it bounds. It goes by
// the path or by a header. The zero value is for all requests.
type Route struct {
	// Prefix is the beginning of a path, by whole segments: /shop is for /shop
	// and /shop/cart, not for /shopping.
	Prefix string
	// Header is the name of a header, and Value what it must say.
	Header, Value string
	// Each gives every value of Header a bulkhead of its own, such as one for
	// each tenant. Requests without the header are for other routes.
	Each bool
	// Setting is what the bulkhead bounds, or each of them.
	Setting bulkhead.Setting
}

// ParseRoute reads the notation of a route:
//
//	/shop 20/100                 paths below /shop
//	header X-Plan gold 50/100    requests that say X-Plan: gold
//	header X-Tenant each 5/20    one bulkhead for every value of X-Tenant
//
// What follows is a setting in the notation of bulkhead.ParseSetting.
func ParseRoute(text string) (Route, error) {
	r, setting, err := parseWhat(strings.Fields(text))
	if err == nil {
		r.Setting, err = bulkhead.ParseSetting(strings.Join(setting, " "))
	}
	if err == nil {
		err = r.check()
	}
	if err != nil {
		return Route{}, fmt.Errorf("route %q: %w", text, err)
	}
	return r, nil
}

// parseWhat reads which requests a route is for, and returns the words of the
// setting.
func parseWhat(words []string) (r Route, setting []string, err error) {
	switch {
	case len(words) > 1 && strings.HasPrefix(words[0], "/"):
		return Route{Prefix: words[0]}, words[1:], nil
	case len(words) > 3 && words[0] == "header" && words[2] == "each":
		return Route{Header: http.CanonicalHeaderKey(words[1]), Each: true}, words[3:], nil
	case len(words) > 3 && words[0] == "header":
		return Route{Header: http.CanonicalHeaderKey(words[1]), Value: words[2]}, words[3:], nil
	}
	return Route{}, nil, fmt.Errorf("want a path or a header and a bulkhead, for example /shop 20/100 or header X-Tenant each 5/20")
}

// Name returns which requests the route is for, as ParseRoute has it; default
// if it is for all.
func (r Route) Name() string {
	switch {
	case r.Each:
		return "header " + r.Header + " each"
	case r.Header != "":
		return "header " + r.Header + " " + r.Value
	case r.Prefix != "":
		return r.Prefix
	}
	return "default"
}

// String returns the route in the notation of ParseRoute.
func (r Route) String() string { return r.Name() + " " + r.Setting.String() }

func (r Route) check() error {
	words := strings.Fields(r.Header + " " + r.Value)
	switch {
	case r.Prefix != "" && r.Header != "":
		return fmt.Errorf("want a path or a header, not both")
	case r.Prefix != "" && r.Prefix[0] != '/':
		return fmt.Errorf("path %q: want one that begins with a slash, for example /shop", r.Prefix)
	case r.Each && (r.Header == "" || r.Value != ""):
		return fmt.Errorf("each: want the name of a header and no value, for example header X-Tenant each 5/20")
	case r.Header != "" && !r.Each && r.Value == "":
		return fmt.Errorf("header %q: want a value, or each, for example header X-Tenant each 5/20", r.Header)
	case r.Header != "" && len(words) != 1 && len(words) != 2 || strings.Contains(r.Prefix, " "):
		return fmt.Errorf("want names and values without spaces")
	case !utf8.ValidString(r.Name()):
		return fmt.Errorf("want UTF-8")
	}
	return r.Setting.Check()
}

// checkRoutes refuses routes that no request could reach.
func checkRoutes(routes []Route) error {
	known := map[string]bool{Route{}.Name(): true}
	for _, r := range routes {
		if err := r.check(); err != nil {
			return fmt.Errorf("route %q: %w", r, err)
		}
		if known[r.Name()] {
			return fmt.Errorf("route %q: there is one for %s already", r, r.Name())
		}
		known[r.Name()] = true
	}
	return nil
}

// matches tells whether a request is for the route, and by which value of the
// header its bulkhead is found, "" where there is only one.
func (r Route) matches(req *http.Request, path string) (value string, ok bool) {
	switch {
	case r.Each:
		value = headerOf(req, r.Header)
		return value, value != ""
	case r.Header != "":
		return "", headerOf(req, r.Header) == r.Value
	}
	return "", r.Prefix == "" || below(path, r.Prefix)
}

// headerOf returns what a header says; net/http keeps that of Host elsewhere.
func headerOf(req *http.Request, name string) string {
	if name == "Host" {
		return req.Host
	}
	return req.Header.Get(name)
}

// below tells whether a path is a prefix or below it.
func below(path, prefix string) bool {
	prefix = strings.TrimSuffix(prefix, "/")
	rest, ok := strings.CutPrefix(path, prefix)
	return ok && (rest == "" || rest[0] == '/')
}

// plainPath returns a path as the service will understand it. Nobody gets
// around a route by //shop or /x/../shop, which many services take for /shop.
func plainPath(p string) string {
	if !strings.Contains(p, "//") && !strings.Contains(p, "/.") {
		return p
	}
	return path.Clean(p)
}
