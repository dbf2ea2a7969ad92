package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"matchday/cmd/matchday/internal/experiment"
	"matchday/engine"
	"matchday/measure"
	"matchday/results"
	"matchday/targets"
	"matchday/targets/bulkhead"
)

// errStorage is a run that can no longer be stored.
var errStorage = errors.New("cannot store the run")

func storage(err error) error { return fmt.Errorf("%w: %w", errStorage, err) }

// A trialKeeper stores a trial as it is made.
type trialKeeper struct {
	writer  *results.TrialWriter
	samples bool
}

// Window implements [experiment.Observer].
func (k *trialKeeper) Window(w measure.Window) error {
	if err := k.writer.Window(w); err != nil {
		return storage(err)
	}
	return nil
}

// Stream implements [experiment.Observer].
func (k *trialKeeper) Stream(name string, w measure.Window) error {
	if err := k.writer.Stream(name, w); err != nil {
		return storage(err)
	}
	return nil
}

// Target implements [experiment.Observer].
func (k *trialKeeper) Target(at time.Duration, c targets.Counters) error {
	row := results.TargetRow{
		At: at, Inside: c.Inside, Queued: c.Queued, Zombies: c.Zombies,
		Accepted: c.Accepted, Completed: c.Completed, Late: c.CompletedLate, Rejected: c.Rejected(),
		WorkDone: c.WorkDone, WorkWasted: c.WorkWasted,
		CPU: c.CPU, RSS: c.RSS, Threads: c.Threads, Descriptors: c.Descriptors, Untold: c.Untold.Names(),
	}
	for _, a := range c.Also {
		row.Also = append(row.Also, results.Also(a))
	}
	if err := k.writer.Target(row); err != nil {
		return storage(err)
	}
	return nil
}

// Sample implements [experiment.Observer].
func (k *trialKeeper) Sample(s measure.Sample) error {
	if !k.samples {
		return nil
	}
	if err := k.writer.Sample(s); err != nil {
		return storage(err)
	}
	return nil
}

// newRun returns the head of a run.
func newRun(ctx context.Context, e experiment.Experiment, began time.Time) results.Run {
	return results.Run{
		Version: results.Version, Simulated: e.Engine == experiment.Virtual, ID: results.NewID(began, rand.Uint64()), Name: e.Name, Status: results.Partial,
		Started: began, Command: commandLine(), Experiment: understood(e),
		Environment: results.Detect(ctx, programVersion(), "."), Warnings: append(doubts(e.Precision()), unread(e.Target.Hook)...),
	}
}

// doubts tells what is to be borne in mind of a whole run, whatever it measures:
// that sends are coarsely timed, where the system knows no better.
func doubts(precision time.Duration) []string {
	if precision < time.Millisecond {
		return nil
	}
	return []string{fmt.Sprintf("this system wakes up who waits up to %s late: every send is late by as much, and bunched with its neighbours", measure.InWords(precision))}
}

// unread tells that nobody has seen the settings in force.
func unread(h *targets.Hook) []string {
	if h == nil || !h.Check.IsZero() {
		return nil
	}
	return []string{"the hook that applies settings has no check: that they were in force is not known"}
}

// understood puts the experiment into plain data.
func understood(e experiment.Experiment) results.Experiment {
	out := results.Experiment{
		Profile: e.Curve.String(), ProfileName: e.ProfileName, ProfileHash: e.Curve.Hash(),
		Length: e.Length(), Phases: experiment.Phases(e.Curve), Arrivals: string(e.Arrivals), Seed: e.Seed, Rounds: e.Rounds,
		Window: e.Window, Engine: e.Engine, Pacing: pacing(e), Callers: e.Callers, Target: e.Target.Name(),
		CPUs: processors(e.Target), Demand: e.Target.Facts.Demand, Capacity: e.Target.Capacity(),
		Timeout: e.Client.Timeout, SLO: e.SLO, Retries: e.Client.Retries, Backoff: e.Client.Backoff,
		RetryAfter: e.Client.RetryAfter, RetryBudget: e.Client.RetryBudget.Share, RetryBurst: e.Client.RetryBudget.Burst,
		InFlight: e.Client.InFlight,
	}
	out.Sizes, out.Dips = special(e.Target.Reference)
	if r := e.Target.Reference; r != nil && r.Database != nil {
		out.Database = r.Database.String()
	}
	out.Knobs = e.Target.Knobs()
	for _, s := range e.Streams {
		out.Streams = append(out.Streams, understoodStream(e, s))
	}
	for _, o := range e.Client.RetryOn {
		out.RetryOn = append(out.RetryOn, o.String())
	}
	for _, v := range e.Variants {
		out.Variants = append(out.Variants, variant(v))
	}
	return out
}

// processors returns how many processors the target has, 0 where that is unknown
// or where it has none to speak of: most of the gallery is made of threads,
// locks and loops, and what it can do is its capacity.
func processors(t experiment.Target) int {
	if t.Reference != nil && t.Reference.Gallery != nil {
		return 0
	}
	return t.Facts.CPUs
}

// understoodStream puts one stream of the experiment into plain data.
func understoodStream(e experiment.Experiment, s experiment.Stream) results.Stream {
	out := results.Stream{
		Name: s.Name, Profile: s.Curve.String(), ProfileName: s.ProfileName, ProfileHash: s.Curve.Hash(),
		Phases: e.StreamPhases(s), Steady: e.Steady(s), SLO: s.SLO, First: s.From,
	}
	for _, r := range e.Target.Requests[s.From:s.To] {
		out.Requests = append(out.Requests, r.Name)
	}
	return out
}

// variant puts a setting into plain data.
func variant(s bulkhead.Setting) results.Variant {
	return results.Variant{
		Name: s.String(), Bulkhead: s != bulkhead.Setting{}, Kind: s.Kind.String(),
		Inside: s.Inside, Queue: s.Queue, LIFO: s.LIFO, Wait: s.Wait, Shrunk: s.Shrunk,
	}
}

// pacing names how sends were timed where that was asked for.
func pacing(e experiment.Experiment) string {
	if e.Pacing == engine.PaceAuto {
		return ""
	}
	return e.Pacing.String()
}

// special returns what is special about a reference service: how demands spread,
// unless they are all alike, and when it loses processors.
func special(r *experiment.Reference) (sizes string, dips []string) {
	if r == nil {
		return "", nil
	}
	if text := r.Sizes.String(); text != "fixed" {
		sizes = text
	}
	for _, d := range r.Dips {
		dips = append(dips, d.String())
	}
	return sizes, dips
}

// trialHead returns what is known of a trial before it is made.
func trialHead(t experiment.Trial, began time.Time) results.Trial {
	return results.Trial{
		Number: t.Number, Round: t.Round, Variant: t.Variant.String(),
		Status: results.Partial, Seed: t.Seed, Started: began,
	}
}

// trialResult adds what the trial came to.
func trialResult(head results.Trial, r experiment.Result, failed error, interrupted bool) results.Trial {
	if !r.Account.Began.IsZero() {
		head.Started = r.Account.Began
	}
	head.Elapsed, head.Summary, head.Stretches = r.Elapsed, r.Summary, r.Stretches
	for _, s := range r.Streams {
		head.Streams = append(head.Streams, results.StreamTrial(s))
	}
	head.Account = results.Account{
		Users: r.Account.Users, NotReached: r.Account.NotReached, Attempts: r.Account.Attempts,
		Retries: r.Account.Retries, Withheld: r.Account.Withheld,
		Conns: r.Account.Conns, Resumed: r.Account.Resumed, Resent: r.Account.Resent, Protocol: r.Account.Protocol,
	}
	for _, b := range r.Account.Batched {
		head.Account.Batched = append(head.Account.Batched, results.Batching(b))
	}
	head.Status = results.Complete
	switch {
	case interrupted:
		head.Status = results.Partial
	case failed != nil:
		head.Status, head.Error = results.Failed, failed.Error()
	}
	if u := r.Usage; u != (targets.Usage{}) {
		head.Usage = &results.Usage{CPU: u.CPU, MaxRSS: u.RSS, MaxThreads: u.Threads, MaxDescriptors: u.Descriptors}
	}
	if r.Told {
		head.Target = totals(r)
	}
	return head
}

// totals returns what the target said of itself over a trial.
func totals(r experiment.Result) *results.TargetTotals {
	c := r.Target
	t := &results.TargetTotals{
		Accepted: c.Accepted, Completed: c.Completed, CompletedLate: c.CompletedLate,
		Rejected: c.Rejected(), Abandoned: c.Abandoned, Remaining: c.Inside + c.Queued,
		Failed: c.Failed, Lost: c.Lost, Wrong: c.Wrong,
		MaxInSystem: c.MaxInSystem, WorkDone: c.WorkDone, WorkWasted: c.WorkWasted,
		CPU: c.CPU, MaxRSS: c.RSS,
		Untold: c.Untold.Names(), Readings: r.Readings, Until: r.Until,
	}
	for _, g := range r.Gaps {
		t.Gaps = append(t.Gaps, results.Gap(g))
	}
	switch {
	case r.Oracle != nil:
		t.Oracle = r.Oracle.Error()
	case r.Audited:
		t.Oracle = "closed"
	}
	return t
}
