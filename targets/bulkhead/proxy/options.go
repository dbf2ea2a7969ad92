package proxy

import (
	"crypto/tls"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"matchday/targets/bulkhead"
)

// Options are what a proxy is made of. They are data, and are not changed.
type Options struct {
	// To is the service: http://, https://, h2c:// for HTTP/2 without TLS, or
	// unix:///path/to/socket. A path goes before that of every request.
	To *url.URL
	// Setting is the bulkhead of all requests that no route is for.
	Setting bulkhead.Setting
	// Routes have bulkheads of their own. A request takes the first that it
	// matches.
	Routes []Route
	// RejectStatus is the status of a refusal, 503 or 429; 503 if zero.
	RejectStatus int
	// KeepHost passes on the Host that a request came with, instead of that of
	// the service.
	KeepHost bool
	// AdminToken lets callers from other machines change bounds; if it is empty
	// only those on the loopback may.
	AdminToken string
	// Grace is how long requests inside may take to end when the proxy does.
	Grace time.Duration
	// TLS has certificates to serve with, nil to serve without TLS.
	TLS *tls.Config
	// ServiceTLS is how an https service is checked, nil for the usual checks.
	ServiceTLS *tls.Config
}

// Check returns an error that names the first option that cannot be as it is.
func (o Options) Check() error {
	if err := checkService(o.To); err != nil {
		return err
	}
	if err := o.Setting.Check(); err != nil {
		return fmt.Errorf("bulkhead %q: %w", o.Setting, err)
	}
	switch o.RejectStatus {
	case 0, http.StatusServiceUnavailable, http.StatusTooManyRequests:
	default:
		return fmt.Errorf("reject status %d: want 503 or 429, which callers know for a refusal", o.RejectStatus)
	}
	if o.Grace < 0 {
		return fmt.Errorf("grace %v: want a duration from 0s, for example 10s", o.Grace)
	}
	return checkRoutes(o.Routes)
}

// ParseService reads the address of a service. The error says what is wanted.
func ParseService(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil {
		return nil, noService(text)
	}
	return u, checkService(u)
}

func checkService(u *url.URL) error {
	switch {
	case u == nil:
		return noService("")
	case (u.Scheme == "http" || u.Scheme == "https" || u.Scheme == "h2c") && u.Hostname() != "":
	case u.Scheme == "unix" && u.Host == "" && u.Path != "":
	default:
		return noService(u.String())
	}
	if u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return fmt.Errorf("service %q: want an address without user, query and fragment, for example http://127.0.0.1:8080", u.Redacted())
	}
	return nil
}

func noService(text string) error {
	return fmt.Errorf("service %q: want an address such as http://127.0.0.1:8080, https://…, h2c://… or unix:///run/service.sock", text)
}

// rejectStatus returns the status of a refusal.
func (o Options) rejectStatus() int {
	if o.RejectStatus == 0 {
		return http.StatusServiceUnavailable
	}
	return o.RejectStatus
}
