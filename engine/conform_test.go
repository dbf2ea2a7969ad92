package engine_test

import (
	"context"
	"iter"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"matchday/engine"
	"matchday/measure"
)

func TestVegeta(t *testing.T) { conform(t, engine.Vegeta{}, 1) }

func TestNative(t *testing.T) {
	for _, shards := range []int64{1, 3} {
		t.Run(strconv.FormatInt(shards, 10)+" shards", func(t *testing.T) { conform(t, engine.Native{Shards: int(shards)}, shards) })
	}
}

func TestNativeInBatches(t *testing.T) { conform(t, batching{}, 1) }

// A batching is the native engine where every plan asks for batches.
type batching struct{ engine.Native }

func (b batching) Run(ctx context.Context, p engine.Plan, rec engine.Recorder) (engine.Account, error) {
	if p.Pacing == engine.PaceAuto {
		p.Pacing = engine.PaceBatched
	}
	return b.Native.Run(ctx, p, rec)
}

// conform is what an engine that speaks to real targets must pass. Nothing in it
// is special to one of them. An engine may have several pools of connections.
func conform(t *testing.T, e engine.Engine, pools int64) {
	for _, c := range []struct {
		name  string
		check func(*testing.T, engine.Engine)
	}{
		{"every arrival once", everyArrivalOnce},
		{"two at one instant", twoAtOneInstant},
		{"silence", silence},
		{"arrival at the end", arrivalAtTheEnd},
		{"empty schedule", emptySchedule},
		{"late and not skipped", lateAndNotSkipped},
		{"gauge and levels", gaugeAndLevels},
		{"impossible plans", impossiblePlans},

		{"cancel in a gap", cancelInAGap},
		{"cancel before the start", cancelBeforeTheStart},
		{"cancel during slow answers", cancelDuringSlowAnswers},
		{"cancel with retries pending", cancelWithRetriesPending},
		{"slow recorder", slowRecorder},
		{"in-flight cap", inFlightCap},

		{"no answer", noAnswer},
		{"no answer after lag", noAnswerAfterLag},
		{"no handshake", noHandshake},
		{"answer stalls", answerStalls},
		{"refused", refused},
		{"no such name", noSuchName},
		{"reset before the answer", resetBeforeTheAnswer},
		{"reset within the body", resetWithinTheBody},
		{"malformed answer", malformedAnswer},
		{"untrusted certificate", untrustedCertificate},
		{"wanted h2, got none", wantedH2},

		{"slow answer", slowAnswer},
		{"endless headers", endlessHeaders},
		{"endless body", endlessBody},
		{"compression bomb", compressionBomb},
		{"garbage", garbage},
		{"cut anywhere", cutAnywhere},

		{"statuses", statuses},
		{"assertions", assertions},
		{"time by the target's word", serverTiming},
		{"redirects", redirects},
		{"request as given", requestAsGiven},
		{"slots filled", slotsFilled},
		{"slots escaped", slotsEscaped},
		{"bodies in turn", bodiesInTurn},

		{"served at the second attempt", servedAtTheSecondAttempt},
		{"retries run out", retriesRunOut},
		{"retry after", retryAfter},
		{"retry budget", retryBudget},

		{"protocols", protocols},
		{"connections", func(t *testing.T, e engine.Engine) { connections(t, e, 2*pools) }},
		{"sessions", sessions},
		{"frozen target", frozenTarget},
	} {
		t.Run(c.name, func(t *testing.T) { c.check(t, e) })
	}
}

// longest bounds every run of the suite.
const longest = 10 * time.Second

// A tape is a recorder that keeps everything.
type tape struct {
	samples []measure.Sample
	levels  []measure.Level
	heard   func(measure.Sample) // called for every sample, unless nil
	arrived int64                // users the schedule has given
	err     error
	engine.Account
}

func (r *tape) Record(s measure.Sample) {
	r.samples = append(r.samples, s)
	if r.heard != nil {
		r.heard(s)
	}
}

func (r *tape) Level(l measure.Level) { r.levels = append(r.levels, l) }

// by counts the samples by outcome.
func (r *tape) by() (n measure.ByOutcome) {
	for _, s := range r.samples {
		n[s.Outcome]++
	}
	return n
}

// want fails the test unless the outcomes are those, and no others.
func (r *tape) want(t *testing.T, want map[measure.Outcome]int64) {
	t.Helper()
	got := r.by()
	for o, n := range want {
		got[o] -= n
	}
	if got != (measure.ByOutcome{}) {
		t.Errorf("outcomes %v; want %v", r.by(), want)
	}
}

// all is the number of samples of one outcome, which is all of them.
func all(o measure.Outcome, n int64) map[measure.Outcome]int64 {
	return map[measure.Outcome]int64{o: n}
}

// at yields those instants.
func at(instants ...time.Duration) iter.Seq[time.Duration] { return slices.Values(instants) }

// every yields n instants, one a gap.
func every(gap time.Duration, n int) iter.Seq[time.Duration] {
	return func(yield func(time.Duration) bool) {
		for i := range n {
			if !yield(time.Duration(i) * gap) {
				return
			}
		}
	}
}

// get returns a plan to get the URL at those instants, with time enough.
func get(t *testing.T, url string, arrivals iter.Seq[time.Duration]) engine.Plan {
	t.Helper()
	return send(t, engine.Request{URL: url}, arrivals)
}

func send(t *testing.T, r engine.Request, arrivals iter.Seq[time.Duration]) engine.Plan {
	t.Helper()
	source, err := engine.RoundRobin([]engine.Request{r})
	if err != nil {
		t.Fatal(err)
	}
	return engine.Plan{
		Arrivals: arrivals, Length: time.Second, Tick: 20 * time.Millisecond,
		Source: source, Client: engine.Client{Timeout: longest},
	}
}

// refuses checks that an engine refuses the plan if its capabilities do not cover
// it, and tells whether that is so.
func refuses(t *testing.T, e engine.Engine, p engine.Plan) bool {
	t.Helper()
	lacks := e.Caps().Covers(p)
	if lacks == nil {
		return false
	}
	var r tape
	if _, err := e.Run(t.Context(), p, &r); err == nil || err.Error() != lacks.Error() || len(r.samples) > 0 {
		t.Errorf("error %v, %d samples; want %q and none", err, len(r.samples), lacks)
	}
	return true
}

// play runs the plan to its end and checks what holds of every run.
func play(t *testing.T, e engine.Engine, p engine.Plan) *tape {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), longest)
	defer cancel()
	r := new(tape)
	r.play(ctx, t, e, p)
	if r.err != nil {
		t.Fatal(r.err)
	}
	return r
}

// play runs the plan and checks what holds of every run, cut short or not.
func (r *tape) play(ctx context.Context, t *testing.T, e engine.Engine, p engine.Plan) {
	t.Helper()
	schedule := p.Arrivals
	p.Arrivals = func(yield func(time.Duration) bool) {
		schedule(func(at time.Duration) bool { r.arrived++; return yield(at) })
	}
	r.Account, r.err = e.Run(ctx, p, r)
	noneLeft(t)
	r.checkAccount(t)
	r.checkInstants(t)
	r.checkUsers(t)
	r.checkGauge(t)
}

// checkAccount checks that nothing is missing or counted twice.
func (r *tape) checkAccount(t *testing.T) {
	t.Helper()
	a := r.Account
	if a.Users != a.Reached+a.NotReached || a.Retries != a.Attempts-a.Users {
		t.Errorf("%+v does not add up", a)
	}
	if a.Attempts != int64(len(r.samples)) || a.Users != r.arrived {
		t.Errorf("%d attempts of %d users; want %d of %d", a.Attempts, a.Users, len(r.samples), r.arrived)
	}
	if cut := r.by()[measure.Cut] > 0; cut != (r.err != nil) {
		t.Errorf("error %v, but cut short is %v", r.err, cut)
	}
	if time.Since(a.Began) > time.Minute {
		t.Errorf("began %v", a.Began)
	}
}

// heldUp is how late a sample may be recorded on a busy machine.
const heldUp = time.Second / 2

func (r *tape) checkInstants(t *testing.T) {
	t.Helper()
	var last time.Duration
	for _, s := range r.samples {
		switch {
		case s.Done < last-heldUp:
			t.Errorf("%+v was recorded after one done at %v", s, last)
		case s.Left() && s.Sent < s.Due:
			t.Errorf("%+v was sent before it was due", s)
		case s.Sent > s.Done, !s.Left() && s.Sent != s.Done:
			t.Errorf("%+v was done before it was sent", s)
		case s.FirstByte != 0 && (s.FirstByte < s.Sent || s.FirstByte > s.Done):
			t.Errorf("%+v had its first byte outside of [sent, done]", s)
		}
		last = max(last, s.Done)
	}
}

// checkUsers checks that every user came once and made attempts 1, 2, … up to
// one last.
func (r *tape) checkUsers(t *testing.T) {
	t.Helper()
	attempts := map[int64][]measure.Sample{}
	for _, s := range r.samples {
		attempts[s.User] = append(attempts[s.User], s)
	}
	for user := range r.Users {
		made := attempts[user]
		for i, s := range made {
			if s.Attempt != i+1 || s.Last != (i == len(made)-1) || s.Arrived != made[0].Due {
				t.Errorf("attempt %d of %d of user %d is %+v", i+1, len(made), user, s)
			}
		}
	}
	if int64(len(attempts)) != r.Users {
		t.Errorf("%d users made attempts; want %d", len(attempts), r.Users)
	}
}

// checkGauge holds the gauge against the samples: both are the time spent in
// flight, by clocks read within a moment of each other.
func (r *tape) checkGauge(t *testing.T) {
	t.Helper()
	var flown time.Duration
	for _, s := range r.samples {
		if s.Left() {
			flown += s.Done - s.Sent
		}
	}
	last := r.levels[len(r.levels)-1]
	moment := time.Millisecond * time.Duration(len(r.samples))
	if d := (last.Integral - flown).Abs(); d > moment+flown/50 || last.InFlight != 0 {
		t.Errorf("the gauge saw %v in flight, and %d at the end; the samples %v", last.Integral, last.InFlight, flown)
	}
}

// noneLeft fails the test if the engine has goroutines left. Connections take a
// moment to end after they were closed.
func noneLeft(t *testing.T) {
	t.Helper()
	deadline := time.Now().Add(longest)
	for leaked() != "" {
		if time.Now().After(deadline) {
			t.Fatalf("goroutines are left:\n%s", leaked())
		}
		runtime.Gosched()
	}
}

// leaked returns the stack of a goroutine of an engine or of a client's
// connection, "" if there is none.
func leaked() string {
	buf := make([]byte, 1<<20)
	self := true
	for stack := range strings.SplitSeq(string(buf[:runtime.Stack(buf, true)]), "\n\n") {
		if self {
			self = false // the first is the caller's
			continue
		}
		for _, mine := range []string{"matchday/engine.", "vegeta/v12", "http.(*persistConn)", "http.(*http2ClientConn)", "http.(*Transport)"} {
			if strings.Contains(stack, mine) && !strings.Contains(stack, "testing.tRunner") {
				return stack
			}
		}
	}
	return ""
}
