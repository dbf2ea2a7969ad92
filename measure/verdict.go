package measure

import (
	"fmt"
	"time"
)

// A Verdict says whether the target came back after the peaks.
type Verdict string

// The verdicts on a trial.
const (
	Recovered  Verdict = "recovered"  // back in time after every peak, within what draining takes
	Slow       Verdict = "slow"       // back in the end, but late or not before the next peak
	Degraded   Verdict = "degraded"   // back in time, but not within the SLO
	Metastable Verdict = "metastable" // not back although the load was: it keeps itself down
	Undecided  Verdict = "undecided"  // the trial ended too early to say
	NoPeak     Verdict = "no peak"    // the profile has no peak to recover from
)

// A Judgement is the verdict on the target in one trial, and why.
type Judgement struct {
	Verdict  Verdict    `json:"verdict"`
	Reason   string     `json:"reason"`
	Recovery []Recovery `json:"recovery"`
}

// A Trace is what a verdict is drawn from.
type Trace struct {
	Grid    Grid
	Windows []Window
	// Backlog returns how many requests were in the target at an instant, where
	// the target tells; nil means that the gauge of the generator stands in.
	Backlog func(at time.Duration) float64
}

// Judge returns the verdict on the trial.
func (t Trace) Judge() Judgement {
	j := Judgement{Recovery: t.recoveries()}
	j.Verdict, j.Reason = t.verdict(j.Recovery)
	return j
}

// verdict judges a trial by the returns after the peaks that it lasted for. What
// came back so far says nothing of a peak that never was.
func (t Trace) verdict(all []Recovery) (Verdict, string) {
	if n := len(all); n > 0 && !all[n-1].InTime.Back {
		return t.down(all[n-1])
	}
	if p, cut := t.missed(); cut {
		return Undecided, fmt.Sprintf("the trial was cut off before %s was over", p.Name)
	}
	if len(all) == 0 {
		return NoPeak, "the profile has no phase that is a peak"
	}
	return t.back(all)
}

// recoveries measures the return after each peak that was over before the trial
// was.
func (t Trace) recoveries() []Recovery {
	var out []Recovery
	end := t.end()
	for i, p := range t.Grid.Phases {
		if !p.Peak || p.End > end {
			continue
		}
		watch, until := t.watch(i)
		out = append(out, t.recovery(p, watch, until))
	}
	return out
}

// missed returns the first peak that the trial was cut off before or in.
func (t Trace) missed() (Phase, bool) {
	end := t.end()
	for _, p := range t.Grid.Phases {
		if p.Peak && p.End > end {
			return p, true
		}
	}
	return Phase{}, false
}

// watch returns until when the return after the i-th phase is awaited, and what
// ends the wait.
func (t Trace) watch(i int) (until time.Duration, ended string) {
	end := t.end()
	for _, p := range t.Grid.Phases[i+1:] {
		if p.Peak && p.Start <= end {
			return p.Start, p.Name
		}
	}
	if end < t.Grid.Length {
		return end, untilCut
	}
	return end, untilEnd
}

func (t Trace) recovery(p Phase, watch time.Duration, until string) Recovery {
	hold := t.Grid.Limits.Hold(t.Grid.Window)
	r := Recovery{
		Peak: p.Name, End: p.End,
		InTime: comeback{t.Windows, hold, func(c Counts) int64 { return c.Attempts[OK] }}.after(p.End, watch, until),
		InSLO:  comeback{t.Windows, hold, func(c Counts) int64 { return c.InSLO }}.after(p.End, watch, until),
	}
	after := t.load(p.End, watch)
	r.Backlog = max(0, t.backlog(p.End)-after.users*t.rest())
	r.Drain = drain(r.Backlog, t.capacity()-after.users)
	return r
}

// drain returns how long a backlog takes to go at a rate per second, −1 if it
// never does, or not in a million seconds.
func drain(backlog, rate float64) time.Duration {
	if backlog <= 0 {
		return 0
	}
	if backlog > 1e6*rate {
		return -1
	}
	return time.Duration(backlog / rate * float64(time.Second))
}

// patience is how long a return may take and still be called prompt: half as
// long again as draining the backlog takes, and one timeout.
func (t Trace) patience(r Recovery) time.Duration {
	return r.Drain*3/2 + t.Grid.Limits.Timeout
}

// prompt tells whether a target was back as soon as can be asked. Where the load
// never left room to drain, any return is.
func (t Trace) prompt(r Recovery, back Return) bool {
	return back.Back && (r.Drain < 0 || back.After <= t.patience(r))
}

// back judges a target that was back after the last peak.
func (t Trace) back(all []Recovery) (Verdict, string) {
	for _, r := range all {
		if !r.InTime.Back {
			return Slow, fmt.Sprintf("not back within %s after %s, before %s came", InWords(r.InTime.After), r.Peak, r.InTime.Until)
		}
		if !t.prompt(r, r.InTime) {
			return Slow, fmt.Sprintf("back %s after %s; draining its backlog takes no more than %s", InWords(r.InTime.After), r.Peak, InWords(t.patience(r)))
		}
	}
	for _, r := range all {
		if !r.InSLO.Back {
			return Degraded, fmt.Sprintf("back in time, but not within the SLO in the %s after %s", InWords(r.InSLO.After), r.Peak)
		}
		if !t.prompt(r, r.InSLO) {
			return Degraded, fmt.Sprintf("back in time, but within the SLO only %s after %s", InWords(r.InSLO.After), r.Peak)
		}
	}
	if t.Grid.Limits.SLO <= 0 {
		return Recovered, "back in time after every peak"
	}
	return Recovered, "back in time and within the SLO after every peak"
}

// down judges a target that was not back when the trial ended. It is metastable
// when the load was back for long enough at a level served before, and still
// nothing got better.
func (t Trace) down(last Recovery) (Verdict, string) {
	end := t.end()
	after, watched := t.load(last.End, end), max(0, end-last.End)
	need, sustained := t.proof(last, end)
	switch served := t.served(last.End); {
	case watched < need && end < t.Grid.Length:
		return Undecided, fmt.Sprintf("not back when the trial was cut off, %s after %s", InWords(watched), last.Peak)
	case after.users > served:
		return Undecided, fmt.Sprintf("the load after %s (%.0f/s) never fell to a level served before it (%.0f/s)", last.Peak, after.users, served)
	case watched < need:
		return Undecided, fmt.Sprintf("not back %s after %s; only after %s could one say whether it ever comes: make the tail longer", InWords(watched), last.Peak, InWords(need))
	case t.rising(end, need):
		return Undecided, "not back, but goodput was still rising: make the tail longer"
	}
	return Metastable, fmt.Sprintf("not back %s after %s at a load served before (%.0f users/s)%s", InWords(watched), last.Peak, after.users, sustained)
}

// proof returns how long a target must be down after the last peak before that
// is called metastable: five timeouts, 60 demands, and three times what
// draining takes. Where retries alone keep the load above the capacity no
// draining is going on, so there is nothing to wait for. That is read off the
// second half of the wait: the first may still be the peak's.
func (t Trace) proof(last Recovery, end time.Duration) (need time.Duration, sustained string) {
	l := t.Grid.Limits
	need = max(5*l.Timeout, 60*l.Demand, l.Hold(t.Grid.Window))
	late := end - max(need, (end-last.End)/2)
	came, c := t.load(max(last.End, late), end).attempts, t.capacity()
	if c > 0 && came >= c {
		return need, fmt.Sprintf("; retries make that %.0f attempts/s against %s", came, t.capacityText())
	}
	return max(need, 3*last.Drain), ""
}

// rising tells whether the share of good answers grew by more than five points
// from the first to the second half of the last stretch of that length.
func (t Trace) rising(end, stretch time.Duration) bool {
	share := func(from, to time.Duration) float64 {
		c := t.sum(from, to)
		return ratio(float64(c.Attempts[OK]), float64(c.Counted()))
	}
	middle := end - stretch/2
	return share(middle, end) > share(end-stretch, middle)+0.05
}
