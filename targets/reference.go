package targets

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"matchday/targets/bulkhead"
)

// Reference is the Applier that starts a target of ours as a process of its
// own for each setting. The process keeps this protocol: it takes --bulkhead
// and --listen, writes the line "listening http://host:port" to its standard
// output when it does, answers /healthz, starts afresh on POST /reset, tells its
// model.Counters at /stats, and ends when its standard input does, see
// UntilParentEnds.
type Reference struct {
	// Command is the program and its arguments, to which the setting and an
	// address of loopback are added.
	Command []string
	// Patience is how long the target may take to start; 10 s if zero.
	Patience time.Duration
	// Grace is how long the target may take to end before it is killed; 2 s if
	// zero.
	Grace time.Duration
}

// Apply starts the target and returns once it is healthy. A target that is
// not, or not in time, is ended and its last words are in the error.
//
// The last thing it does is to reset the target, so that what the target does at
// instants of its own, such as a model.Dip, counts from when Apply returns and
// not from the start of a process that may have taken its time. A trial that
// begins at once begins within a millisecond or two of that.
func (r Reference) Apply(ctx context.Context, setting bulkhead.Setting) (Target, error) {
	if len(r.Command) == 0 {
		return nil, errors.New("target: no command to start it with, such as matchday target ps")
	}
	if err := setting.Check(); err != nil {
		return nil, fmt.Errorf("bulkhead %q: %w", setting, err)
	}
	t, err := birth{
		command:  append(slices.Clone(r.Command), "--bulkhead", setting.String(), "--listen", "127.0.0.1:0"),
		patience: r.Patience, grace: r.Grace,
	}.child(ctx)
	if err != nil {
		return nil, err
	}
	return t, nil
}

// A birth is what it takes to start a child.
type birth struct {
	command         []string
	pages           string        // what is before /healthz, /reset and /stats where it has them
	patience, grace time.Duration // as Reference has them
}

// child starts a child and returns it once it is healthy and at its beginning.
func (b birth) child(ctx context.Context) (*child, error) {
	first, words := newFirstLine(), new(tail)
	f, err := start(launch{
		name: strings.Join(b.command, " "), command: b.command,
		stdout: first, stderr: words, words: words, grace: orElse(b.grace, 2*time.Second),
	})
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithTimeout(ctx, orElse(b.patience, 10*time.Second))
	defer stop()
	t := &child{family: f, first: first, pages: b.pages, client: &http.Client{Transport: &http.Transport{}, Timeout: slowest}}
	if err := t.settle(ctx); err != nil {
		return nil, errors.Join(err, t.Close())
	}
	return t, nil
}

// slowest is how long a target may take to tell something of itself. It is to
// answer such questions however busy it is.
const slowest = 5 * time.Second

func orElse(d, otherwise time.Duration) time.Duration {
	if d == 0 {
		return otherwise
	}
	return d
}

// A child is a target that was started by us.
type child struct {
	*family
	first  *firstLine // of its standard output
	url    string
	pages  string       // where it tells of itself, below its address
	client *http.Client // asks the target about itself, on connections of its own
}

// firstWords returns the first line of the child's standard output.
func (c *child) firstWords(ctx context.Context) (string, error) {
	select {
	case line := <-c.first.line:
		return line, nil
	case <-c.done:
		return "", c.err
	case <-ctx.Done():
		return "", c.errorf("said nothing: %w", ctx.Err())
	}
}

// settle waits until the target listens and is healthy, and has its time begin.
func (c *child) settle(ctx context.Context) error {
	line, err := c.firstWords(ctx)
	if err != nil {
		return err
	}
	url, ok := strings.CutPrefix(strings.TrimSpace(line), "listening ")
	if !ok || !strings.HasPrefix(url, "http://") {
		return c.errorf("said %q, want a line such as listening http://127.0.0.1:8080", line)
	}
	c.url = url
	if err := c.ask(ctx, http.MethodGet, "/healthz", io.Discard); err != nil {
		return err
	}
	return c.ask(ctx, http.MethodPost, "/reset", io.Discard)
}

func (c *child) URL() string           { return c.url }
func (c *child) Done() <-chan struct{} { return c.done }
func (c *child) Err() error            { return c.death() }

func (c *child) Counters(ctx context.Context) (counters Counters, err error) {
	var told strings.Builder
	if err := c.ask(ctx, http.MethodGet, "/stats", &told); err != nil {
		return Counters{}, err
	}
	if err := json.Unmarshal([]byte(told.String()), &counters.Counters); err != nil {
		return Counters{}, c.errorf("/stats: %w", err)
	}
	counters.Usage = c.usage()
	return counters, nil
}

func (c *child) Close() error {
	c.client.CloseIdleConnections()
	return c.stop()
}

// longestAnswer bounds what a target may say of itself.
const longestAnswer = 1 << 20

// ask copies the answer to a question. If the target died over it, that is the
// error.
func (c *child) ask(ctx context.Context, method, path string, answer io.Writer) error {
	err := c.do(ctx, method, path, answer)
	if err == nil {
		return nil
	}
	if death := c.death(); death != nil {
		return death
	}
	return c.errorf("%w", err)
}

func (c *child) do(ctx context.Context, method, path string, answer io.Writer) error {
	req, err := http.NewRequestWithContext(ctx, method, c.url+c.pages+path, nil)
	if err != nil {
		return err
	}
	resp, err := c.client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK && resp.StatusCode != http.StatusNoContent {
		return fmt.Errorf("%s: answered %s, want 200 OK", path, resp.Status)
	}
	_, err = io.Copy(answer, io.LimitReader(resp.Body, longestAnswer))
	return err
}
