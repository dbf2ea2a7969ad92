package experiment

import (
	"path/filepath"
	"strconv"
	"time"

	"matchday/targets/model"
)

// A Reference is a service of known capacity that the program brings along.
type Reference struct {
	Kind     string        // "ps"
	CPUs     int           // n
	Demand   time.Duration // D
	Sizes    model.Sizes   // how demands are spread; those of a file have been read
	Folder   string        // where that file is, from the working directory
	Overhead float64       // κ: speed lost for each 100 % of over-commitment
	Abandon  string        // what happens to work whose caller left: none, queue, all
	Dips     []model.Dip   // when CPUs are taken away, from the beginning of a trial
}

// Args returns the command line, after the program's name, that starts the
// service; the seed decides the sizes.
func (r Reference) Args(seed uint64) []string {
	args := []string{
		"target", r.Kind, "--tethered",
		"--cpus", strconv.Itoa(r.CPUs),
		"--demand", r.Demand.String(),
		"--sizes", r.sizes(),
		"--overhead", strconv.FormatFloat(r.Overhead, 'g', -1, 64),
		"--abandon", r.Abandon,
		"--seed", strconv.FormatUint(seed, 10),
	}
	for _, d := range r.Dips {
		args = append(args, "--dip", d.String())
	}
	return args
}

// sizes returns the notation of the sizes for a process in the same working
// directory.
func (r Reference) sizes() string {
	sizes := r.Sizes
	if sizes.File != "" {
		sizes.File = filepath.Join(r.Folder, filepath.FromSlash(sizes.File))
	}
	return sizes.String()
}
