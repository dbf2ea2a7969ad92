package experiment

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"matchday/engine"
	"matchday/measure"
	"matchday/profiles"
	"matchday/targets"
	"matchday/targets/bulkhead"
	"matchday/targets/model"
	"matchday/targets/reference"
)

func TestMetricsFile(t *testing.T) {
	const head = "profile: hold 10/s 10s\ntarget:\n  url: http://127.0.0.1:1/order\n"
	check := func(text, address, series, also string) {
		t.Helper()
		e, err := read(head + text)
		if err != nil {
			t.Fatal(err)
		}
		m := e.Target.Metrics
		var named []string
		for f := range targets.RSS {
			if s, ok := m.Series[f]; ok {
				named = append(named, f.String()+"="+s.String())
			}
		}
		var more []string
		for _, s := range m.Also {
			more = append(more, s.String())
		}
		if m.Address != address || strings.Join(named, " ") != series || strings.Join(more, " ") != also {
			t.Errorf("%s: %+v", text, m)
		}
	}
	check("  metrics: http://127.0.0.1:2/metrics", "http://127.0.0.1:2/metrics", "", "")
	check("  metrics: {url: /metrics}", "/metrics", "", "")
	check("  metrics:\n    url: /metrics\n    series: {inside: 'in_flight{handler=\"order\"}', rejected: sum of rejected_total}\n    also: [go_goroutines, 'waits{pool=\"db\"}']",
		"/metrics", `inside=in_flight{handler="order"} rejected=rejected_total`, `go_goroutines waits{pool="db"}`)

	refused := func(text string, want ...string) {
		t.Helper()
		_, err := read(head + text)
		if err == nil || err.Error() != strings.Join(want, "\n") {
			t.Errorf("%s:\n%v\nwant\n%s", text, err, strings.Join(want, "\n"))
		}
	}
	refused("  metrics: metrics", `shop.yaml:4:12: metrics "metrics": want an address such as http://127.0.0.1:9100/metrics, or a path such as /metrics at the target's own`)
	refused("  metrics: {url: /m, names: {}}", `shop.yaml:4:22: key "names" is unknown; metrics: url, series, also`)
	refused("  metrics:\n    url: /m\n    series: {speed: x, inside: 'x{a=~\"b\"}'}\n    also: ['1x', up, up]",
		`shop.yaml:6:32: series "x{a=~\"b\"}": label "a" is compared in a way that is not =, the only one there is; want such as http_requests_in_flight{handler="order"}`,
		`shop.yaml:6:21: figure "speed" is not one of inside, queued, zombies, accepted, completed, late, rejected, abandoned, work_done, work_wasted, cpu, rss, threads, descriptors`,
		`shop.yaml:7:11: series "1x": "1x" is not the name of a metric; want such as http_requests_in_flight{handler="order"}`,
		`shop.yaml:7:11: series up is there twice`)
}

func TestPageOnAnotherHost(t *testing.T) {
	e, err := read("profile: hold 10/s 10s\ntarget: {url: 'http://127.0.0.1:1/', metrics: 'http://192.0.2.1/metrics'}\n")
	if err != nil {
		t.Fatal(err)
	}
	if err := e.CheckHosts(t.Context(), nil); err == nil || !strings.Contains(err.Error(), "--allow-host 192.0.2.1") {
		t.Errorf("error %v", err)
	}
	if err := e.CheckHosts(t.Context(), []string{"192.0.2.1"}); err != nil {
		t.Errorf("allowed: %v", err)
	}
}

// A busy server of one's own tells the same on its page as it does otherwise, to
// the last request.
func TestPageTellsWhatStatsDo(t *testing.T) {
	setting, err := bulkhead.ParseSetting("5/5")
	if err != nil {
		t.Fatal(err)
	}
	station, err := reference.NewSharing(model.Options{CPUs: 5, Demand: 40 * time.Millisecond, Bulkhead: setting})
	if err != nil {
		t.Fatal(err)
	}
	service := httptest.NewServer(reference.Handler(station))
	defer service.Close()
	defer station.Close()
	e := built(t, `
profile: hold 200/s 1500ms
window: 100ms
client: {timeout: 70ms}
target: {url: '`+service.URL+`/order', metrics: {url: /metrics, also: [go_goroutines]}}
`)
	applier, _, err := e.Stage("", Trial{Number: 1, Round: 1, Seed: 3})
	if err != nil {
		t.Fatal(err)
	}
	n := &notebook{}
	r, err := NewDrive(e, Trial{Number: 1, Round: 1, Seed: 3}, applier, engine.Native{}, n).Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.Get(service.URL + "/stats")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var want model.Counters
	if err := json.NewDecoder(answer.Body).Decode(&want); err != nil {
		t.Fatal(err)
	}
	got := r.Target
	if got.Accepted != want.Accepted || got.Rejected() != want.Rejected() || want.Rejected() == 0 || got.MaxInSystem > want.MaxInSystem || got.MaxInSystem < 5 {
		t.Errorf("the page %+v\nstats    %+v", got.Counters, want)
	}
	// What was inside when the page was read has been completed since.
	if got.Completed+got.Inside+got.Queued != want.Completed+want.Inside+want.Queued {
		t.Errorf("completed %d, inside %d, queued %d by the page; %+v", got.Completed, got.Inside, got.Queued, want)
	}
	if got.CPU <= 0 || r.Usage.RSS < 1<<20 || got.Untold != 0 || !r.Audited || r.Oracle != nil || len(r.Gaps) != 0 {
		t.Errorf("cpu %v, usage %+v, untold %v, oracle %v, gaps %v", got.CPU, r.Usage, got.Untold.Names(), r.Oracle, r.Gaps)
	}
	if r.Readings < 10 || r.Until != r.Elapsed || r.Readings != len(n.told) || len(n.told[3].Also) != 1 || n.told[3].Also[0].Value < 1 {
		t.Errorf("%d readings until %v of %v, %v", r.Readings, r.Until, r.Elapsed, n.told[3].Also)
	}
}

// A mute is a target whose way of telling is a function.
type mute struct {
	stage
	ask func(ctx context.Context) (targets.Counters, error)
}

func (m *mute) Apply(context.Context, bulkhead.Setting) (targets.Target, error) {
	m.done = make(chan struct{})
	return m, nil
}

func (m *mute) Counters(ctx context.Context) (targets.Counters, error) { return m.ask(ctx) }

// A punctual notebook keeps when it was given windows.
type punctual struct {
	notebook
	at []time.Time
}

func (p *punctual) Window(w measure.Window) error {
	p.at = append(p.at, time.Now())
	return p.notebook.Window(w)
}

// An asked is how a target tells of itself, depending on the time since it was
// asked first.
type asked func(ctx context.Context, since time.Duration) (targets.Counters, error)

// made makes a trial of ten seconds on such a target.
func (ask asked) made(ctx context.Context) (*punctual, Result, error) {
	e := Experiment{
		Curve: profiles.Hold(100, 10*time.Second), Arrivals: Even, Rounds: 1, Window: 100 * time.Millisecond,
		Client: engine.Client{Timeout: 200 * time.Millisecond},
		Target: Target{URL: "http://127.0.0.1:1", Requests: []engine.Request{{URL: "/"}}},
	}
	n, begun := &punctual{}, time.Now()
	m := &mute{ask: func(ctx context.Context) (targets.Counters, error) { return ask(ctx, time.Since(begun)) }}
	r, err := NewDrive(e, Trial{Number: 1, Round: 1}, m, m, n).Run(ctx)
	return n, r, err
}

// keeping makes the trial in virtual time.
func keeping(t *testing.T, ask asked, check func(*punctual, Result)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		n, r, err := ask.made(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		check(n, r)
	})
}

// Whoever interrupts a trial interrupts the reading that is on its way, and that is
// no failure of the target.
func TestDriveInterruptedWhileItAsks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 5030*time.Millisecond)
		defer cancel()
		_, r, err := asked(func(ctx context.Context, _ time.Duration) (targets.Counters, error) {
			select {
			case <-ctx.Done():
				return targets.Counters{}, ctx.Err()
			case <-time.After(50 * time.Millisecond):
				return targets.Counters{}, nil
			}
		}).made(ctx)
		if !errors.Is(err, context.DeadlineExceeded) || len(r.Gaps) != 0 || r.Readings != 50 {
			t.Errorf("%v: %d readings, gaps %v; want the 49 before and the one at the end", err, r.Readings, r.Gaps)
		}
	})
}

// A target that hangs holds up nothing: windows are taken off as they end, and
// what is missing is known.
func TestDriveOfAHangingTarget(t *testing.T) {
	hung := 0
	keeping(t, func(ctx context.Context, since time.Duration) (targets.Counters, error) {
		if since < 3*time.Second || since > 9*time.Second {
			return targets.Counters{Counters: model.Counters{Accepted: 1}}, nil
		}
		hung++
		<-ctx.Done()
		return targets.Counters{}, errors.New("no answer in time")
	}, func(n *punctual, r Result) {
		if hung != 3 || len(r.Gaps) != 1 || r.Gaps[0].Why != "no answer in time" || r.Gaps[0].Readings < 55 ||
			r.Gaps[0].Start < 2900*time.Millisecond || r.Gaps[0].End > 9500*time.Millisecond {
			t.Errorf("hung %d times: %+v", hung, r.Gaps)
		}
		if r.Until != r.Elapsed || r.Target.Accepted != 0 || r.Target.Untold != 0 || len(n.told) != r.Readings || r.Readings > 45 {
			t.Errorf("%d readings until %v of %v: %+v", r.Readings, r.Until, r.Elapsed, r.Target)
		}
		for i := 1; i < len(n.at); i++ {
			if late := n.at[i].Sub(n.at[i-1]); late > 300*time.Millisecond && i < 90 {
				t.Errorf("window %d was held up for %v", i, late)
			}
		}
	})
}

func TestGaps(t *testing.T) {
	var g gaps
	read := func(at int, doubts ...targets.Doubt) {
		g.next()
		g.sift(time.Duration(at), doubts)
	}
	a, b := targets.Doubt{Why: "a"}, targets.Doubt{Why: "b"}
	read(1, a)
	read(2, a, b)
	read(3, targets.Doubt{Why: "c", SoFar: true})
	read(4, a, targets.Doubt{Why: "d", SoFar: true})
	want := []Gap{{1, 2, 2, "a"}, {2, 2, 1, "b"}, {4, 4, 1, "a"}, {0, 9, 4, "d"}}
	if got := g.close(9); !slices.Equal(got, want) {
		t.Errorf("gaps %v, want %v", got, want)
	}
	for i := range 50 {
		read(10+i, targets.Doubt{Why: string(rune('A' + i))})
	}
	if got := g.close(99); len(got) != mostGaps+1 || got[mostGaps].Why != andMore || got[mostGaps].Readings != 33 || got[mostGaps].End != 59 {
		t.Errorf("%d gaps, the last %v", len(got), got[len(got)-1])
	}
}

// What is waited for when everything is sent is not missing, but what was left
// out because of it is.
func TestDriveOfATargetThatHangsAtTheEnd(t *testing.T) {
	keeping(t, func(ctx context.Context, since time.Duration) (targets.Counters, error) {
		if since < 9*time.Second {
			return targets.Counters{}, nil
		}
		<-ctx.Done()
		return targets.Counters{}, ctx.Err()
	}, func(_ *punctual, r Result) {
		if len(r.Gaps) != 1 || r.Gaps[0].Readings < 11 || r.Gaps[0].End != r.Elapsed || r.Until > 9200*time.Millisecond {
			t.Errorf("until %v: %+v", r.Until, r.Gaps)
		}
		if r.Summary.Phases[0].Outcomes[measure.OK] != 1000 {
			t.Errorf("%v", r.Summary.Phases[0].Outcomes)
		}
	})
}
