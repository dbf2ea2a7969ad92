package experiment

import (
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"matchday/engine"
	"matchday/measure"
	"matchday/targets"
)

// Over the network, too, every request that arrives at a path is one of the
// stream which asks for it, retries included, whatever sends it: event loops
// that share the schedule, batches, or vegeta.
func TestStreamsOnTheWire(t *testing.T) {
	var orders, menus atomic.Int64
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/order" {
			if orders.Add(1)%3 == 0 {
				w.WriteHeader(http.StatusTooManyRequests)
			}
			return
		}
		menus.Add(1)
	}))
	t.Cleanup(service.Close)
	e := built(t, `
streams:
  checkout: {profile: "hold 100/s 500ms, peak-1: hold 400/s 500ms", requests: [{path: /order}]}
  browse: {profile: hold 200/s 1s, requests: [{path: /menu}, {path: /menu?page=2}]}
client: {timeout: 5s, retries: 2, backoff: 10ms, retry_on: [rejected]}
target: {url: '`+service.URL+`'}
`)
	batched := e
	batched.Pacing = engine.PaceBatched
	check := func(name string, e Experiment, by engine.Engine) {
		t.Helper()
		orders.Store(0)
		menus.Store(0)
		trial := Trial{Number: 1, Round: 1, Seed: 11}
		r, err := NewDrive(e, trial, targets.URL{Address: e.address()}, by, &notebook{}).Run(t.Context())
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for i, served := range []int64{orders.Load(), menus.Load()} {
			whole := r.Streams[i].Stretches[0]
			if got := whole.Planned(); got != served || whole.Counts.Attempts[measure.Unsent] > 0 {
				t.Errorf("%s: %s made %d attempts, the service saw %d", name, r.Streams[i].Name, got, served)
			}
		}
		if checkout := r.Streams[0].Stretches[0]; checkout.Users != users(e, 0, 11) || checkout.Planned() <= checkout.Users {
			t.Errorf("%s: %d users check out in %d attempts, want %d and more", name, checkout.Users, checkout.Planned(), users(e, 0, 11))
		}
		if browse := r.Streams[1].Stretches[0]; browse.Users != users(e, 1, 11) || browse.Final[measure.OK] != browse.Users {
			t.Errorf("%s: %d users browse, %d are served; want all of %d", name, browse.Users, browse.Final[measure.OK], users(e, 1, 11))
		}
	}
	check("native", e, engine.Native{Shards: 3})
	check("batched", batched, engine.Native{})
	check("vegeta", e, engine.Vegeta{})
}

// users returns how many users a stream has in a trial.
func users(e Experiment, stream int, seed uint64) (n int64) {
	s := e.Streams[stream]
	for range s.Curve.Schedule(e.gap(s.seed(seed))) {
		n++
	}
	return n
}

// The time that a stream's timeline takes beside that of all traffic.
func BenchmarkRecordStreams(b *testing.B) {
	e := Experiment{Window: 100 * time.Millisecond, Streams: []Stream{{Name: "a", To: 1}, {Name: "b", From: 1, To: 2}}}
	r := newRecorder(e, func(measure.Sample) error { return nil })
	for i := int64(0); b.Loop(); i++ {
		at := time.Duration(i) * time.Microsecond
		r.Record(measure.Sample{User: i, Attempt: 1, Last: true, Arrived: at, Due: at, Sent: at, Done: at + time.Millisecond, Outcome: measure.OK, Request: int(i % 2)})
	}
}
