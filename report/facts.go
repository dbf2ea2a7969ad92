package report

import (
	"fmt"
	"strings"

	"matchday/results"
)

// A factList collects names with values, leaving out what is not known.
type factList []Fact

func (f *factList) add(name, value string) {
	if value != "" {
		*f = append(*f, Fact{name, value})
	}
}

func (f *factList) count(name string, n int) {
	if n > 0 {
		f.add(name, grouped(int64(n)))
	}
}

// experimentFacts lists what was asked of the target, and how.
func experimentFacts(e results.Experiment) []Fact {
	var f factList
	if e.Callers > 0 { // their profile says no more than how long
		f.add("callers", grouped(int64(e.Callers))+" take turns")
		f.add("length", duration(e.Length))
	} else {
		f.add("profile", profileTrait(e))
		f.add("streams", streamTrait(e))
		f.add("length", duration(e.Length))
		f.add("arrivals", e.Arrivals)
		f.add("seed", fmt.Sprint(e.Seed))
	}
	f.count("rounds", e.Rounds)
	f.add("engine", engineTrait(e))
	f.add("target", e.Target)
	f.count("target processors", e.CPUs)
	if e.Demand > 0 {
		f.add("demand", duration(e.Demand))
	}
	if e.Capacity > 0 {
		f.add("capacity", digits(e.Capacity)+"/s")
	}
	f.add("sizes", e.Sizes)
	f.add("database", e.Database)
	f.add("knobs", strings.Join(e.Knobs, ", "))
	f.add("dips", strings.Join(e.Dips, ", "))
	f.add("timeout", duration(e.Timeout))
	if e.SLO > 0 {
		f.add("SLO", duration(e.SLO))
	}
	f.add("retries", retryTrait(e))
	f.count("in-flight cap", e.InFlight)
	f.add("window", duration(e.Window))
	return f
}

// environmentFacts lists where the run was made.
func environmentFacts(e results.Environment) []Fact {
	var f factList
	f.add("matchday", e.Matchday)
	f.add("go", e.Go)
	f.add("system", strings.Trim(e.OS+"/"+e.Arch, "/"))
	f.add("kernel", e.Kernel)
	f.add("host", e.Host)
	f.add("processor", e.CPUModel)
	f.count("processors", e.CPUs)
	f.count("GOMAXPROCS", e.GOMAXPROCS)
	if e.Memory > 0 {
		f.add("memory", fmt.Sprintf("%s GiB", digits(float64(e.Memory)/(1<<30))))
	}
	commit := e.GitCommit
	if commit != "" && e.GitDirty {
		commit += " with changes"
	}
	f.add("commit", commit)
	return f
}
