package bulkhead

import (
	"cmp"
	"fmt"
	"time"
)

// Limits are the parameters of failsafe-go's adaptive limiter, under the names
// that the notation has for them. It compares recent times inside with a
// baseline of them: the limit falls while they grow, and rises while they do
// not. Zero always stands for what is usual, which is the library's own choice.
//
// Its longest wait is Setting.Wait, under the name wait.
type Limits struct {
	Initial int // initial: the limit to begin with, 20
	Min     int // min: the lowest it falls to, 1
	Max     int // max: the highest it rises to, 200

	Factor float64       // factor: it rises to so many times the most inside lately, 5; at least 1
	Decay  float64       // decay: the factor is less by this for every tenfold of those inside, 0
	Floor  float64       // floor: but not less than this, 1; at least 1
	Stable time.Duration // stable: how long the most inside lately is borne in mind; usually for one sampling

	Recent    time.Duration // recent: the shortest sampling, 1s
	RecentMax time.Duration // recent-max: the longest sampling, 30s
	Samples   int           // samples: the fewest times in a sampling, 50
	Quantile  float64       // quantile: which of its times counts, 0.9

	Baseline    int // baseline: how many samplings the baseline remembers, 10
	Correlation int // correlation: how many are searched for a limit that rose in vain, 50

	Queue    float64 // queue: so many times the limit may wait, at least 1; usually there is no queue
	QueueMax float64 // queue-max: where all are refused, while from queue on some are; 1.5 times queue
}

// mostLimit bounds every number: some of them are lengths of lists that the
// library keeps.
const mostLimit = 1_000_000

// filled returns the limits with figures in place of what is usual.
func (l Limits) filled() Limits {
	l.Initial, l.Min, l.Max = cmp.Or(l.Initial, 20), cmp.Or(l.Min, 1), cmp.Or(l.Max, 200)
	l.Factor, l.Floor = cmp.Or(l.Factor, 5), cmp.Or(l.Floor, 1)
	l.Recent, l.RecentMax = cmp.Or(l.Recent, time.Second), cmp.Or(l.RecentMax, 30*time.Second)
	l.Samples, l.Quantile = cmp.Or(l.Samples, 50), cmp.Or(l.Quantile, 0.9)
	l.Baseline, l.Correlation = cmp.Or(l.Baseline, 10), cmp.Or(l.Correlation, 50)
	l.QueueMax = cmp.Or(l.QueueMax, 1.5*l.Queue)
	return l
}

// check returns an error that names the first parameter the limiter cannot have.
// The library itself would panic.
func (l Limits) check() error {
	l = l.filled()
	for _, n := range []struct {
		name  string
		value int
	}{{"initial", l.Initial}, {"min", l.Min}, {"max", l.Max}, {"samples", l.Samples}, {"baseline", l.Baseline}, {"correlation", l.Correlation}} {
		if n.value < 1 || n.value > mostLimit {
			return errWhole(n.name, fmt.Sprint(n.value))
		}
	}
	switch {
	case l.Initial < l.Min || l.Initial > l.Max:
		return fmt.Errorf("initial %d is not from min %d to max %d, for example adaptive:initial=10,min=5,max=50", l.Initial, l.Min, l.Max)
	case l.Factor < 1 || l.Factor > mostLimit:
		return errNumber("factor", l.Factor, "5")
	case l.Decay < 0 || l.Decay > mostLimit:
		return errNumber("decay", l.Decay, "1")
	case l.Floor < 1 || l.Floor > mostLimit:
		return errNumber("floor", l.Floor, "1")
	case l.Quantile <= 0 || l.Quantile >= 1:
		return errNumber("quantile", l.Quantile, "0.9")
	case l.Stable < 0 || l.Recent < 0 || l.RecentMax < l.Recent:
		return fmt.Errorf("recent %v is longer than recent-max %v, for example adaptive:recent=1s,recent-max=30s", l.Recent, l.RecentMax)
	}
	return l.checkQueue()
}

func (l Limits) checkQueue() error {
	switch {
	case l.Queue == 0 && l.QueueMax == 0:
		return nil
	case l.Queue < 1 || l.Queue > mostLimit:
		return errNumber("queue", l.Queue, "2")
	case l.QueueMax < l.Queue || l.QueueMax > 2*mostLimit:
		return fmt.Errorf("queue-max %v is not from queue %v on, for example adaptive:queue=2,queue-max=3", l.QueueMax, l.Queue)
	}
	return nil
}

func errWhole(name, text string) error {
	return fmt.Errorf("%s %q is not a whole number from 1 to %d, for example adaptive:%s=20", name, text, mostLimit, name)
}

func errNumber(name string, value float64, example string) error {
	return fmt.Errorf("%s %v is out of range, for example adaptive:%s=%s", name, value, name, example)
}
