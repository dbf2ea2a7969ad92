package engine

import (
	"context"
	"net/http"
	"time"

	vegeta "github.com/tsenart/vegeta/v12/lib"
)

// Vegeta is the engine that has vegeta's Attacker carry the attempts out: its
// dispatcher asks for them one after another, and its workers, as many as are
// needed at once, make them. The zero value is ready.
//
// Vegeta's own clockwork is left out. It starts the clock of a request when a
// worker is free instead of when the request is due, cannot be stopped while it
// waits, and cuts a schedule off at its end; so the waiting, the clocks and the
// ends are those of this package, through vegeta's Pacer and http.Client.
type Vegeta struct{}

// Name returns "vegeta".
func (Vegeta) Name() string { return "vegeta" }

// Caps returns what the engine can do.
func (Vegeta) Caps() Caps {
	return Caps{HTTP2: true, Redirects: true, Precision: precision}
}

// Run sends the plan; see [Engine].
func (Vegeta) Run(ctx context.Context, p Plan, rec Recorder) (Account, error) {
	if err := (Vegeta{}).Caps().Covers(p); err != nil {
		return Account{}, err
	}
	return drive(ctx, p, rec, attack)
}

const (
	// fewestWorkers is how many workers an attack starts with.
	fewestWorkers = 16

	// spareWorkers is how many there may be beyond the cap on attempts in flight,
	// for those that are on their way from one attempt to the next. The cap is
	// ours: at vegeta's own, the dispatcher stops sending and says nothing.
	spareWorkers = 64
)

// attack is a [carrier]. An Attacker is good for one attack only.
func attack(ctx context.Context, r *run) {
	due := make(chan attempt, spareWorkers)
	worker := hand{ctx, r, due, &http.Response{StatusCode: http.StatusNoContent, Body: http.NoBody}}
	attacker := vegeta.NewAttacker(
		vegeta.Client(&http.Client{Transport: worker}),
		vegeta.Redirects(vegeta.NoFollow),
		vegeta.MaxBody(0),
		vegeta.Workers(uint64(min(fewestWorkers, r.plan.Client.inFlight()))),
		vegeta.MaxWorkers(uint64(r.plan.Client.inFlight()+spareWorkers)),
	)
	blank := vegeta.Target{Method: http.MethodGet, URL: "http://attempt/"}
	results := attacker.Attack(vegeta.NewStaticTargeter(blank), pacer{ctx, r, due}, 0, "")
	for range results {
		// Each says only that a worker is free again, but has to be taken.
	}
}

// A pacer is vegeta's dispatcher asking for the next attempt. It waits inside
// Pace: what is returned to vegeta cannot be taken back or interrupted.
type pacer struct {
	ctx context.Context
	*run
	due chan<- attempt
}

// Pace waits until an attempt is due and hands it on. It stops the attack when
// there is none.
func (p pacer) Pace(time.Duration, uint64) (wait time.Duration, stop bool) {
	a, ok := p.take(p.ctx)
	if !ok {
		return 0, true
	}
	p.due <- a
	return 0, false
}

// Rate is asked for by vegeta's reports only.
func (pacer) Rate(time.Duration) float64 { return 0 }

// A hand is one of vegeta's workers making a request. Vegeta's hits carry no
// identity, and need none: every one of them makes the attempt that has been due
// longest. Vegeta's own request, with its own headers, stays here.
type hand struct {
	ctx context.Context
	*run
	due   <-chan attempt
	blank *http.Response // an answer without meaning, never changed
}

// RoundTrip makes an attempt.
func (h hand) RoundTrip(*http.Request) (*http.Response, error) {
	h.perform(h.ctx, <-h.due)
	return h.blank, nil
}
