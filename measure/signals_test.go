package measure

import (
	"slices"
	"testing"
	"time"
)

const ms = time.Millisecond

// spoilt checks what a phase in which all else is well blames on its generator.
type spoilt struct{ *testing.T }

func (t spoilt) check(name string, spoil func(*Checkup), want ...Cause) {
	t.Helper()
	c := healthy()
	spoil(&c)
	if got := c.Fitness().Causes; !slices.Equal(got, want) {
		t.Errorf("%s: %+v, want %+v", name, got, want)
	}
}

// Each signal is tried on both sides of its limits.
func TestSignalsOfSending(t *testing.T) {
	check := spoilt{t}.check
	lag := func(median, lag time.Duration) func(*Checkup) {
		return func(c *Checkup) {
			c.Response[OK], c.Lag = hist(median), hist(lag)
		}
	}
	check("lag of 5 ms", lag(100*ms, 4990*time.Microsecond))
	check("lag above 5 ms", lag(100*ms, 5010*time.Microsecond), Cause{"lag", "lag p99 5.01 ms", Suspect})
	check("lag of 10 %", lag(20*ms, 1990*time.Microsecond))
	check("lag above 10 %", lag(20*ms, 2010*time.Microsecond), Cause{"lag", "lag p99 2.01 ms", Suspect})
	check("lag of half", lag(20*ms, 9990*time.Microsecond), Cause{"lag", "lag p99 9.99 ms", Suspect})
	check("lag above half", lag(20*ms, 10010*time.Microsecond), Cause{"lag", "lag p99 10 ms", Invalid})
	check("lag where all timed out", func(c *Checkup) {
		c.Response[OK], c.Response[Timeout], c.Lag = Hist{}, hist(20*ms), hist(11*ms)
	}, Cause{"lag", "lag p99 11 ms", Invalid})
	check("lag where nothing ended", func(c *Checkup) {
		c.Response[OK], c.Lag = Hist{}, hist(time.Second)
	}, Cause{"lag", "lag p99 1 s", Suspect})

	unsent := func(n int64) func(*Checkup) {
		return func(c *Checkup) { c.Counts.Attempts = ByOutcome{OK: 1000 - n, Unsent: n} }
	}
	check("one in a thousand unsent", unsent(1), Cause{"unsent", "1 of 1000 attempts could not leave", Suspect})
	check("two in a thousand unsent", unsent(2), Cause{"unsent", "2 of 1000 attempts could not leave", Invalid})

	sends := func(n int64) func(*Checkup) {
		return func(c *Checkup) { c.Windows[4].Sent = n }
	}
	check("three of 100 late", sends(97)) // two lie at the seams
	check("four of 100 late", sends(96), Cause{"send rate", "sends 2.0 % off the plan in a second", Suspect})
	check("seven of 100 too many", sends(107), Cause{"send rate", "sends 5.0 % off the plan in a second", Suspect})
	check("eight of 100 too many", sends(108), Cause{"send rate", "sends 6.0 % off the plan in a second", Invalid})
}

func TestSignalsOfTheProcess(t *testing.T) {
	check := spoilt{t}.check
	cpu := func(used time.Duration) func(*Checkup) {
		return func(c *Checkup) { c.Self[1].CPU = used } // of 20 s
	}
	check("70 % of the processors", cpu(14*time.Second))
	check("71 %", cpu(14200*ms), Cause{"cpu", "the generator used 71 % of its processors", Suspect})
	check("90 %", cpu(18*time.Second), Cause{"cpu", "the generator used 90 % of its processors", Suspect})
	check("91 %", cpu(18200*ms), Cause{"cpu", "the generator used 91 % of its processors", Invalid})

	check("throttled before", func(c *Checkup) { c.Self[0].Throttled, c.Self[1].Throttled = 50*ms, 50*ms })
	check("throttled", func(c *Checkup) { c.Self[0].Throttled, c.Self[1].Throttled = 50*ms, 80*ms },
		Cause{"throttling", "the container was kept from running for 30 ms", Suspect})

	host := func(took time.Duration) func(*Checkup) {
		return func(c *Checkup) { c.Self[0].Stolen, c.Self[1].Stolen = 3*time.Second, 3*time.Second+took } // of 20 s
	}
	check("5 % stolen", host(time.Second))
	check("6 % stolen", host(1200*ms), Cause{"host", "the host took 6 % of the processors away", Suspect})
	check("all stolen", host(20*time.Second), Cause{"host", "the host took 100 % of the processors away", Suspect})

	check("scheduling latency of 10 %", func(c *Checkup) { c.Self[1].Sched = 10 * ms })
	check("scheduling latency above 10 %", func(c *Checkup) { c.Self[1].Sched = 10100 * time.Microsecond },
		Cause{"scheduler", "scheduling latency p99 10.1 ms", Suspect})
	check("scheduling latency before the phase", func(c *Checkup) { c.Self[0].Sched = time.Second })
	check("scheduling latency of 1 ms", func(c *Checkup) { c.Response[OK], c.Lag, c.Self[1].Sched = hist(2*ms), Hist{}, ms })
	check("scheduling latency above 1 ms", func(c *Checkup) { c.Response[OK], c.Lag, c.Self[1].Sched = hist(2*ms), Hist{}, 2*ms },
		Cause{"scheduler", "scheduling latency p99 2 ms", Suspect})

	gc := func(took time.Duration) func(*Checkup) {
		return func(c *Checkup) { c.Self[1].GC = took } // of 20 s
	}
	check("5 % for garbage", gc(time.Second))
	check("6 % for garbage", gc(1200*ms), Cause{"garbage collection", "garbage collection took 6 % of the processors", Suspect})
	check("25 % for garbage", gc(5*time.Second), Cause{"garbage collection", "garbage collection took 25 % of the processors", Suspect})
	check("26 % for garbage", gc(5200*ms), Cause{"garbage collection", "garbage collection took 26 % of the processors", Invalid})
}

func TestSignalsOfTheSystem(t *testing.T) {
	check := spoilt{t}.check
	files := func(used, limit int) func(*Checkup) {
		return func(c *Checkup) { c.Self[1].Files, c.Self[1].FileLimit = used, limit }
	}
	check("80 % of the descriptors", files(80, 100))
	check("81 % of the descriptors", files(81, 100), Cause{"descriptors", "81 of 100 descriptors in use", Suspect})
	check("limit unknown", files(81, 0))
	ports := func(used int) func(*Checkup) {
		return func(c *Checkup) { c.Self[0].Ports, c.Self[0].PortRange = used, 100 }
	}
	check("half of the ports", ports(50))
	check("more than half", ports(51), Cause{"ports", "51 of 100 source ports in use", Suspect})
	check("more than all", ports(101), Cause{"ports", "101 of 100 source ports in use", Invalid})

	clock := func(before, after time.Duration) func(*Checkup) {
		return func(c *Checkup) { c.Self[0].ClockStep, c.Self[1].ClockStep = before, after }
	}
	check("clock moved by 100 ms", clock(0, 100*ms))
	check("clock moved by more", clock(0, 101*ms), Cause{"clock", "the wall clock moved by 101 ms", Suspect})
	check("clock set back", clock(0, -time.Hour), Cause{"clock", "the wall clock moved by 1h 00m", Suspect})
	check("clock moved before", clock(time.Hour, time.Hour))
}

func TestSignalsOfTheRecorder(t *testing.T) {
	check := spoilt{t}.check
	check("one sample late", func(c *Checkup) { c.Late = 1 }, Cause{"recorder", "samples that did not fit the recorder: 1", Suspect})
	check("two beyond the range", func(c *Checkup) { c.Response[Reset].RecordN(time.Hour, 2) },
		Cause{"recorder", "samples that did not fit the recorder: 2", Suspect})

	occupied := func(of time.Duration) func(*Checkup) { return func(c *Checkup) { c.Occupied = of } }
	check("2.5 % apart", occupied(97500*ms)) // 0.6 % are the ends'
	check("2.7 % apart", occupied(97300*ms), Cause{"little's check", "10.00 in flight by the gauge, 9.73 by the samples", Invalid})
}

// Without readings of the process nothing is held against it.
func TestSignalsWithoutReadings(t *testing.T) {
	for n := range 2 {
		c := healthy()
		c.Self = c.Self[:n]
		if got := c.Fitness(); got.Validity != Valid {
			t.Errorf("%d readings: %+v", n, got)
		}
	}
}

func TestBySecond(t *testing.T) {
	check := func(name string, window time.Duration, n int, want ...int64) {
		t.Helper()
		var windows []Window
		for i := range n {
			windows = append(windows, Window{Start: time.Duration(i) * window, Length: window, Counts: Counts{Sent: 1}})
		}
		var got []int64
		for _, c := range bySecond(windows) {
			got = append(got, c.Sent)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	check("none", tenth, 0)
	check("less than a second", tenth, 7, 7)
	check("two seconds", tenth, 20, 10, 10)
	check("what is left over joins the last", tenth, 26, 10, 16)
	check("windows of a second", time.Second, 3, 1, 1, 1)
	check("windows that do not fit", 300*time.Millisecond, 9, 4, 5)
	check("longer windows", 2*time.Second, 2, 1, 1)
}
