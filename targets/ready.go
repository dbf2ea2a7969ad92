package targets

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"time"
)

// Ready is how a service that was started shows that it serves. The zero value
// is that it accepts a connection.
type Ready struct {
	// HTTP is what it answers with a status of 200 to 299 once it is ready: a
	// path such as /healthz, or a whole address.
	HTTP Template
	// Line is found in a line that it prints once it is ready.
	Line *regexp.Regexp
	// Within is how long all that may take; 10 s if zero.
	Within time.Duration
}

const (
	askEvery = 20 * time.Millisecond // pause between two looks whether a service is ready
	oneAsk   = 2 * time.Second       // how long one such look may take
)

// wait returns once the service is ready. It has to accept connections in any
// case, since what follows is load.
func (r Ready) wait(ctx context.Context, s service, b Blanks, line <-chan struct{}) error {
	limit := orElse(r.Within, 10*time.Second)
	late := fmt.Errorf("was not ready within %v", limit)
	ctx, stop := context.WithTimeoutCause(ctx, limit, late)
	defer stop()
	address, err := url.Parse(s.url)
	if err != nil {
		return s.errorf("%w", err)
	}
	probes := []probe{connects(address)}
	if r.Line != nil {
		probes = append([]probe{printed(r.Line, line)}, probes...)
	}
	if !r.HTTP.IsZero() {
		answer, err := r.answers(address, b)
		if err != nil {
			return s.errorf("%w", err)
		}
		probes = append(probes, answer)
	}
	for _, p := range probes {
		if err := s.until(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

// A probe looks once whether a service is ready and says what is in the way.
type probe func(ctx context.Context) error

// until repeats a probe until it finds nothing in the way. If the service ends
// meanwhile, that is the error.
func (s service) until(ctx context.Context, p probe) error {
	pause := time.NewTicker(askEvery)
	defer pause.Stop()
	var last error
	for {
		err := p(ctx)
		if err == nil {
			return nil
		}
		last = worse(ctx, last, err)
		select {
		case <-s.done:
			return s.err
		case <-ctx.Done():
			return s.errorf("%w: %w%s", context.Cause(ctx), last, lastWords(s.words))
		case <-pause.C:
		}
	}
}

// worse returns the later of two errors, unless all it tells is that a look was
// cut short.
func worse(ctx context.Context, last, err error) error {
	if last != nil && (ctx.Err() != nil || errors.Is(err, context.DeadlineExceeded)) {
		return last
	}
	return err
}

// printed is the probe for a line of output.
func printed(want *regexp.Regexp, line <-chan struct{}) probe {
	return func(context.Context) error {
		select {
		case <-line:
			return nil
		default:
			return fmt.Errorf("no line with %q", want)
		}
	}
}

// connects is the probe for a service that accepts connections.
func connects(address *url.URL) probe {
	return func(ctx context.Context) error {
		ctx, stop := context.WithTimeout(ctx, oneAsk)
		defer stop()
		var d net.Dialer
		network, place := dialled(address)
		conn, err := d.DialContext(ctx, network, place)
		if err != nil {
			return err
		}
		return conn.Close()
	}
}

// answers returns the probe for a service that answers a question well. What its
// certificate is worth is found out under load.
func (r Ready) answers(address *url.URL, b Blanks) (probe, error) {
	text, err := r.HTTP.Fill(b)
	if err != nil {
		return nil, fmt.Errorf("ready %w", err)
	}
	ref, err := url.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("ready %q is neither a path such as /healthz nor an address", text)
	}
	question := address.ResolveReference(ref).String()
	return func(ctx context.Context) error {
		transport := &http.Transport{DisableKeepAlives: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}
		client := http.Client{Transport: transport, Timeout: oneAsk, CheckRedirect: asAnswered}
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, question, nil)
		if err != nil {
			return err
		}
		resp, err := client.Do(req)
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		io.Copy(io.Discard, io.LimitReader(resp.Body, longestAnswer))
		if resp.StatusCode/100 != 2 {
			return fmt.Errorf("GET %s: answered %s, want 200 OK", question, resp.Status)
		}
		return nil
	}, nil
}

// asAnswered has a redirect be the answer that it is.
func asAnswered(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
