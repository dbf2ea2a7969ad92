package targets

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/url"
	"time"

	"matchday/targets/bulkhead"
)

// URL is the Applier of a service that runs already. Its settings are out of
// reach, so it takes none only, and whom it served before is its own affair.
type URL struct {
	Address  string        // http://, https:// or unix:///path/to/socket
	TLS      *tls.Config   // for https, nil for the usual checks
	Patience time.Duration // how long connecting may take; 5 s if zero
}

// Apply returns once the service accepts a connection, and for https has shown
// its certificate. It sends no request, so that the first to be served is part
// of the trial.
func (u URL) Apply(ctx context.Context, setting bulkhead.Setting) (Target, error) {
	if setting != (bulkhead.Setting{}) {
		return nil, fmt.Errorf("bulkhead %q: %s runs already and its settings are out of reach, so the only one is none", setting, u.Address)
	}
	address, err := parseAddress(u.Address)
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithTimeout(ctx, orElse(u.Patience, 5*time.Second))
	defer stop()
	conn, err := u.dial(ctx, address)
	if err != nil {
		return nil, fmt.Errorf("target %q: %w", u.Address, err)
	}
	conn.Close()
	return running(u.Address), nil
}

func (u URL) dial(ctx context.Context, address *url.URL) (net.Conn, error) {
	var plain net.Dialer
	network, place := dialled(address)
	if address.Scheme != "https" {
		return plain.DialContext(ctx, network, place)
	}
	secure := tls.Dialer{Config: u.TLS}
	return secure.DialContext(ctx, network, place)
}

// dialled returns what is connected to for an address.
func dialled(address *url.URL) (network, place string) {
	switch address.Scheme {
	case "unix":
		return "unix", address.Path
	case "https":
		return "tcp", hostPort(address, "443")
	}
	return "tcp", hostPort(address, "80")
}

func hostPort(address *url.URL, usual string) string {
	port := address.Port()
	if port == "" {
		port = usual
	}
	return net.JoinHostPort(address.Hostname(), port)
}

func parseAddress(text string) (*url.URL, error) {
	address, err := url.Parse(text)
	if err == nil {
		switch {
		case (address.Scheme == "http" || address.Scheme == "https") && address.Hostname() != "":
			return address, nil
		case address.Scheme == "unix" && address.Path != "":
			return address, nil
		}
	}
	return nil, fmt.Errorf("target %q: want an address such as http://127.0.0.1:8080/order, https://… or unix:///run/service.sock", text)
}

// running is a target that is not ours, known by its address.
type running string

func (r running) URL() string                                { return string(r) }
func (r running) Counters(context.Context) (Counters, error) { return Counters{}, ErrNoCounters }
func (r running) Done() <-chan struct{}                      { return nil }
func (r running) Err() error                                 { return nil }
func (r running) Close() error                               { return nil }
