package targets

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"matchday/targets/bulkhead"
)

// Proxy is the Applier that puts a bulkhead in front of a service that runs
// already: for each setting it starts a proxy as a process of its own. What the
// service itself did before is its own affair, and so is what it uses: counters
// and usage of a target are the proxy's.
//
// The process keeps the protocol of Reference but for three things: it takes the
// address of the service as --to, what it tells of itself is below /-/, and the
// setting in force can be read at /-/bulkhead.
type Proxy struct {
	// Command is the program and its arguments, to which the setting, the
	// service and an address of loopback are added.
	Command []string
	// Address is the service: http://, https:// or unix:///path/to/socket. Its
	// path and query are those of the target too.
	Address string
	// Patience is how long the proxy may take to start, and the service to take
	// a connection; 10 s if zero.
	Patience time.Duration
	// Grace is how long the proxy may take to end before it is killed; 2 s if
	// zero. Requests under way are cut off.
	Grace time.Duration
}

// Apply starts a proxy and returns once it is healthy, says that the setting is
// in force, and the service behind it takes connections. It sends the service no
// request. A proxy that is not ready in time is ended, and its last words are in
// the error.
func (p Proxy) Apply(ctx context.Context, setting bulkhead.Setting) (Target, error) {
	if len(p.Command) == 0 {
		return nil, errors.New("target: no command to start a proxy with, such as matchday proxy")
	}
	if err := setting.Check(); err != nil {
		return nil, fmt.Errorf("bulkhead %q: %w", setting, err)
	}
	address, err := parseAddress(p.Address)
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithTimeout(ctx, orElse(p.Patience, 10*time.Second))
	defer stop()
	if err := reachable(ctx, address); err != nil {
		return nil, fmt.Errorf("target %q: %w", p.Address, err)
	}
	t, err := birth{
		command: append(slices.Clone(p.Command), "--to", origin(address), "--bulkhead", setting.String(), "--listen", "127.0.0.1:0", "--grace", "0s"),
		pages:   "/-", patience: p.Patience, grace: p.Grace,
	}.child(ctx)
	if err != nil {
		return nil, err
	}
	if err := t.readBack(ctx, setting); err != nil {
		return nil, errors.Join(err, t.Close())
	}
	return proxied{t, rest(address)}, nil
}

// reachable returns an error unless a service takes connections. What the
// certificate of an https service is worth shows in the trial.
func reachable(ctx context.Context, address *url.URL) error {
	network, place := dialled(address)
	conn, err := new(net.Dialer).DialContext(ctx, network, place)
	if err != nil {
		return err
	}
	return conn.Close()
}

// origin is an address without path and query, which go before and after those
// of requests otherwise.
func origin(address *url.URL) string {
	if address.Scheme == "unix" {
		return address.String()
	}
	return address.Scheme + "://" + address.Host
}

// rest is what origin leaves off.
func rest(address *url.URL) string {
	if address.Scheme == "unix" {
		return ""
	}
	return strings.TrimPrefix(address.RequestURI(), "/")
}

// readBack returns an error unless the setting is the one in force.
func (c *child) readBack(ctx context.Context, setting bulkhead.Setting) error {
	var told strings.Builder
	if err := c.ask(ctx, http.MethodGet, "/bulkhead?route=default", &told); err != nil {
		return err
	}
	if got, err := bulkhead.ParseSetting(strings.TrimSpace(told.String())); err != nil || got != setting {
		return c.errorf("/-/bulkhead says %q, want %q", told.String(), setting)
	}
	return nil
}

// A proxied target is a service behind a proxy of ours.
type proxied struct {
	*child
	path string // with its query, of the service's address
}

// URL is the service's address with the proxy in place of its host.
func (p proxied) URL() string {
	if p.path == "" {
		return p.url
	}
	return p.url + "/" + p.path
}
