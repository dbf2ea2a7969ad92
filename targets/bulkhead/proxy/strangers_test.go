package proxy

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// Servers that no one here wrote, started in a folder of the test's own.

// folder fills a folder with something to serve.
func folder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	files := map[string][]byte{
		"index.html":     []byte("<!doctype html><title>pizza</title>\n"),
		"empty.txt":      nil,
		"menu.txt":       bytes.Repeat([]byte("margherita\n"), 10_000),
		"oven.bin":       bytes.Repeat([]byte{0, 1, 2, 253, 254, 255}, 500_000),
		"untyped":        []byte("<html>who knows what this is"),
		"sub/index.html": []byte("below\n"),
	}
	for name, content := range files {
		path := filepath.Join(dir, "site", name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// nginxConfig is one process. Without a master there is no second one to be left
// over.
const nginxConfig = `
daemon off;
master_process off;
pid nginx.pid;
error_log stderr error;
events { worker_connections 512; }
http {
  access_log off;
  types { text/plain txt; text/html html; }
  default_type "";
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  client_max_body_size 1k;
  keepalive_requests 7;
  server {
    listen ADDRESS;
    root site;
    location / { }
    location /zipped/ { alias site/; gzip on; gzip_types text/plain; gzip_min_length 1; }
    location /slow/ { alias site/; limit_rate 20k; }
    location = /teapot { return 418 "short and stout\n"; }
    location = /moved { return 302 /menu.txt?a=1; }
    location = /nothing { return 204; }
    location = /echo { add_header X-Query "$args" always; add_header X-Uri "$request_uri" always; return 200 "$request_method\n"; }
    location = /broken { return 444; }
    location = /status { stub_status; }
  }
}
`

// nginx starts nginx and returns its address.
func nginx(t *testing.T) string {
	program := find(t, "nginx", "/usr/sbin/nginx")
	dir := folder(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	config := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(config, []byte(strings.Replace(nginxConfig, "ADDRESS", address, 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	command := exec.Command(program, "-e", "stderr", "-p", dir, "-c", config)
	said := new(bytes.Buffer)
	command.Stderr = said
	begin(t, command)
	eventually(t, "nginx answers", func() bool {
		conn, err := net.Dial("tcp", address)
		if err == nil {
			conn.Close()
		}
		return err == nil
	})
	return "http://" + address
}

// python starts python's own server and returns its address.
func python(t *testing.T) string {
	program := find(t, "python3")
	command := exec.Command(program, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", filepath.Join(folder(t), "site"))
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	begin(t, command)
	line, err := bufio.NewReader(out).ReadString('\n')
	port := regexp.MustCompile(`port (\d+)`).FindStringSubmatch(line)
	if port == nil {
		t.Fatalf("python3 -m http.server said %q, %v", line, err)
	}
	return "http://127.0.0.1:" + port[1]
}

// find returns where a program is, or skips the test, unless MATCHDAY_CI says that
// everything must be there.
func find(t *testing.T, names ...string) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("MATCHDAY_CI") != "" {
		t.Fatalf("%s is not installed", names[0])
	}
	t.Skipf("%s is not installed", names[0])
	return ""
}

// begin starts a program that ends with the test.
func begin(t *testing.T, c *exec.Cmd) {
	t.Helper()
	if err := c.Start(); err != nil {
		t.Skipf("%s does not start: %v", c.Path, err)
	}
	t.Cleanup(func() {
		c.Process.Kill()
		c.Wait()
	})
}

// ownHeaders are between two neighbours, or tell the time.
var ownHeaders = []string{"Date", "Connection", "Keep-Alive", "Transfer-Encoding", "Server-Timing"}

// same tells what is not the same with the proxy as without it.
func same(t *testing.T, direct, through answer) {
	t.Helper()
	for _, name := range ownHeaders {
		direct.header.Del(name)
		through.header.Del(name)
	}
	if (direct.err == nil) != (through.err == nil) {
		t.Errorf("without the proxy %v, with it %v", direct.err, through.err)
	}
	if direct.status != through.status || direct.body != through.body {
		t.Errorf("without the proxy %d and %d bytes, with it %d and %d", direct.status, len(direct.body), through.status, len(through.body))
	}
	if a, b := fmt.Sprint(direct.header), fmt.Sprint(through.header); a != b {
		t.Errorf("without the proxy %s\nwith it %s", a, b)
	}
}

// compare asks the same with the proxy and without it.
func (s *stand) compare(t *testing.T, to, method, path, body string, headers ...string) {
	t.Run(strings.Join(append([]string{method, path}, headers...), " "), func(t *testing.T) {
		direct := ask(s.client, request(t.Context(), method, to+path, body, headers...))
		same(t, direct, s.call(method, path, body, headers...))
	})
}

func TestInFrontOfNginx(t *testing.T) {
	to := nginx(t)
	p := front(t, to, "20/20")
	for range 10 { // more than nginx serves on one connection
		p.compare(t, to, "GET", "/menu.txt", "")
	}
	for _, path := range []string{"/", "/empty.txt", "/oven.bin", "/untyped", "/sub", "/sub/", "/none", "/teapot", "/moved", "/nothing",
		"/a/../menu.txt", "//menu.txt", "/%6denu.txt", "/echo?a=1;b=%zz&c"} {
		p.compare(t, to, "GET", path, "")
	}
	p.compare(t, to, "HEAD", "/menu.txt", "")
	p.compare(t, to, "GET", "/menu.txt", "", "Range", "bytes=5-25")
	p.compare(t, to, "GET", "/menu.txt", "", "Range", "bytes=999999999-")
	p.compare(t, to, "GET", "/menu.txt", "", "If-Modified-Since", time.Now().UTC().Format(http.TimeFormat))
	p.compare(t, to, "GET", "/zipped/menu.txt", "", "Accept-Encoding", "gzip")
	p.compare(t, to, "HEAD", "/zipped/menu.txt", "", "Accept-Encoding", "gzip")
	p.compare(t, to, "POST", "/echo", "pizza")
	p.compare(t, to, "POST", "/menu.txt", "pizza")
	p.compare(t, to, "POST", "/echo", strings.Repeat("pizza", 500)) // more than nginx takes
	p.compare(t, to, "DELETE", "/echo", "")
	p.compare(t, to, "OPTIONS", "/echo", "")
	p.compare(t, to, "BREW", "/echo", "")
	if r := p.told(""); r.Failed != 0 || r.Abandoned != 0 || r.Closes() != nil {
		t.Errorf("%+v", r.Counters)
	}
}

// A service that closes the connection without a word is a 502 here, which says
// who speaks.
func TestNginxThatHangsUp(t *testing.T) {
	p := front(t, nginx(t), "20/20")
	for _, body := range []string{"", "pizza"} {
		a := p.call("POST", "/broken", body)
		if a.status != http.StatusBadGateway || a.header.Get(ErrorHeader) != "upstream" {
			t.Errorf("%d %v, %v", a.status, a.header, a.err)
		}
	}
	if a := p.call("GET", "/broken", ""); a.status != http.StatusBadGateway {
		t.Errorf("%d, %v", a.status, a.err)
	}
	if r := p.told(""); r.Failed != 3 || r.Closes() != nil {
		t.Errorf("%+v", r.Counters)
	}
}

// Who breaks off in the middle of an answer frees the service too.
func TestAbortedInFrontOfNginx(t *testing.T) {
	to := nginx(t)
	p := front(t, to, "1/0")
	for range 3 {
		conn := dial(t, p.url)
		fmt.Fprint(conn, "GET /slow/oven.bin HTTP/1.1\r\nHost: x\r\n\r\n")
		resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Fatalf("%v, %v", resp, err)
		}
		conn.Close()
		p.until(t, 0, 0)
	}
	if r := p.told(""); r.Abandoned != 3 || r.Failed != 0 {
		t.Errorf("%+v", r.Counters)
	}
	eventually(t, "nginx is left alone", func() bool {
		return strings.HasPrefix(ask(p.client, request(t.Context(), "GET", to+"/status", "")).body, "Active connections: 1 ")
	})
}

func TestInFrontOfPython(t *testing.T) {
	to := python(t)
	p := front(t, to, "20/20")
	for _, path := range []string{"/", "/menu.txt", "/empty.txt", "/oven.bin", "/untyped", "/sub", "/sub/", "/none"} {
		p.compare(t, to, "GET", path, "")
	}
	p.compare(t, to, "HEAD", "/menu.txt", "")
	p.compare(t, to, "POST", "/menu.txt", "pizza")
	p.compare(t, to, "DELETE", "/menu.txt", "")
	if r := p.told(""); r.Failed != 0 || r.Abandoned != 0 || r.Closes() != nil {
		t.Errorf("%+v", r.Counters)
	}
}
