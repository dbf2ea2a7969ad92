package experiment

import (
	"math"
	"path/filepath"
	"strconv"
	"time"

	"matchday/targets"
	"matchday/targets/gallery"
	"matchday/targets/model"
)

// A Reference is a service of known capacity that the program brings along.
type Reference struct {
	Kind     string        // "ps", or a kind of the gallery, for which only Gallery and Knobs mean something
	CPUs     int           // n
	Demand   time.Duration // D
	Sizes    model.Sizes   // how demands are spread; those of a file have been read
	Folder   string        // where that file is, from the working directory
	Overhead float64       // κ: speed lost for each 100 % of over-commitment
	Abandon  string        // what happens to work whose caller left: none, queue, all
	Dips     []model.Dip   // when CPUs are taken away, from the beginning of a trial

	Database *model.Database // where requests go from there, nil for none; sizes of a file have been read

	refuse int // see [Regression]

	Gallery gallery.Options // what its machine is made of; nil for ps
	Knobs   []Knob          // the same as it is written, all that there are
}

// Args returns the command line, after the program's name, that starts the
// service; the seed decides the sizes.
func (r Reference) Args(seed uint64) []string {
	args := []string{"target", r.Kind, "--tethered", "--seed", strconv.FormatUint(seed, 10)}
	if r.Gallery == nil {
		return append(args, r.own()...)
	}
	for _, k := range r.Knobs {
		args = append(args, "--"+k.Name+"="+k.Value)
	}
	return args
}

// own returns the flags that set up ps.
func (r Reference) own() []string {
	args := []string{
		"--cpus", strconv.Itoa(r.CPUs),
		"--demand", r.Demand.String(),
		"--sizes", r.notation(r.Sizes),
		"--overhead", strconv.FormatFloat(r.Overhead, 'g', -1, 64),
		"--abandon", r.Abandon,
	}
	if d := r.Database; d != nil {
		args = append(args,
			"--database-cpus", strconv.Itoa(d.CPUs),
			"--database-demand", d.Demand.String(),
			"--database-sizes", r.notation(d.Sizes),
			"--database-overhead", strconv.FormatFloat(d.Overhead, 'g', -1, 64),
			"--database-conns", d.Conns.String(),
		)
	}
	for _, d := range r.Dips {
		args = append(args, "--dip", d.String())
	}
	return args
}

// notation returns the notation of sizes for a process in the same working
// directory.
func (r Reference) notation(sizes model.Sizes) string {
	if sizes.File != "" {
		sizes.File = filepath.Join(r.Folder, filepath.FromSlash(sizes.File))
	}
	return sizes.String()
}

// facts returns what is known of the service beforehand. With a database a
// request takes the time of both, and what they complete is what the slower of
// them does; where there are fewer connections than CPUs the others are idle. The
// CPUs that all this comes to are as many as are inside, by Little's law, when it
// completes that much and nobody waits for anybody.
func (r Reference) facts() targets.Facts {
	if r.Gallery != nil {
		return kindFacts(r.Gallery)
	}
	own := targets.Facts{CPUs: r.CPUs, Demand: r.Demand}
	if r.Database == nil {
		return own
	}
	d := targets.Facts{CPUs: r.Database.CPUs, Demand: r.Database.Demand}
	if conns := r.Database.Conns.Inside; conns > 0 {
		d.CPUs = min(d.CPUs, conns)
	}
	most := d.Capacity()
	if r.Demand > 0 {
		most = min(most, own.Capacity())
	}
	both := r.Demand + d.Demand
	return targets.Facts{CPUs: int(math.Round(most * both.Seconds())), Demand: both, Most: most}
}
