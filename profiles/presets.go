package profiles

import (
	"fmt"
	"time"
)

// Presets lists the ready-made profiles, the most telling first.
func Presets() []Preset {
	return []Preset{
		{
			Name: "match-day",
			Doc:  "Three peaks on an ordinary evening, the second twice the capacity, then 300 demands in which recovery shows.",
			Params: withService(Param{
				Name: "shape", Doc: "parameter set of the curve", Default: "retry", Words: matchShapeNames(), kind: kindWord,
			}),
			build: buildMatchDay,
		},
		{
			Name: "spike",
			Doc:  "An ordinary load, one sudden peak of 50 demands, and a long tail at the load that was served before.",
			Params: withService(
				Param{Name: "base", Doc: "load before and after, as a share of capacity", Default: "0.5", kind: kindLoad},
				Param{Name: "peak", Doc: "load in the peak, as a share of capacity", Default: "2", kind: kindLoad}),
			build: buildSpike,
		},
		{
			Name: "ramp",
			Doc:  "A straight rise through the capacity over 600 demands, to see where it breaks, and a tail at the first load.",
			Params: withService(
				Param{Name: "from", Doc: "load at the start and in the tail, as a share of capacity", Default: "0.2", kind: kindLoad},
				Param{Name: "to", Doc: "load at the top, as a share of capacity", Default: "1.5", kind: kindLoad}),
			build: buildRamp,
		},
		{
			Name: "steps",
			Doc:  "A staircase of loads, each held for 100 demands as a phase of its own, to find the capacity.",
			Params: withService(
				Param{Name: "from", Doc: "load of the first step, as a share of capacity", Default: "0.2", kind: kindLoad},
				Param{Name: "to", Doc: "load of the last step, as a share of capacity", Default: "1.4", kind: kindLoad},
				Param{Name: "count", Doc: "number of steps", Default: "7", kind: kindCount}),
			build: buildSteps,
		},
		{
			Name: "constant",
			Doc:  "One load all the time.",
			Params: withService(
				Param{Name: "load", Doc: "share of capacity", Default: "0.8", kind: kindLoad},
				Param{Name: "length", Doc: "length of the whole", Default: "30s", kind: kindTime}),
			build: buildConstant,
		},
		{
			Name: "soak",
			Doc:  "A load that swings gently for a long time, to find what leaks or creeps.",
			Params: withService(
				Param{Name: "load", Doc: "mean share of capacity, around which it swings by a quarter in six waves", Default: "0.6", kind: kindLoad},
				Param{Name: "length", Doc: "length of the whole", Default: "1h", kind: kindTime}),
			build: buildSoak,
		},
	}
}

// withService puts the two parameters that every preset has before its own.
func withService(own ...Param) []Param {
	return append([]Param{
		{Name: "capacity", Doc: "requests the service can complete per second", Default: "400/s", kind: kindRate},
		{Name: "demand", Doc: "time a request takes when the service is idle", Default: "50ms", kind: kindDemand},
	}, own...)
}

// rate is a load in arrivals per second.
func (v values) rate(load string) float64 {
	return float64(v[load].number * v["capacity"].number)
}

// demands is the time of n demands.
func (v values) demands(n float64) time.Duration {
	return portion(v["demand"].time, n)
}

// warmUp begins a preset: 20 demands, in which connections are opened and caches
// filled.
func (v values) warmUp(rate float64) Curve {
	return Hold(rate, v.demands(20)).Mark("warm-up")
}

// afterWarmUp marks all of c but a warm-up as its base. A curve that is too short
// for a warm-up and as much again gives half of itself.
func (v values) afterWarmUp(c Curve) Curve {
	warm, base := c.split(min(v.demands(20), c.Duration()/2))
	return warm.Mark("warm-up").Then(base.Mark("base"))
}

func buildMatchDay(v values) Curve {
	for _, s := range matchShapes() {
		if s.name == v["shape"].word {
			return s.curve(v["capacity"].number, v["demand"].time)
		}
	}
	return nil
}

func buildSpike(v values) Curve {
	base, peak := v.rate("base"), v.rate("peak")
	return v.warmUp(base).Then(
		Hold(base, v.demands(80)).Mark("base"),
		Hold(peak, v.demands(50)).Mark("peak-1"),
		Hold(base, v.demands(450)).Mark("tail"))
}

// buildRamp calls the part of the rise that lies above capacity a peak, since
// there is something to recover from.
func buildRamp(v values) Curve {
	from, to := v.rate("from"), v.rate("to")
	rise := Ramp(from, to, v.demands(600)).Mark("base")
	if from < to && v["from"].number < 1 && v["to"].number > 1 {
		share := (1 - v["from"].number) / (v["to"].number - v["from"].number)
		below := rise.Cut(portion(rise.Duration(), share))
		above := Ramp(v["capacity"].number, to, rise.Duration()-below.Duration())
		rise = below.Then(above.Mark("peak-1"))
	}
	return v.warmUp(from).Then(rise, Hold(from, v.demands(300)).Mark("tail"))
}

func buildSteps(v values) Curve {
	c := v.warmUp(v.rate("from"))
	count := int(v["count"].number)
	for i, step := range Steps(v.rate("from"), v.rate("to"), count, v.demands(float64(100*count))) {
		step.Phase = fmt.Sprintf("step-%d", i+1)
		c = append(c, step)
	}
	return c
}

func buildConstant(v values) Curve {
	return v.afterWarmUp(Hold(v.rate("load"), v["length"].time))
}

func buildSoak(v values) Curve {
	mean, length := v.rate("load"), v["length"].time
	return v.afterWarmUp(Sine(mean, mean/4, length/6, length))
}
