package bulkhead

import (
	"context"
	"errors"
	"time"

	"github.com/failsafe-go/failsafe-go/adaptivelimiter"
	failsafe "github.com/failsafe-go/failsafe-go/bulkhead"
	"golang.org/x/sync/semaphore"
)

// failsafeSeats are those of failsafe-go's bulkhead.
type failsafeSeats struct {
	all   failsafe.Bulkhead[any]
	most  Setting
	leave func()
}

func newFailsafeSeats(s Setting, leaving func(func()) func()) failsafeSeats {
	all := failsafe.New[any](uint(s.Inside))
	return failsafeSeats{all, s, leaving(all.ReleasePermit)}
}

func (f failsafeSeats) limit() int          { return f.most.Inside }
func (f failsafeSeats) queues() bool        { return true }
func (f failsafeSeats) try() (func(), bool) { return f.leave, f.all.TryAcquirePermit() }

func (f failsafeSeats) wait(ctx context.Context) (func(), error) {
	err := f.all.AcquirePermitWithMaxWait(ctx, f.most.Wait)
	switch {
	case errors.Is(err, failsafe.ErrFull):
		return nil, ErrWait
	case err != nil:
		return nil, err
	}
	return f.leave, nil
}

// xsyncSeats are those of a semaphore.
type xsyncSeats struct {
	all   *semaphore.Weighted
	most  int
	leave func()
}

func newXSyncSeats(s Setting, leaving func(func()) func()) xsyncSeats {
	all := semaphore.NewWeighted(int64(s.Inside))
	return xsyncSeats{all, s.Inside, leaving(func() { all.Release(1) })}
}

func (x xsyncSeats) limit() int          { return x.most }
func (x xsyncSeats) queues() bool        { return true }
func (x xsyncSeats) try() (func(), bool) { return x.leave, x.all.TryAcquire(1) }

func (x xsyncSeats) wait(ctx context.Context) (func(), error) {
	if err := x.all.Acquire(ctx, 1); err != nil {
		return nil, err
	}
	return x.leave, nil
}

// adaptiveSeats are those of failsafe-go's adaptive limiter. A caller's time
// inside counts for the limit also if it was cut short, since the service bore
// it all the same.
type adaptiveSeats struct {
	all     adaptivelimiter.AdaptiveLimiter[any]
	setting Setting
	leaving func(func()) func()
}

func newAdaptiveSeats(s Setting, leaving func(func()) func()) adaptiveSeats {
	l := s.Limits.filled()
	b := adaptivelimiter.NewBuilder[any]().
		WithLimits(uint(l.Min), uint(l.Max), uint(l.Initial)).
		WithMaxLimitFactor(l.Factor).
		WithMaxLimitStabilizationWindow(l.Stable).
		WithRecentWindow(l.Recent, l.RecentMax, uint(l.Samples)).
		WithRecentQuantile(l.Quantile).
		WithBaselineWindow(uint(l.Baseline)).
		WithCorrelationWindow(uint(l.Correlation)).
		WithMaxWaitTime(s.Wait)
	if l.Decay > 0 {
		b = b.WithMaxLimitFactorDecay(l.Decay, l.Floor)
	}
	if l.Queue > 0 {
		b = b.WithQueueing(l.Queue, l.QueueMax)
	}
	return adaptiveSeats{b.Build(), s, leaving}
}

func (a adaptiveSeats) limit() int   { return a.all.Limit() }
func (a adaptiveSeats) queues() bool { return a.setting.Wait > 0 || a.setting.Limits.Queue > 0 }

func (a adaptiveSeats) try() (func(), bool) {
	permit, ok := a.all.TryAcquirePermit()
	if !ok {
		return nil, false
	}
	return a.leaving(permit.Record), true
}

func (a adaptiveSeats) wait(ctx context.Context) (func(), error) {
	came := time.Now()
	permit, err := a.acquire(ctx)
	if err == nil {
		return a.leaving(permit.Record), nil
	}
	if !errors.Is(err, adaptivelimiter.ErrExceeded) {
		return nil, err
	}
	// The library has one error for both.
	if a.setting.Wait > 0 && time.Since(came) >= a.setting.Wait {
		return nil, ErrWait
	}
	return nil, ErrFull
}

func (a adaptiveSeats) acquire(ctx context.Context) (adaptivelimiter.Permit, error) {
	if a.setting.Wait > 0 {
		return a.all.AcquirePermitWithMaxWait(ctx, a.setting.Wait)
	}
	return a.all.AcquirePermit(ctx)
}
