package http1

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/textproto"
	"net/url"
	"slices"
	"strings"
)

// A Request is what to send, as one would give it to net/http. It may have the
// slots of [Values].
type Request struct {
	Method string   // "" means GET
	URL    *url.URL // absolute
	Host   string   // "" means that of the URL
	Header http.Header
	Body   []byte
}

// userAgent is what net/http says when nothing else was asked for.
const userAgent = "Go-http-client/1.1"

// Render renders a request the way net/http would send it, so that a target
// cannot tell engines apart, with its headers in the order of their names. As
// there, a User-Agent of "" keeps it from being sent, and the headers that
// belong to the message itself (Host, Content-Length, Transfer-Encoding,
// Trailer) are not taken from Header. No compression is asked for.
//
// What net/http would mend or let pass, such as a line end in a value, a space
// in a query or a host that is no host, is refused. So is CONNECT, since what
// would follow is not HTTP.
func Render(r Request) (*Prepared, error) {
	method, err := r.method()
	if err != nil {
		return nil, err
	}
	target, err := targetOf(r.URL)
	if err != nil {
		return nil, err
	}
	host, err := r.host()
	if err != nil {
		return nil, err
	}
	fields, err := r.fields()
	if err != nil {
		return nil, err
	}
	lines := append([]string{method + " " + target + " HTTP/1.1", "Host: " + host}, fields...)
	sized := len(r.Body) > 0 || usuallySized(method)
	if sized {
		lines = append(lines, contentLength+": ") // the number follows
	}
	return prepare(strings.Join(lines, "\r\n"), sized, string(r.Body)), nil
}

func (r Request) method() (string, error) {
	switch {
	case r.Method == "":
		return http.MethodGet, nil
	case r.Method == http.MethodConnect:
		return "", fmt.Errorf("method %q opens a tunnel; wanted one such as GET", r.Method)
	case !isName(r.Method):
		return "", fmt.Errorf("method %q is not one such as GET", r.Method)
	}
	return r.Method, nil
}

// usuallySized tells whether servers expect a Content-Length of the method also
// when there is no body.
func usuallySized(method string) bool {
	return method == http.MethodPost || method == http.MethodPut || method == http.MethodPatch
}

// targetOf returns what stands in the first line. A path may have slots, whose
// braces a URL would escape.
func targetOf(u *url.URL) (string, error) {
	if u == nil {
		return "", errors.New("URL is missing; wanted one such as http://localhost:8080/buy")
	}
	plain := *u
	plain.RawPath = escapeSlots.Replace(u.RawPath)
	path, query, asked := strings.Cut(plain.RequestURI(), "?")
	text := UnescapeSlots(path)
	if asked {
		text += "?" + query
	}
	if text != "*" && !strings.HasPrefix(text, "/") {
		return "", fmt.Errorf("URL %q has no path; wanted one such as http://localhost:8080/buy", u)
	}
	if strings.ContainsFunc(text, func(c rune) bool { return c <= ' ' || c == 0x7f }) {
		return "", fmt.Errorf("URL %q has a space or a control character; wanted it escaped such as %%20", text)
	}
	return text, nil
}

// escapeSlots writes slots as they stand in the path of a URL, unescapeSlots as
// they are meant.
var escapeSlots, unescapeSlots = func() (there, back *strings.Replacer) {
	var to, from []string
	for s := userSlot; s <= randomSlot; s++ {
		escaped := strings.NewReplacer("{", "%7B", "}", "%7D").Replace(slotNames[s])
		to, from = append(to, slotNames[s], escaped), append(from, escaped, slotNames[s])
	}
	return strings.NewReplacer(to...), strings.NewReplacer(from...)
}()

// UnescapeSlots returns the text of a URL with its slots as they were written,
// where they have been escaped like the rest of it.
func UnescapeSlots(text string) string { return unescapeSlots.Replace(text) }

// host returns the value of the header Host. The zone of an address says
// something on this machine only, and is left out.
func (r Request) host() (string, error) {
	host := r.Host
	if host == "" {
		host = r.URL.Host
	}
	const others = "!$%&'()*+,-.:;=[]_~"
	wrong := func(c rune) bool {
		return !('0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || strings.ContainsRune(others, c))
	}
	if host == "" || strings.ContainsFunc(host, wrong) {
		return "", fmt.Errorf("host %q is not one such as localhost:8080; letters beyond ASCII are wanted as in xn--bcher-kva.example", host)
	}
	return withoutZone(host), nil
}

// withoutZone returns "[fe80::1]:80" for "[fe80::1%eth0]:80".
func withoutZone(host string) string {
	end := strings.LastIndex(host, "]")
	if !strings.HasPrefix(host, "[") || end < 0 {
		return host
	}
	if zone := strings.LastIndex(host[:end], "%"); zone >= 0 {
		return host[:zone] + host[end:]
	}
	return host
}

// fields returns the headers that were asked for, as lines.
func (r Request) fields() ([]string, error) {
	agent := userAgent
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		if !isName(name) {
			return nil, fmt.Errorf("header %q is not a name such as Content-Type", name)
		}
		values, err := cleanValues(name, r.Header[name])
		if err != nil {
			return nil, err
		}
		switch http.CanonicalHeaderKey(name) {
		case "Host", contentLength, transferEncoding, trailer:
		case "User-Agent":
			agent = strings.Join(values[:min(len(values), 1)], "")
		default:
			for _, v := range values {
				lines = append(lines, name+": "+v)
			}
		}
	}
	if agent == "" {
		return lines, nil
	}
	return append([]string{"User-Agent: " + agent}, lines...), nil
}

// cleanValues returns the values of a header without space around them. It
// refuses those that would end the line, or are no text.
func cleanValues(name string, values []string) (clean []string, err error) {
	for _, v := range values {
		if !isText([]byte(v)) {
			return nil, fmt.Errorf("header %q: value %q has a control character; wanted text such as application/json", name, v)
		}
		clean = append(clean, textproto.TrimString(v))
	}
	return clean, nil
}

// isName tells whether name can be that of a header or a method.
func isName(name string) bool {
	for i := range len(name) {
		if !isToken[name[i]] {
			return false
		}
	}
	return name != ""
}
