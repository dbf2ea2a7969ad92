package targets

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"sync"
	"time"

	"matchday/targets/bulkhead"
)

// Hook is the Applier of a service that runs already and whose settings are
// within reach: of an administration page, of whatever deployed it, of a
// command. What it takes to reach them are steps before and after each trial.
type Hook struct {
	// Address is where the service is: http://, https:// or unix:///path/to/socket.
	Address string
	// Setup brings a setting into force. It is asked to for none as well.
	Setup Step
	// Reset has the service begin afresh: its counters at zero, nobody inside.
	Reset Step
	// Check reads back the setting in force. What is read must be what the step
	// wants, or where it wants nothing the setting in its notation. It is
	// repeated until it is, as long as the step may take: settings take their
	// time to get about.
	Check Step
	// After is taken when the trial is over, whatever became of it.
	After Step
	// Dir is the directory in which commands run; this process's own if empty.
	Dir string
	// Patience is how long the service may take to accept a connection after
	// Reset; 5 s if zero.
	Patience time.Duration
}

// Apply takes the steps and returns once the setting is in force. What it has
// begun it ends: if a step fails After is taken all the same.
//
// The steps come in an order in which the last proves the others: Setup, Reset,
// Check. A reset that undoes the setting does not go unnoticed.
func (h Hook) Apply(ctx context.Context, setting bulkhead.Setting) (Target, error) {
	if err := setting.Check(); err != nil {
		return nil, fmt.Errorf("bulkhead %q: %w", setting, err)
	}
	if h.Setup.IsZero() {
		return nil, errors.New("hook: no step that brings a setting into force, such as PUT http://127.0.0.1:9000/limit?c={{.Inside}}")
	}
	address, err := parseAddress(h.Address)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	t := &hooked{running: running(h.Address)}
	t.after = sync.OnceValue(func() error {
		// The trial may have been interrupted; what was begun is ended all the
		// same, within a time of its own.
		return h.take(context.Background(), "after", h.After, BlanksOf(setting, 0))
	})
	if err := h.bring(ctx, address, setting); err != nil {
		return nil, errors.Join(err, t.Close())
	}
	return t, nil
}

// bring brings a setting into force on a fresh service.
func (h Hook) bring(ctx context.Context, address *url.URL, setting bulkhead.Setting) error {
	blanks := BlanksOf(setting, 0)
	if err := h.take(ctx, "apply", h.Setup, blanks); err != nil {
		return err
	}
	if err := h.take(ctx, "reset", h.Reset, blanks); err != nil {
		return err
	}
	if err := h.reach(ctx, address); err != nil {
		return err
	}
	return h.check(ctx, setting)
}

// take takes one step, if there is one.
func (h Hook) take(ctx context.Context, name string, s Step, b Blanks) error {
	if s.IsZero() {
		return nil
	}
	ctx, stop := s.limited(ctx)
	defer stop()
	answer, err := s.take(ctx, h.Dir, b)
	if err == nil {
		err = s.accepts(answer, b)
	}
	if err != nil {
		return fmt.Errorf("hook %s: %w", name, err)
	}
	return nil
}

// check repeats the check until what it reads is right.
func (h Hook) check(ctx context.Context, setting bulkhead.Setting) error {
	if h.Check.IsZero() {
		return nil
	}
	blanks := BlanksOf(setting, 0)
	ctx, stop := h.Check.limited(ctx)
	defer stop()
	pause := time.NewTicker(askEvery)
	defer pause.Stop()
	var last error
	for {
		answer, err := h.Check.take(ctx, h.Dir, blanks)
		if err == nil {
			err = h.Check.reads(answer, blanks)
		}
		if err == nil {
			return nil
		}
		last = worse(ctx, last, err)
		select {
		case <-ctx.Done():
			return fmt.Errorf("hook check: %w; %w", last, context.Cause(ctx))
		case <-pause.C:
		}
	}
}

// reach waits until the service accepts a connection. It may have been started
// anew.
func (h Hook) reach(ctx context.Context, address *url.URL) error {
	limit := orElse(h.Patience, 5*time.Second)
	ctx, stop := context.WithTimeoutCause(ctx, limit, fmt.Errorf("not within %v", limit))
	defer stop()
	pause := time.NewTicker(askEvery)
	defer pause.Stop()
	var last error
	for {
		err := connects(address)(ctx)
		if err == nil {
			return nil
		}
		last = worse(ctx, last, err)
		select {
		case <-ctx.Done():
			return fmt.Errorf("target %q: %w; %w", h.Address, last, context.Cause(ctx))
		case <-pause.C:
		}
	}
}

// A hooked target is a service that runs already and is told when a trial is
// over.
type hooked struct {
	running
	after func() error
}

func (h *hooked) Close() error { return h.after() }
