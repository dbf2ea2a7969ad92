package targets

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"matchday/targets/bulkhead"
)

// A Step is one thing a [Hook] does: a call of an address, or a command. The zero
// value does nothing.
type Step struct {
	// HTTP is a method and an address, such as PUT http://127.0.0.1:9000/limit.
	// The answer must have a status of 200 to 299.
	HTTP    Template
	Headers map[string]Template
	Body    Template
	// Run is a command line for the system's shell, sh or cmd. It must end with
	// status 0. The answer is what it prints to its standard output.
	Run Template
	// Want is the answer that is wanted, apart from white space around it.
	Want Template
	// Match is a regular expression that is found in the answer that is wanted.
	Match Template
	// Within is how long it may take; 10 s if zero.
	Within time.Duration
}

// IsZero tells whether the step does nothing.
func (s Step) IsZero() bool { return s.HTTP.IsZero() && s.Run.IsZero() }

// limited bounds the time of the step.
func (s Step) limited(ctx context.Context) (context.Context, context.CancelFunc) {
	limit := orElse(s.Within, 10*time.Second)
	return context.WithTimeoutCause(ctx, limit, fmt.Errorf("not done within %v", limit))
}

// take takes the step once and returns the answer.
func (s Step) take(ctx context.Context, dir string, b Blanks) (answer string, err error) {
	if s.Run.IsZero() {
		return s.call(ctx, b)
	}
	line, err := s.Run.Fill(b)
	if err != nil {
		return "", err
	}
	return shell(ctx, dir, line)
}

// Check returns an error unless the step can be taken, for every kind of setting.
func (s Step) Check() error {
	if !s.HTTP.IsZero() && !s.Run.IsZero() {
		return errors.New("http and run exclude each other")
	}
	if s.IsZero() {
		return errors.New("want http: PUT http://127.0.0.1:9000/limit?c={{.Inside}}, or run: with a command")
	}
	for _, sample := range samples() {
		b := BlanksOf(sample, 0)
		if _, err := s.pattern(b); err != nil {
			return err
		}
		if s.HTTP.IsZero() {
			continue
		}
		if _, err := s.request(context.Background(), b); err != nil {
			return err
		}
	}
	return nil
}

// Lines returns what the step does for a setting, in words that differ if it
// does something else for another.
func (s Step) Lines(b Blanks) (string, error) {
	var out []string
	parts := []Template{s.HTTP, s.Run, s.Body}
	for _, name := range slices.Sorted(maps.Keys(s.Headers)) {
		parts = append(parts, s.Headers[name])
	}
	for _, part := range parts {
		text, err := part.Fill(b)
		if err != nil {
			return "", err
		}
		out = append(out, text)
	}
	return strings.Join(out, "\n"), nil
}

// shortAnswer is how much of an answer an error quotes.
const shortAnswer = 200

// call sends the request.
func (s Step) call(ctx context.Context, b Blanks) (string, error) {
	req, err := s.request(ctx, b)
	if err != nil {
		return "", err
	}
	name := req.Method + " " + req.URL.String()
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}, CheckRedirect: asAnswered}
	resp, err := client.Do(req)
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, cause(ctx, err))
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, longestAnswer))
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, cause(ctx, err))
	}
	if resp.StatusCode/100 != 2 {
		return "", fmt.Errorf("%s: answered %s, %q; want 200 OK", name, resp.Status, short(string(body)))
	}
	return string(body), nil
}

// request fills in the request.
func (s Step) request(ctx context.Context, b Blanks) (*http.Request, error) {
	line, err := s.HTTP.Fill(b)
	if err != nil {
		return nil, err
	}
	method, address, ok := strings.Cut(strings.TrimSpace(line), " ")
	if !ok || method != strings.ToUpper(method) {
		return nil, fmt.Errorf("%q: want a method and an address, for example PUT http://127.0.0.1:9000/limit", line)
	}
	body, err := s.Body.Fill(b)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, method, strings.TrimSpace(address), strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	for name, value := range s.Headers {
		text, err := value.Fill(b)
		if err != nil {
			return nil, fmt.Errorf("header %s: %w", name, err)
		}
		req.Header.Set(name, text)
	}
	return req, nil
}

// cause returns why the context ended, if that is why there is an error.
func cause(ctx context.Context, err error) error {
	if ended := context.Cause(ctx); ended != nil {
		return ended
	}
	return err
}

// accepts returns an error unless an answer is what the step wants, if it wants
// anything.
func (s Step) accepts(answer string, b Blanks) error {
	want, err := s.Want.Fill(b)
	if err != nil {
		return err
	}
	if got := strings.TrimSpace(answer); !s.Want.IsZero() && got != strings.TrimSpace(want) {
		return fmt.Errorf("answered %q, want %q", short(got), want)
	}
	pattern, err := s.pattern(b)
	if err != nil {
		return err
	}
	if !pattern.MatchString(answer) {
		return fmt.Errorf("answered %q, in which %q is not to be found", short(answer), pattern)
	}
	return nil
}

// pattern returns what is to be found in the answer; without Match that is
// nothing.
func (s Step) pattern(b Blanks) (*regexp.Regexp, error) {
	text, err := s.Match.Fill(b)
	if err != nil {
		return nil, err
	}
	pattern, err := regexp.Compile(text)
	if err != nil {
		return nil, fmt.Errorf("match %q: %w", text, err)
	}
	return pattern, nil
}

// reads returns an error unless an answer shows that the setting is in force.
func (s Step) reads(answer string, b Blanks) error {
	if !s.Want.IsZero() || !s.Match.IsZero() {
		return s.accepts(answer, b)
	}
	got, err := bulkhead.ParseSetting(strings.TrimSpace(answer))
	if err != nil {
		return fmt.Errorf("answered %q, want the setting in force, such as 20/100", short(answer))
	}
	if got != b.Setting {
		return fmt.Errorf("answered %q, want %q", got, b.Name)
	}
	return nil
}

// short cuts what an error quotes.
func short(text string) string {
	text = strings.TrimSpace(text)
	if len(text) <= shortAnswer {
		return text
	}
	return text[:shortAnswer] + "…"
}
