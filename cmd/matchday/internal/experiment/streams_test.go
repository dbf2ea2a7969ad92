package experiment

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"matchday/engine"
	"matchday/measure"
	"matchday/profiles"
	"matchday/targets/bulkhead"
)

// twoStreams is a checkout that peaks beside a browse that does not, on one
// server of 100 requests a second.
const twoStreams = `
streams:
  checkout:
    profile: "base: hold 20/s 10s, peak-1: hold 200/s 4s, tail: hold 20/s 16s"
    requests: [{path: /order}, {path: /order?size=10ms, name: small}]
    slo: 125ms
  browse: {profile: hold 40/s 30s, requests: [{path: /menu}]}
client: {timeout: 500ms, slo: 250ms}
target: {reference: ps, cpus: 5, demand: 49ms}
variants: [none]
`

func built(t *testing.T, text string) Experiment {
	t.Helper()
	e, err := read(text)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// Streams stand in the order of the file, each with its own profile, objective
// and requests; together they are the load of the target.
func TestStreams(t *testing.T) {
	e := built(t, twoStreams)
	if len(e.Streams) != 2 || e.Streams[0].Name != "checkout" || e.Streams[1].Name != "browse" {
		t.Fatalf("streams %+v", e.Streams)
	}
	checkout, browse := e.Streams[0], e.Streams[1]
	if checkout.SLO != 125*time.Millisecond || browse.SLO != 250*time.Millisecond {
		t.Errorf("objectives %v and %v, want its own and the client's", checkout.SLO, browse.SLO)
	}
	if checkout.From != 0 || checkout.To != 2 || browse.From != 2 || browse.To != 3 || e.Target.Requests[2].URL != "/menu" {
		t.Errorf("requests %+v", e.Target.Requests)
	}
	if e.Steady(checkout) || !e.Steady(browse) {
		t.Errorf("steady: checkout %v, browse %v", e.Steady(checkout), e.Steady(browse))
	}
	if got := e.Curve.Rate(12 * time.Second); got != 240 {
		t.Errorf("%v/s in the peak, want 240", got)
	}
	if want := Phases(checkout.Curve); !slices.Equal(Phases(e.Curve), want) || !slices.Equal(e.StreamPhases(browse), want) {
		t.Errorf("phases %v and %v, want those of the stream that peaks", Phases(e.Curve), e.StreamPhases(browse))
	}
}

// Where several streams have peaks, all of them are peaks of the whole.
func TestPeaksOfSeveralStreams(t *testing.T) {
	stream := func(name, profile string) Stream {
		c, err := profiles.Parse(name, profile)
		if err != nil {
			t.Fatal(err)
		}
		return Stream{Name: name, Curve: c}
	}
	whole := together([]Stream{
		stream("steady", "hold 5/s 12s"),
		stream("early", "base: hold 10/s 2s, peak-1: hold 20/s 2s, tail: hold 10/s 6s"),
		stream("late", "base: hold 1/s 6s, peak-1: hold 9/s 2s, tail: hold 1/s 2s"),
	})
	var got []string
	for _, p := range Phases(whole) {
		got = append(got, p.Name)
	}
	if want := "base peak-1-early tail peak-1-late tail"; strings.Join(got, " ") != want {
		t.Errorf("phases %q, want %q", got, want)
	}
	if whole.Rate(3*time.Second) != 26 || whole.Rate(11*time.Second) != 5 {
		t.Errorf("%v/s and %v/s, want the sums 26 and 5", whole.Rate(3*time.Second), whole.Rate(11*time.Second))
	}
}

func TestStreamFaults(t *testing.T) {
	check := func(text, want string) {
		t.Helper()
		if _, err := read(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q:\n got %v\nwant %q in it", text, err, want)
		}
	}
	const ps = "target: {reference: ps}\nvariants: [none]\n"
	check(ps+"profile: hold 1/s 9s\nstreams:\n  a: {profile: hold 1/s 9s}\n", "shop.yaml:3:10: profile and streams exclude each other")
	check(ps+"callers: 4\nstreams:\n  a: {profile: hold 1/s 9s}\n", "callers take turns through one kind of traffic")
	check(ps+"streams:\n  a: {slo: 1s}\n", `shop.yaml:4:6: stream "a" has no profile`)
	check(ps+"streams:\n  a: {profile: hold 0/s 9s}\n", "shop.yaml:4:16: profile brings no users")
	check(ps+"streams:\n  a: {profile: hold}\n", "shop.yaml:4:16: ")
	check(ps+"streams:\n  A b: {profile: hold 1/s 9s}\n", `shop.yaml:4:8: stream "A b": want a name of lower-case words`)
	check(ps+"streams:\n  all: {profile: hold 1/s 9s}\n", `stream "all": want a name of lower-case words and dashes other than all`)
	check(ps+"streams:\n  a: {profil: hold 1/s 9s}\n", `key "profil" is unknown, did you mean "profile"? a stream: profile, requests, slo`)
	check(ps+"client: {timeout: 1s}\nstreams:\n  a: {profile: hold 1/s 9s, slo: 2s}\n", "shop.yaml:5:34: slo 2s is longer than the timeout of 1s")
	check("target: {url: 'http://127.0.0.1', requests: [{path: /a}]}\nstreams:\n  a: {profile: hold 1/s 9s}\n",
		"shop.yaml:1:45: requests and streams exclude each other")
	check("target: {url: 'http://127.0.0.1'}\nstreams:\n  a: {profile: hold 1/s 9s, requests: [{path: /, weight: -1}]}\n",
		"shop.yaml:3:39: request 1: weight -1")
}

// Flags that change all streams alike do, and those that would have to say which
// one they mean are refused.
func TestOverrideStreams(t *testing.T) {
	over := func(o Overrides, flags ...string) (Experiment, error) {
		f, err := Parse("shop.yaml", []byte(twoStreams))
		if err != nil {
			t.Fatal(err)
		}
		o.Changed = func(flag string) bool { return slices.Contains(flags, flag) }
		if err := f.Override(o); err != nil {
			return Experiment{}, err
		}
		return f.Build(nil)
	}
	e, err := over(Overrides{Duration: 12 * time.Second, Speed: 2, Timeout: 100 * time.Millisecond}, "duration", "speed", "timeout")
	if err != nil {
		t.Fatal(err)
	}
	if e.Length() != 12*time.Second || e.Curve.Rate(0) != 120 {
		t.Errorf("%v at %v/s, want 12s at twice the rate", e.Length(), e.Curve.Rate(0))
	}
	if e.Streams[0].SLO != 100*time.Millisecond || e.Streams[1].SLO != 100*time.Millisecond {
		t.Errorf("objectives %v and %v, want no more than the timeout", e.Streams[0].SLO, e.Streams[1].SLO)
	}
	for _, flag := range []string{"profile", "rate"} {
		if _, err := over(Overrides{Profile: "spike", Rate: "max", Duration: time.Second}, flag, "duration"); err == nil || !strings.Contains(err.Error(), "--"+flag+": the file has streams") {
			t.Errorf("--%s: %v", flag, err)
		}
	}
}

// On the model every attempt is in the timeline of all traffic and in that of
// one stream; what the streams came to adds up to the whole, window by window.
func TestSimulatedStreams(t *testing.T) {
	e := built(t, twoStreams)
	e.Engine = Virtual
	trial := Trial{Number: 1, Round: 1, Variant: bulkhead.Setting{Inside: 5}, Seed: 3}
	applier, sender, err := e.Stage("", trial)
	if err != nil {
		t.Fatal(err)
	}
	n := &notebook{}
	r, err := NewDrive(e, trial, applier, sender, n).Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var sum measure.Counts
	for _, s := range r.Streams {
		sum.Merge(s.Stretches[0].Counts)
		if v := s.Summary.Validity(); v != measure.Valid {
			t.Errorf("%s: generator %v", s.Name, v)
		}
	}
	sum.InSLO, sum.UsersInSLO = r.Stretches[0].InSLO, r.Stretches[0].UsersInSLO // of another objective
	if sum != r.Stretches[0].Counts {
		t.Errorf("streams sum to\n%+v, want\n%+v", sum, r.Stretches[0].Counts)
	}
	for i, w := range n.windows {
		if a, b := n.streams["checkout"][i], n.streams["browse"][i]; a.Users+b.Users != w.Users || a.Gauge+b.Gauge != w.Occupied || a.Start != w.Start {
			t.Fatalf("window %d: %d and %d users of %d", i, a.Users, b.Users, w.Users)
		}
	}
	browse := r.Streams[1]
	if users := browse.Stretches[0].Users; users < 1100 || users > 1300 {
		t.Errorf("%d users browse, want about 40/s for 30s", users)
	}
	if _, known := measure.IsolationOf(browse.Stretches[1:]); !known || browse.Summary.Judgement.Verdict != measure.Recovered {
		t.Errorf("browse is judged %v", browse.Summary.Judgement)
	}
}

// A stream's users are the same whatever comes beside them, and take turns
// through its requests as if they were alone.
func TestUsersOfAStream(t *testing.T) {
	both := built(t, twoStreams)
	alone := both
	alone.Streams = both.Streams[:1]
	come := func(e Experiment) (at []time.Duration, names []string) {
		c, err := newCrowd(e, mustAbsolute(t, e), 5)
		if err != nil {
			t.Fatal(err)
		}
		user := int64(-1)
		for due := range c.arrivals() {
			user++
			if request, place := c.Request(user); place < 2 {
				at, names = append(at, due), append(names, request.Name)
			}
		}
		return at, names
	}
	at, names := come(both)
	atAlone, namesAlone := come(alone)
	if !slices.Equal(at, atAlone) || !slices.Equal(names, namesAlone) {
		t.Errorf("%d users with another stream beside them, %d without", len(at), len(atAlone))
	}
	if same := both.Streams[0]; same.seed(5) == (Stream{Name: "browse"}).seed(5) || same.seed(5) == same.seed(6) {
		t.Error("two streams, or two trials, have the same users")
	}
	for i, name := range names {
		if want := []string{"GET /order", "small"}[i%2]; name != want {
			t.Fatalf("user %d asks for %q, want %q", i, name, want)
		}
	}
}

func mustAbsolute(t *testing.T, e Experiment) []engine.Request {
	t.Helper()
	out, err := absolute("http://127.0.0.1:1", e.Target.Requests)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// The figures of docs/streams.md that are simulated are those of its experiment.
func TestStreamsPage(t *testing.T) {
	text, err := os.ReadFile("../../../../docs/streams.yaml")
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("../../../../docs/streams.md")
	if err != nil {
		t.Fatal(err)
	}
	e := built(t, string(text))
	e.Engine = Virtual
	for _, trial := range e.Trials() {
		applier, sender, err := e.Stage("", trial)
		if err != nil {
			t.Fatal(err)
		}
		r, err := NewDrive(e, trial, applier, sender, &notebook{}).Run(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		browse := r.Streams[1]
		i, known := measure.IsolationOf(browse.Stretches[1:])
		row := fmt.Sprintf("| `%v` | %.1f %% | %.1f %% | %d ms | %d ms | %.1f %% |", trial.Variant, 100*browse.Summary.Phases[0].UsersServed,
			100*i.Peaks.Goodput, i.Calm.P99.Milliseconds(), i.Peaks.P99.Milliseconds(), 100*i.Score)
		if !known || !strings.Contains(string(page), row) {
			t.Errorf("docs/streams.md does not have\n%s", row)
		}
	}
}
