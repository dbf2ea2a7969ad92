package experiment

import (
	"strings"
	"testing"
	"time"

	"matchday/engine"
	"matchday/measure"
	"matchday/targets/bulkhead"
	"matchday/targets/model"
)

// simulate makes one trial of the default experiment with a setting.
func simulate(t *testing.T, setting string, seed uint64, change func(*Experiment)) Result {
	t.Helper()
	e, err := read(string(DefaultFile()))
	if err != nil {
		t.Fatal(err)
	}
	e.Engine = Virtual
	if change != nil {
		change(&e)
	}
	s, err := bulkhead.ParseSetting(setting)
	if err != nil {
		t.Fatal(err)
	}
	trial := Trial{Number: 1, Round: 1, Variant: s, Seed: seed}
	applier, sender, err := e.Stage("", trial)
	if err != nil {
		t.Fatal(err)
	}
	result, err := NewDrive(e, trial, applier, sender, &notebook{}).Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// The match day on the model: a collapse without a bulkhead and with too long a
// queue, and none with a short one; all books close, and every attempt has one
// outcome.
func TestSimulatedMatchDay(t *testing.T) {
	check := func(setting string, verdict measure.Verdict, least, most float64) {
		t.Helper()
		r := simulate(t, setting, 1, nil)
		f := r.Summary.Phases[0].Figures
		if r.Summary.Judgement.Verdict != verdict || f.UsersServed < least || f.UsersServed > most {
			t.Errorf("%s: %s with %.3f of the users served; want %s with %v to %v", setting, r.Summary.Judgement.Verdict, f.UsersServed, verdict, least, most)
		}
		if sum := f.UsersServed + f.UsersRejected + f.UsersTimedOut + f.UsersFailed; sum < 1-1e-12 || sum > 1+1e-12 {
			t.Errorf("%s: shares of the users sum to %v", setting, sum)
		}
		if f.Outcomes.Where(func(measure.Outcome) bool { return true }) != r.Account.Attempts || r.Account.Users != f.Users {
			t.Errorf("%s: %d attempts by outcome of %d, %d users of %d", setting, f.Attempts, r.Account.Attempts, f.Users, r.Account.Users)
		}
		if r.Oracle != nil || r.Summary.Validity() != measure.Valid {
			t.Errorf("%s: oracle %v, generator %v", setting, r.Oracle, r.Summary.Generator)
		}
		if l := r.Summary.Little[0]; l.Error > 1e-9 {
			t.Errorf("%s: Little's check is off by %v in virtual time", setting, l.Error)
		}
	}
	check("none", measure.Metastable, .3, .45)
	check("20/200", measure.Metastable, .3, .6)
	check("20/20", measure.Recovered, .90, .95)
	check("20/100", measure.Recovered, .92, .97)
}

// A budget of a tenth for all retries together adds a tenth to the load at most,
// and brings back without a bulkhead what stays down when everybody may try
// again. Like a bulkhead it does not help those who come in the peak.
func TestSimulatedRetryBudget(t *testing.T) {
	for seed := range uint64(3) {
		with := func(b engine.RetryBudget) Result {
			return simulate(t, "none", 1+seed, func(e *Experiment) { e.Client.RetryBudget = b })
		}
		free, held := with(engine.RetryBudget{}), with(engine.RetryBudget{Share: .1})
		if v := free.Summary.Judgement.Verdict; v != measure.Metastable || free.Account.Withheld != 0 {
			t.Errorf("seed %d without a budget: %s, %d withheld; want it metastable", 1+seed, v, free.Account.Withheld)
		}
		j := held.Summary.Judgement
		if last := j.Recovery[len(j.Recovery)-1].InTime; !last.Back || last.After > 8*time.Second {
			t.Errorf("seed %d: %s, back %v after the last peak: %v; want within 8s", 1+seed, j.Verdict, last.After, last.Back)
		}
		if a := held.Account; a.Retries > a.Users/10+engine.DefaultRetryBurst || a.Withheld < a.Retries {
			t.Errorf("seed %d: %d retries and %d withheld of %d users; want a tenth at most", 1+seed, a.Retries, a.Withheld, a.Users)
		}
	}
}

// Variants of one seed see the same users with the same demands. Where nobody is
// turned away or leaves, a bulkhead that never fills changes nothing at all.
func TestCommonRandomNumbers(t *testing.T) {
	exponential := model.Sizes{Shape: model.Exponential}
	measured, err := model.ReadSizes("demands.txt", strings.NewReader("20ms\n20ms\n20ms\n140ms\n"))
	if err != nil {
		t.Fatal(err)
	}
	t.Run("exp", func(t *testing.T) { commonRandomNumbers(t, exponential) })
	t.Run("file", func(t *testing.T) { commonRandomNumbers(t, measured) })
}

func commonRandomNumbers(t *testing.T, sizes model.Sizes) {
	calm := func(e *Experiment) {
		e.Curve = e.Curve.Cut(6 * time.Second) // before the first peak
		e.Target.Reference.Sizes = sizes
	}
	want := simulate(t, "none", 3, calm).Summary.Phases[0].Figures
	for _, setting := range []string{"100/0", "200/200", "1000/inf"} {
		if got := simulate(t, setting, 3, calm).Summary.Phases[0].Figures; got != want {
			t.Errorf("%s: %+v, want as with none: %+v", setting, got, want)
		}
	}
	if other := simulate(t, "none", 4, calm).Summary.Phases[0].Figures; other == want {
		t.Error("another seed brings the same users")
	}
	if again := simulate(t, "none", 3, calm).Summary.Phases[0].Figures; again != want {
		t.Error("the same seed brings other users")
	}
}

func TestNoModel(t *testing.T) {
	_, err := read("profile: hold 1/s 10s\nengine: virtual\ntarget: {url: 'http://127.0.0.1:1'}\n")
	if err == nil {
		t.Error("a service without a model is simulated")
	}
}
