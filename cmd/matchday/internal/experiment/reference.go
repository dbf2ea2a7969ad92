package experiment

import (
	"strconv"
	"time"
)

// A Reference is a service of known capacity that the program brings along.
type Reference struct {
	Kind     string        // "ps"
	CPUs     int           // n
	Demand   time.Duration // D
	Sizes    string        // how demands are spread: fixed, exp, lognormal:1.5
	Overhead float64       // κ: speed lost for each 100 % of over-commitment
	Abandon  string        // what happens to work whose caller left: none, queue, all
}

// Args returns the command line, after the program's name, that starts the
// service; the seed decides the sizes.
func (r Reference) Args(seed uint64) []string {
	return []string{
		"target", r.Kind, "--tethered",
		"--cpus", strconv.Itoa(r.CPUs),
		"--demand", r.Demand.String(),
		"--sizes", r.Sizes,
		"--overhead", strconv.FormatFloat(r.Overhead, 'g', -1, 64),
		"--abandon", r.Abandon,
		"--seed", strconv.FormatUint(seed, 10),
	}
}
