package main

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// matchday returns a command that runs this program.
func matchday(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "matchday")
	if err := os.Link(self, name); err != nil {
		t.Fatal(err)
	}
	return exec.CommandContext(t.Context(), name, args...)
}

// The proxy says where it is, passes requests on, and ends well when it is told
// to, by an interrupt or by the end of its standard input.
func TestProxyCommand(t *testing.T) {
	shop := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "at "+r.URL.Path) }))
	defer shop.Close()
	check := func(name string, end func(c *exec.Cmd, stdin io.Closer)) {
		t.Run(name, func(t *testing.T) {
			c := matchday(t, "proxy", "--to", shop.URL, "--bulkhead", "5/5", "--route", "/a 1/1", "--listen", "127.0.0.1:0", "--tethered")
			stdin, _ := c.StdinPipe()
			stdout, _ := c.StdoutPipe()
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			line, err := bufio.NewReader(stdout).ReadString('\n')
			url, ok := strings.CutPrefix(strings.TrimSpace(line), "listening ")
			if err != nil || !ok {
				t.Fatalf("said %q, %v", line, err)
			}
			if got := get(t, url+"/a"); got != "at /a" {
				t.Errorf("through the proxy %q", got)
			}
			if got := get(t, url+"/-/bulkhead"); got != "/a: 1/1\ndefault: 5/5\n" {
				t.Errorf("bounds %q", got)
			}
			end(c, stdin)
			if err := c.Wait(); err != nil {
				t.Errorf("ended with %v", err)
			}
		})
	}
	check("interrupted", func(c *exec.Cmd, _ io.Closer) { c.Process.Signal(os.Interrupt) })
	check("parent ends", func(_ *exec.Cmd, stdin io.Closer) { stdin.Close() })
}

func get(t *testing.T, url string) string {
	t.Helper()
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestProxyCommandOnAPortInUse(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	c := matchday(t, "proxy", "--to", "http://127.0.0.1:1", "--listen", l.Addr().String())
	out, err := c.CombinedOutput()
	if c.ProcessState.ExitCode() != exitFailed || !strings.Contains(string(out), "--listen "+l.Addr().String()) || !strings.Contains(string(out), "in use") {
		t.Errorf("%v: %s", err, out)
	}
}
