package engine

import (
	"errors"
	"fmt"
	"slices"

	"matchday/measure"
)

// check refuses a plan that no engine could make sense of. It looks at the
// request of the first user only; a source that was made by this package has
// checked the others.
func (p Plan) check() error {
	switch {
	case p.Arrivals == nil:
		return errors.New("plan: no arrivals")
	case p.Source == nil:
		return errors.New("plan: no source of requests")
	case p.Warm < 0:
		return fmt.Errorf("plan: %d connections opened ahead; wanted a number such as 20", p.Warm)
	case p.Tick < 0:
		return fmt.Errorf("plan: tick %v is negative; wanted one such as 100ms", p.Tick)
	}
	if err := p.Pacing.check(); err != nil {
		return err
	}
	if err := p.Client.check(); err != nil {
		return fmt.Errorf("client: %w", err)
	}
	if err := p.Transport.check(); err != nil {
		return fmt.Errorf("transport: %w", err)
	}
	first, _ := p.Source.Request(0)
	return newTemplate(first, p.Transport).err
}

func (c Client) check() error {
	switch {
	case c.Timeout <= 0:
		return fmt.Errorf("timeout %v is not positive; wanted one such as 10s", c.Timeout)
	case c.Retries < 0:
		return fmt.Errorf("retries %d is negative; wanted a number such as 2", c.Retries)
	case c.Backoff < 0:
		return fmt.Errorf("backoff %v is negative; wanted one such as 1s", c.Backoff)
	case c.InFlight < 0:
		return fmt.Errorf("cap of %d attempts in flight is negative; wanted a number such as 100000", c.InFlight)
	case c.Follow < 0:
		return fmt.Errorf("redirects followed %d is negative; wanted a number such as 3", c.Follow)
	}
	if err := c.Assert.Check(); err != nil {
		return err
	}
	if err := c.RetryBudget.check(); err != nil {
		return fmt.Errorf("retry budget: %w", err)
	}
	for _, o := range []measure.Outcome{measure.OK, measure.Cut} {
		if slices.Contains(c.RetryOn, o) {
			return fmt.Errorf("retry on %q: nobody tries again after that; wanted one such as timeout", o)
		}
	}
	return nil
}
