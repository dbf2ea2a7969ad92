package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// nginxConfig is one process that answers three bytes and counts. Without a
// master there is no second process to be left over.
const nginxConfig = `
daemon off;
master_process off;
worker_processes 1;
pid nginx.pid;
error_log stderr error;
events { worker_connections 16384; }
http {
  access_log off;
  keepalive_timeout 75s;
  keepalive_requests 1000000000;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  server {
    listen ADDRESS backlog=4096;
    location = / { default_type text/plain; return 200 "ok\n"; }
    location = /status { stub_status; }
  }
}
`

// nginx is the server whose clients' costs are measured.
type nginx struct {
	command *exec.Cmd
	url     string
	client  *http.Client // keeps its one connection, so that asking is cheap
}

// startNginx starts a server of our own in dir, on one core, and waits until it
// answers.
func startNginx(ctx context.Context, program, dir string, cpu int) (*nginx, error) {
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	config := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(config, []byte(strings.Replace(nginxConfig, "ADDRESS", address, 1)), 0o644); err != nil {
		return nil, err
	}
	c := command(ctx, program, "-e", "stderr", "-p", dir, "-c", config)
	var said strings.Builder
	c.Stderr = &said
	if err := start(c, cpu); err != nil {
		return nil, err
	}
	n := &nginx{command: c, url: "http://" + address + "/", client: &http.Client{Timeout: 5 * time.Second}}
	if err := n.await(ctx); err != nil {
		n.close()
		return nil, fmt.Errorf("nginx: %w: %s", err, lastLine(said.String()))
	}
	return n, nil
}

// await returns when the server answers, for at most three seconds.
func (n *nginx) await(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	for {
		_, err := n.requests(ctx)
		if err == nil || ctx.Err() != nil {
			return err
		}
		if err := rest(ctx, 20*time.Millisecond); err != nil {
			return err
		}
	}
}

// requests asks how many requests the server has had, this one included.
func (n *nginx) requests(ctx context.Context) (int, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, n.url+"status", nil)
	if err != nil {
		return 0, err
	}
	resp, err := n.client.Do(req)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	page, err := io.ReadAll(io.LimitReader(resp.Body, 4096))
	if err != nil {
		return 0, err
	}
	return parseStatus(string(page))
}

// watch counts what the server gets, ten times a second, until the context
// ends, and once more then.
func (n *nginx) watch(ctx context.Context) (counts, error) {
	var out counts
	for last := false; ; {
		total, err := n.requests(context.WithoutCancel(ctx))
		if err != nil {
			return nil, err
		}
		out = append(out, count{time.Now(), total - len(out)}) // without our own requests
		if last {
			return out, nil
		}
		last = rest(ctx, 100*time.Millisecond) != nil
	}
}

func (n *nginx) close() {
	n.client.CloseIdleConnections()
	_ = stop(n.command)
}

// freeAddress returns an address of this machine where nobody listens.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}

// rest waits, and returns an error if the context ends before.
func rest(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
