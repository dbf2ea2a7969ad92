package engine_test

import (
	"context"
	"fmt"
	"time"

	"matchday/engine"
	"matchday/measure"
	"matchday/targets/bulkhead"
	"matchday/targets/model"
)

// A burst of three seconds at one and a half times the capacity, then three
// quarters of it for a minute. Everybody waits for half a second and tries once
// more. A queue that takes longer than that keeps the server down for good.
func ExampleVirtual() {
	for _, queue := range []int{20, 400} {
		server, err := model.NewServer(model.Options{
			CPUs: 20, Demand: 50 * time.Millisecond,
			Bulkhead: bulkhead.Setting{Inside: 20, Queue: queue},
		})
		if err != nil {
			fmt.Println(err)
			return
		}
		source, _ := engine.RoundRobin([]engine.Request{{URL: "http://model/order"}})
		last := new(lastSecond)
		_, err = engine.Virtual{Machine: server}.Run(context.Background(), engine.Plan{
			Arrivals: func(yield func(time.Duration) bool) {
				for at := time.Duration(0); at < time.Minute; {
					if !yield(at) {
						return
					}
					if at < 3*time.Second {
						at += time.Second / 600
						continue
					}
					at += time.Second / 300
				}
			},
			Source: source,
			Client: engine.Client{Timeout: 500 * time.Millisecond, Retries: 1, Backoff: 50 * time.Millisecond},
		}, last)
		fmt.Printf("20/%d: %d of %d served in the last second %v\n", queue, last.by[measure.OK], last.users, err)
	}
	// Output:
	// 20/20: 300 of 300 served in the last second <nil>
	// 20/400: 0 of 300 served in the last second <nil>
}

// lastSecond is a recorder of the users of the last second of a minute.
type lastSecond struct {
	users int
	by    measure.ByOutcome
}

func (l *lastSecond) Record(s measure.Sample) {
	if s.Arrived < 59*time.Second {
		return
	}
	if l.by[s.Outcome]++; s.Last {
		l.users++
	}
}

func (l *lastSecond) Level(measure.Level) {}
