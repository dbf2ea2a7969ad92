package scrape

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
)

const (
	// longestPage bounds a page: the largest services have some hundred
	// thousand characters.
	longestPage = 4 << 20

	// longestHead bounds the headers before it.
	longestHead = 64 << 10
)

// A Source is a page that is read again and again, on a connection of its own.
// It is not safe for concurrent use.
type Source struct {
	address string
	client  *http.Client
	page    bytes.Buffer
}

// NewSource returns the page at an address such as http://127.0.0.1:9100/metrics.
// It goes through no proxy and follows no redirect: the address is where somebody
// allowed to look.
func NewSource(address string) *Source {
	return &Source{address: address, client: &http.Client{
		Transport: &http.Transport{
			MaxIdleConnsPerHost: 1, MaxConnsPerHost: 1, MaxResponseHeaderBytes: longestHead,
			// To unpack takes processor time that the load test needs.
			DisableCompression: true,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Read asks for the page and returns what it says of the selectors, in their
// order. The context bounds all of it.
func (s *Source) Read(ctx context.Context, selectors []Selector) ([]Value, error) {
	err := s.fetch(ctx)
	if err == nil {
		var values []Value
		if values, err = Read(s.page.Bytes(), selectors); err == nil {
			return values, nil
		}
	}
	if errors.Is(err, context.DeadlineExceeded) {
		err = errors.New("no answer in time")
	}
	return nil, fmt.Errorf("%s: %w", s.address, err)
}

// fetch brings the page.
func (s *Source) fetch(ctx context.Context) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.address, nil)
	if err != nil {
		return err
	}
	request.Header.Set("Accept", "text/plain;version=0.0.4;q=1,*/*;q=0.1")
	answer, err := s.client.Do(request)
	if err != nil {
		return cause(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("answered %s, want 200 OK", answer.Status)
	}
	s.page.Reset()
	n, err := s.page.ReadFrom(io.LimitReader(answer.Body, longestPage+1))
	if err == nil && n > longestPage {
		return fmt.Errorf("the page is longer than %d bytes", longestPage)
	}
	return err
}

// cause is an error without the method and the address, which are known.
func cause(err error) error {
	if in, ok := errors.AsType[*url.Error](err); ok {
		return in.Err
	}
	return err
}

// Close closes the connection.
func (s *Source) Close() { s.client.CloseIdleConnections() }
