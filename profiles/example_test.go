package profiles_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	vegeta "github.com/tsenart/vegeta/v12/lib"
	"go.yaml.in/yaml/v4"

	"matchday/profiles"
)

const s = time.Second

func ExampleHold() {
	fmt.Println(profiles.Hold(200, 60*s))
	// Output: hold 200/s 1m
}

func ExampleRamp() {
	fmt.Println(profiles.Ramp(200, 800, 5*s))
	// Output: ramp 200/s 800/s 5s
}

func ExampleSteps() {
	fmt.Println(profiles.Steps(100, 400, 4, 20*s))
	// Output: hold 100/s 5s, hold 200/s 5s, hold 300/s 5s, hold 400/s 5s
}

func ExampleSpike() {
	fmt.Println(profiles.Spike(200, 800, 10*s))
	// Output: ramp 200/s 800/s 5s, ramp 800/s 200/s 5s
}

func ExampleSine() {
	c := profiles.Sine(300, 100, 20*s, 20*s)
	for _, at := range []time.Duration{0, 5 * s, 10 * s, 15 * s, 20 * s} {
		fmt.Print(c.Rate(at), " ")
	}
	// Output: 300 400 300 200 300
}

func ExampleGauss() {
	c := profiles.Gauss(200, 800, 5*s, 40*s)
	for _, at := range []time.Duration{10 * s, 15 * s, 20 * s, 25 * s, 30 * s} {
		fmt.Printf("%.0f ", c.Rate(at))
	}
	// Output: 281 564 800 564 281
}

func ExampleSum() {
	fmt.Println(profiles.Sum(profiles.Hold(100, 10*s), profiles.Ramp(0, 50, 5*s)))
	// Output: ramp 100/s 150/s 5s, hold 100/s 5s
}

func ExampleCurve_Then() {
	fmt.Println(profiles.Hold(200, 10*s).Then(profiles.Ramp(200, 0, 5*s)))
	// Output: hold 200/s 10s, ramp 200/s 0/s 5s
}

func ExampleCurve_Repeat() {
	fmt.Println(profiles.Hold(200, s).Then(profiles.Hold(0, s)).Repeat(2))
	// Output: hold 200/s 1s, hold 0/s 1s, hold 200/s 1s, hold 0/s 1s
}

func ExampleCurve_Scale() {
	fmt.Println(profiles.Ramp(200, 800, 10*s).Scale(2))
	// Output: ramp 400/s 1600/s 10s
}

func ExampleCurve_Stretch() {
	c := profiles.Ramp(200, 800, 10*s).Stretch(2)
	fmt.Println(c, "has", c.Arrivals(), "arrivals")
	// Output: ramp 200/s 800/s 20s has 10000 arrivals
}

func ExampleCurve_Speed() {
	c := profiles.Ramp(200, 800, 10*s).Speed(2)
	fmt.Println(c, "has", c.Arrivals(), "arrivals")
	// Output: ramp 400/s 1600/s 5s has 5000 arrivals
}

func ExampleCurve_Cut() {
	fmt.Println(profiles.Ramp(200, 800, 10*s).Cut(5 * s))
	// Output: ramp 200/s 500/s 5s
}

func ExampleCurve_Mark() {
	c := profiles.Hold(200, 10*s).Mark("base").Then(profiles.Spike(200, 800, 4*s).Mark("peak-1"))
	fmt.Println(c)
	for _, p := range c.Phases() {
		fmt.Println(p.Name, p.Start, p.End, p.Peak())
	}
	// Output:
	// base: hold 200/s 10s, peak-1: (ramp 200/s 800/s 2s, ramp 800/s 200/s 2s)
	// base 0s 10s false
	// peak-1 10s 14s true
}

func ExampleCurve_Schedule() {
	c := profiles.Hold(2, 2*s).Then(profiles.Hold(0, s), profiles.Hold(1, 2*s))
	fmt.Println(slices.Collect(c.Schedule(profiles.Even())))
	fmt.Println(slices.Collect(c.Schedule(profiles.Poisson(1))))
	// Output:
	// [250ms 750ms 1.25s 1.75s 3.5s 4.5s]
	// [1.108041653s 1.743531553s 4.073179419s 4.218882273s 4.453234172s 4.786595355s]
}

func ExampleParse() {
	c, err := profiles.Parse("spike.profile", `
		base:   hold 200/s 1m      # an ordinary evening
		peak-1: (ramp 200/s 800/s 5s, hold 800/s 10s)
		tail:   hold 12000/min 2m`)
	fmt.Println(c, err)
	_, err = profiles.Parse("spike.profile", "ramp 2/s 9/s 5")
	fmt.Println(err)
	// Output:
	// base: hold 200/s 1m, peak-1: (ramp 200/s 800/s 5s, hold 800/s 10s), tail: hold 200/s 2m <nil>
	// spike.profile:1:14: "ramp 2/s 9/s 5": time "5" is not a positive duration such as 30s
}

func ExampleParseRate() {
	for _, text := range []string{"200/s", "12000/min", "5k/s", "1/10s"} {
		r, _ := profiles.ParseRate(text)
		fmt.Print(r, " ")
	}
	// Output: 200/s 200/s 5000/s 0.1/s
}

func ExampleCurve_Sample() {
	fmt.Println(profiles.Ramp(0, 400, 10*s).Sample(4))
	// Output: [50 150 250 350]
}

func ExampleMatchDay() {
	day, err := profiles.MatchDay("retry", 400, 50*time.Millisecond)
	if err != nil {
		fmt.Println(err)
	}
	fmt.Printf("%.0f users in %v\n", day.Arrivals(), day.Duration())
	for _, p := range day.Phases() {
		if p.Peak() {
			fmt.Println(p.Name, "from", p.Start, "to", p.End)
		}
	}
	// Output:
	// 12845 users in 45s
	// peak-1 from 6.3s to 8.7s
	// peak-2 from 12.3s to 14.7s
	// peak-3 from 18.3s to 20.7s
}

func ExamplePreset_Curve() {
	spike, err := profiles.Lookup("spike")
	if err != nil {
		fmt.Println(err)
	}
	fmt.Println(spike.Curve(map[string]string{"capacity": "100/s", "demand": "100ms", "peak": "3"}))
	fmt.Println(spike.Curve(map[string]string{"paek": "3"}))
	// Output:
	// warm-up: hold 50/s 2s, base: hold 50/s 8s, peak-1: hold 300/s 5s, tail: hold 50/s 45s <nil>
	//  setting "paek" of preset "spike" is unknown: did you mean "peak"? want one of capacity, demand, base, peak
}

func ExampleDefinition() {
	var experiment struct{ Profile profiles.Definition }
	err := yaml.Load([]byte(`
profile:
  segments:
    - {phase: base, hold: 200/s, for: 60s}
    - {phase: peak-1, ramp: [200/s, 800/s], for: 5s}
  speed: 10
`), &experiment)
	if err != nil {
		fmt.Println(err)
	}
	fmt.Println(experiment.Profile.Curve(nil))
	// Output: base: hold 2000/s 6s, peak-1: ramp 2000/s 8000/s 500ms <nil>
}

func ExampleReadCSV() {
	fmt.Println(profiles.ReadCSV("orders.csv", strings.NewReader("time,rate\n0,200\n60,800\n90,800\n")))
	fmt.Println(profiles.ReadCSV("orders.csv", strings.NewReader("time,rate\n0,200\n60,many\n")))
	// Output:
	// ramp 200/s 800/s 1m, hold 800/s 30s <nil>
	//  orders.csv:3: rate "many" is not a rate from 0 to 1000000000/s such as 800 or 12000/min
}

func ExampleReadReplay() {
	log := `{"time":"2026-11-22T08:15:00.1Z"}
{"time":"2026-11-22T08:15:00.4Z"}
{"time":"2026-11-22T08:15:02.1Z"}`
	replay, err := profiles.ReadReplay("access.log", strings.NewReader(log))
	fmt.Println(slices.Collect(replay.Speed(2).Schedule()), err)
	fmt.Println(profiles.ReadAccessLog("access.log", strings.NewReader(log), time.Second))
	// Output:
	// [0s 150ms 1s] <nil>
	// hold 2/s 1s, hold 0/s 1s, hold 1/s 1s <nil>
}

func ExampleFromPacer() {
	fmt.Println(profiles.FromPacer(vegeta.Rate{Freq: 1000, Per: time.Second}, 10*s))
	// Output: hold 1000/s 10s <nil>
}

func ExampleCurve_Pacer() {
	pacer := profiles.Hold(10, s).Then(profiles.Hold(20, s)).Pacer(profiles.Even())
	wait, _ := pacer.Pace(0, 10) // the eleventh hit
	fmt.Println(wait)
	// Output: 1.025s
}
