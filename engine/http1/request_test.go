package http1_test

import (
	"bufio"
	"bytes"
	"io"
	"math"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"matchday/engine/http1"
)

func parsed(t testing.TB, raw string) *url.URL {
	t.Helper()
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// someValues are the values of an attempt, none of them of one digit.
var someValues = http1.Values{User: 1234567, Attempt: 12, Random: math.MaxUint64}

func TestRender(t *testing.T) {
	check := func(name string, r http1.Request, want ...string) {
		t.Helper()
		p, err := http1.Render(r)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		got := string(p.Append([]byte("before "), someValues))
		if diff := cmp.Diff("before "+strings.Join(want, "\r\n"), got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		_, body, _ := strings.Cut(got, "\r\n\r\n")
		if n := p.BodyLength(someValues); n != len(body) {
			t.Errorf("%s: body of %d bytes; want %d", name, n, len(body))
		}
		constant, ok := p.Constant()
		if ok == strings.Contains(got, "1234567") || ok && "before "+string(constant) != got {
			t.Errorf("%s: constant %q, %v", name, constant, ok)
		}
	}
	buy := parsed(t, "http://localhost:8080/buy?stand=north&seat=7#rules")
	const agent = "User-Agent: Go-http-client/1.1"
	check("plain", http1.Request{URL: buy}, "GET /buy?stand=north&seat=7 HTTP/1.1", "Host: localhost:8080", agent, "", "")
	check("no path", http1.Request{Method: "HEAD", URL: parsed(t, "http://[fe80::1%25eth0]:80")}, "HEAD / HTTP/1.1", "Host: [fe80::1]:80", agent, "", "")
	check("all", http1.Request{
		Method: "PUT", URL: buy, Host: "stadium", Body: []byte("one"),
		Header: http.Header{"X-B": {" 2 ", "1"}, "Accept": {"*/*"}, "user-agent": {"fan", "other"}, "Host": {"no"}, "Content-Length": {"9"}, "Trailer": {"no"}, "Transfer-Encoding": {"no"}},
	}, "PUT /buy?stand=north&seat=7 HTTP/1.1", "Host: stadium", "User-Agent: fan", "Accept: */*", "X-B: 2", "X-B: 1", "Content-Length: 3", "", "one")
	check("address", http1.Request{URL: parsed(t, "http://[::1]:80/")}, "GET / HTTP/1.1", "Host: [::1]:80", agent, "", "")
	check("no agent", http1.Request{Method: "POST", URL: buy, Header: http.Header{"User-Agent": {""}}},
		"POST /buy?stand=north&seat=7 HTTP/1.1", "Host: localhost:8080", "Content-Length: 0", "", "")
	check("body of a GET", http1.Request{URL: buy, Header: http.Header{"User-Agent": nil}, Body: []byte("one\r\ntwo")},
		"GET /buy?stand=north&seat=7 HTTP/1.1", "Host: localhost:8080", "Content-Length: 8", "", "one", "two")
	check("whole server", http1.Request{Method: "OPTIONS", URL: &url.URL{Path: "*"}, Host: "stadium"}, "OPTIONS * HTTP/1.1", "Host: stadium", agent, "", "")

	check("slots in the path", http1.Request{URL: parsed(t, "http://h/a%2Fb/${user}?u=${user}&v=$%7Buser%7D")},
		"GET /a%2Fb/1234567?u=1234567&v=$%7Buser%7D HTTP/1.1", "Host: h", agent, "", "")
	check("slots beside what must be escaped", http1.Request{URL: parsed(t, "http://h/${user}/${ user}/c d")},
		"GET /1234567/$%7B%20user%7D/c%20d HTTP/1.1", "Host: h", agent, "", "")
	check("slots in a path made by hand", http1.Request{URL: &url.URL{Host: "h", Path: "/${user}"}}, "GET /1234567 HTTP/1.1", "Host: h", agent, "", "")
	check("slots in headers", http1.Request{URL: parsed(t, "http://h/"), Header: http.Header{"User-Agent": {"fan ${user}"}, "X-Try": {"${attempt}${random}"}}},
		"GET / HTTP/1.1", "Host: h", "User-Agent: fan 1234567", "X-Try: 1218446744073709551615", "", "")
	check("slots in the body", http1.Request{Method: "POST", URL: parsed(t, "http://h/"), Body: []byte("${user} ${price} ${user")},
		"POST / HTTP/1.1", "Host: h", agent, "Content-Length: 23", "", "1234567 ${price} ${user")
}

func TestRenderRefuses(t *testing.T) {
	good := parsed(t, "http://h/")
	check := func(r http1.Request, want string) {
		t.Helper()
		if _, err := http1.Render(r); err == nil || err.Error() != want {
			t.Errorf("%+v: %v; want %s", r, err, want)
		}
	}
	check(http1.Request{}, `URL is missing; wanted one such as http://localhost:8080/buy`)
	check(http1.Request{URL: good, Method: "GET / HTTP/1.1\r\n"}, `method "GET / HTTP/1.1\r\n" is not one such as GET`)
	check(http1.Request{URL: good, Method: "CONNECT"}, `method "CONNECT" opens a tunnel; wanted one such as GET`)
	check(http1.Request{URL: parsed(t, "http:buy"), Host: "h"}, `URL "http:buy" has no path; wanted one such as http://localhost:8080/buy`)
	check(http1.Request{URL: parsed(t, "http://h/?a b")}, `URL "/?a b" has a space or a control character; wanted it escaped such as %20`)
	check(http1.Request{URL: &url.URL{Host: "h", RawQuery: "a\r\nb"}}, `URL "/?a\r\nb" has a space or a control character; wanted it escaped such as %20`)
	const host = ` is not one such as localhost:8080; letters beyond ASCII are wanted as in xn--bcher-kva.example`
	check(http1.Request{URL: parsed(t, "http:///buy")}, `host ""`+host)
	check(http1.Request{URL: good, Host: "h\r\nX: y"}, `host "h\r\nX: y"`+host)
	check(http1.Request{URL: parsed(t, "http://bücher.example/")}, `host "bücher.example"`+host)
	check(http1.Request{URL: good, Header: http.Header{"X Y": {"z"}}}, `header "X Y" is not a name such as Content-Type`)
	check(http1.Request{URL: good, Header: http.Header{"": {"z"}}}, `header "" is not a name such as Content-Type`)
	check(http1.Request{URL: good, Header: http.Header{"X": {"y\nZ: z"}}}, `header "X": value "y\nZ: z" has a control character; wanted text such as application/json`)
}

func TestExpand(t *testing.T) {
	check := func(text, want string) {
		t.Helper()
		if got := http1.Expand(text, someValues); got != want {
			t.Errorf("%q: %q; want %q", text, got, want)
		}
	}
	check("", "")
	check("none", "none")
	check("${user}", "1234567")
	check("a${attempt}b${random}c${user}", "a12b18446744073709551615c1234567")
	check("$${user}}", "$1234567}")
	check("${${user}", "${1234567")
	check("${User} ${user ${users} {user} ${}", "${User} ${user ${users} {user} ${}")
	if got := http1.Expand("${user}", http1.Values{User: math.MinInt64}); got != "-9223372036854775808" {
		t.Errorf("least user: %q", got)
	}
}

// wire returns what net/http sends for a request.
func wire(t *testing.T, r http1.Request) []byte {
	t.Helper()
	h := &http.Request{Method: r.Method, URL: r.URL, Host: r.Host, Header: r.Header, ContentLength: int64(len(r.Body))}
	if len(r.Body) > 0 {
		h.Body = io.NopCloser(bytes.NewReader(r.Body))
	}
	var b bytes.Buffer
	if err := h.Write(&b); err != nil {
		t.Fatalf("net/http would not send %+v: %v", r, err)
	}
	return b.Bytes()
}

// A request is all that a server sees of one.
type request struct {
	Method, URI, Host, Body string
	Header                  http.Header
	Length                  int64
	Encoding                []string
	Close                   bool
}

func received(t *testing.T, sent []byte) request {
	t.Helper()
	b := bufio.NewReader(bytes.NewReader(sent))
	r, err := http.ReadRequest(b)
	if err != nil {
		t.Fatalf("%q: %v", sent, err)
	}
	body, err := io.ReadAll(r.Body)
	if rest, _ := io.ReadAll(b); err != nil || len(rest) > 0 {
		t.Fatalf("%q: %v, and %q behind it", sent, err, rest)
	}
	if r.UserAgent() == "" {
		r.Header.Del("User-Agent") // net/http sends one that is nothing but spaces
	}
	return request{r.Method, r.RequestURI, r.Host, string(body), r.Header, r.ContentLength, r.TransferEncoding, r.Close}
}

// FuzzRender holds requests against what net/http sends, and slots that are
// filled against requests that never had any.
func FuzzRender(f *testing.F) {
	f.Add("GET", "http://localhost:8080/buy?a=1", "", "Accept", "text/html", "", int64(0))
	f.Add("POST", "http://h/${user}/a%2Fb?x=${random}", "stadium", "X-Try", "${attempt}", "{\"user\": ${user}}", int64(99))
	f.Add("PATCH", "http://[fe80::1%25e]/", "[fe80::1%e]", "User-Agent", "", "", int64(7))
	f.Add("", "http://h", "", "user-agent", " ", "x", int64(-1))
	f.Add("DELETE", "http://h//a/../b;c", "h:1", "Connection", "close", "", int64(10))
	f.Fuzz(func(t *testing.T, method, raw, host, name, value, body string, user int64) {
		v := http1.Values{User: user, Attempt: int(user % 1000), Random: uint64(user) * 3}
		render := func(fill func(string) string) (r http1.Request, p *http1.Prepared, ok bool) {
			u, err := url.Parse(fill(raw))
			if err != nil {
				return r, nil, false
			}
			header := http.Header{http.CanonicalHeaderKey(name): {fill(value)}}
			r = http1.Request{Method: method, URL: u, Host: host, Header: header, Body: []byte(fill(body))}
			p, err = http1.Render(r)
			return r, p, err == nil
		}
		expand := func(s string) string { return http1.Expand(s, v) }
		r, p, ok := render(expand)
		if !ok {
			return
		}
		constant, _ := p.Constant()
		if diff := cmp.Diff(received(t, wire(t, r)), received(t, constant)); diff != "" {
			t.Errorf("%+v: net/http -, we +\n%s", r, diff)
		}
		_, p, ok = render(func(s string) string { return s })
		if !ok || strings.Contains(strings.ToLower(raw), "%7b") {
			return // slots may not be where only text can be, and escaped ones look like a slot
		}
		if got := p.Append(nil, v); string(got) != string(constant) || p.BodyLength(v) != len(r.Body) {
			t.Errorf("%q with its slots filled: %q; want %q", raw, got, constant)
		}
	})
}

// With room a request needs no memory.
func TestAppendAllocatesNothing(t *testing.T) {
	for _, path := range []string{"/", "/${user}/${random}"} {
		p, err := http1.Render(http1.Request{Method: "POST", URL: parsed(t, "http://h"+path), Body: []byte("body" + path)})
		if err != nil {
			t.Fatal(err)
		}
		room := make([]byte, 0, 1000)
		if n := testing.AllocsPerRun(10, func() { p.Append(room, someValues) }); n > 0 {
			t.Errorf("%s: %v allocations", path, n)
		}
	}
}
