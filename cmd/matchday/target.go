package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"matchday/targets"
	"matchday/targets/bulkhead"
	"matchday/targets/gallery"
	"matchday/targets/reference"
)

func targetCommand(s streams) *cobra.Command {
	c := &cobra.Command{
		Use:   "target KIND",
		Short: "Serve a reference target of known capacity",
		Long: `target serves a service whose capacity is known, to learn, demonstrate, calibrate
and test with. Most do no real work: it is kept account of in virtual time, so
that any number of processors and threads fits on any machine. There is one for
each common model of concurrency; list tells what each of them teaches.`,
		Example: `  matchday target list
  matchday target ps --cpus 20 --demand 50ms --bulkhead 20/20
  matchday target pool --help`,
		Args: knownKind,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	for _, k := range kinds() {
		c.AddCommand(kindCommand(s, k))
	}
	c.AddCommand(targetList(s), lockWorker(s))
	return c
}

// knownKind refuses a kind that there is not; those that there are have verbs of
// their own.
func knownKind(_ *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, k := range kinds() {
		names = append(names, k.Name)
	}
	return usage(fmt.Errorf("kind %q: want one of %s; matchday target list says what each teaches", args[0], strings.Join(names, ", ")))
}

// A target is one call of matchday target: a kind with its knobs, and the flags
// that all kinds have.
type target struct {
	kind     kind
	options  gallery.Options
	listen   string
	bulkhead bulkhead.Setting
	seed     uint64
	tethered bool
	real     realFlags
}

func kindCommand(s streams, k kind) *cobra.Command {
	t := target{kind: k, options: k.Options()}
	c := &cobra.Command{
		Use:     k.Name,
		Short:   k.short,
		Long:    k.help(t.options),
		Example: k.examples,
		Args:    noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			service, err := t.service(c.Context(), c.Flags(), s)
			if err != nil {
				return err
			}
			return t.serve(c.Context(), s, service)
		},
	}
	t.register(c.Flags())
	return c
}

func (t *target) register(fs *pflag.FlagSet) {
	fs.SortFlags = false
	knobs := flag.NewFlagSet(t.kind.Name, flag.ContinueOnError)
	t.options.Bind(knobs)
	fs.AddGoFlagSet(knobs)
	t.real.register(t.kind.Name, fs)
	fs.TextVar(&t.bulkhead, "bulkhead", bulkhead.Setting{}, "at most this many inside and queued, such as 20/20")
	fs.Uint64Var(&t.seed, "seed", 1, "which times are drawn")
	fs.StringVar(&t.listen, "listen", "127.0.0.1:8080", "address to listen on; port 0 lets the system choose")
	fs.BoolVar(&t.tethered, "tethered", false, "end when standard input ends")
}

// service returns what the knobs and flags ask for.
func (t *target) service(ctx context.Context, fs *pflag.FlagSet, s streams) (reference.Service, error) {
	if o, ok := t.options.(*psOptions); ok {
		if err := o.read(fs); err != nil {
			return nil, usage(err)
		}
	}
	if err := t.options.Check(); err != nil {
		return nil, usage(err)
	}
	if work, err := t.work(ctx, fs, s); work != nil || err != nil {
		return workshop(work, err)
	}
	station, err := reference.NewStation(t.bulkhead, func(own bulkhead.Setting) (gallery.Machine, error) {
		return t.options.New(own, t.seed)
	})
	if err != nil {
		return nil, usage(err)
	}
	if t.real.onLoop {
		station.AnswerInTurn()
	}
	if t.real.memory > 0 {
		return leaking(station, t, fs)
	}
	return station, nil
}

// workshop puts real work behind a bulkhead.
func workshop(w *reference.Work, err error) (reference.Service, error) {
	if err != nil {
		return nil, err
	}
	service, err := reference.NewWorkshop(*w)
	if err != nil {
		w.Task.Close()
		return nil, usage(err)
	}
	return service, nil
}

// serve serves until it is told to stop.
func (t *target) serve(ctx context.Context, s streams, service reference.Service) error {
	l, err := net.Listen("tcp", t.listen)
	if err != nil {
		service.Close()
		return err
	}
	if t.tethered {
		var stop context.CancelFunc
		ctx, stop = targets.UntilParentEnds(ctx, s.in)
		defer stop()
	}
	fmt.Fprintf(s.out, "listening http://%s\n", l.Addr())
	if err := reference.Serve(ctx, l, service); err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}
