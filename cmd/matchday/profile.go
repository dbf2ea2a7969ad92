package main

import (
	"fmt"
	"io"
	"time"

	"github.com/guptarohit/asciigraph"
	"github.com/spf13/cobra"

	"matchday/cmd/matchday/internal/experiment"
	"matchday/profiles"
	"matchday/report"
)

func profileCommand(s streams) *cobra.Command {
	c := &cobra.Command{
		Use:   "profile",
		Short: "List and draw traffic profiles",
		Args:  noArgs,
		Example: `  matchday profile list
  matchday profile show match-day
  matchday profile show 'hold 200/s 60s, ramp 200/s 800/s 5s' --svg spike.svg`,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(profileList(s), profileShow(s))
	return c
}

func profileList(s streams) *cobra.Command {
	return &cobra.Command{
		Use:     "list",
		Aliases: []string{"ls"},
		Short:   "List the profiles that have a name",
		Example: "  matchday profile list",
		Args:    noArgs,
		RunE: func(*cobra.Command, []string) error {
			for _, p := range profiles.Presets() {
				if _, err := fmt.Fprintf(s.out, "%-12s %s\n", p.Name, p.Doc); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

// profileFlags are the flags of profile show.
type profileFlags struct {
	svg      string
	response time.Duration
	until    time.Duration
}

func profileShow(s streams) *cobra.Command {
	var f profileFlags
	c := &cobra.Command{
		Use:   "show PROFILE",
		Short: "Draw a profile and give its figures",
		Long: `show draws a profile before anything is sent: a preset by name, a file, or a text
such as 'hold 200/s 60s, ramp 200/s 800/s 5s'.`,
		Example: `  matchday profile show match-day
  matchday profile show match-day --until 32s --svg match-day.svg`,
		Args:              exactly(1, "one profile"),
		RunE:              func(_ *cobra.Command, args []string) error { return f.show(s, args[0]) },
		ValidArgsFunction: cobra.FixedCompletions(presetNames(), cobra.ShellCompDirectiveDefault),
	}
	c.Flags().StringVar(&f.svg, "svg", "", "write the drawing to this file as SVG")
	c.Flags().DurationVar(&f.response, "response", 50*time.Millisecond, "response time to expect, for the requests in flight")
	c.Flags().DurationVar(&f.until, "until", 0, "cut the profile there")
	return c
}

func presetNames() []string {
	var names []string
	for _, p := range profiles.Presets() {
		names = append(names, p.Name)
	}
	return names
}

// show draws one profile.
func (f profileFlags) show(s streams, text string) error {
	name, folder := profileFile(text)
	d, err := profiles.Definition{File: name}, error(nil)
	if folder == nil {
		d, err = profiles.Define("profile", text)
	}
	if err != nil {
		return usage(err)
	}
	d.Until = f.until
	curve, err := d.Curve(folder)
	if err != nil {
		return usage(err)
	}
	if err := f.figures(s.out, name, curve); err != nil {
		return err
	}
	if f.svg == "" {
		return nil
	}
	return into(f.svg, nil, func(w io.Writer) error {
		return report.CurveSVG(w, name, curve.Sample(400), curve.Duration(), experiment.Phases(curve))
	})
}

// figures writes the numbers and the drawing of a profile.
func (f profileFlags) figures(w io.Writer, name string, c profiles.Curve) error {
	width, _ := terminalWidth(w)
	columns := min(100, max(20, width()-12))
	_, err := fmt.Fprintf(w, "%s\n\n%s\n\n", name, asciigraph.Plot(c.Sample(columns), asciigraph.Height(12), asciigraph.LowerBound(0), asciigraph.Precision(0)))
	for _, row := range []struct {
		name  string
		value string
	}{
		{"length", c.Duration().String()},
		{"users", fmt.Sprintf("%.0f expected", c.Arrivals())},
		{"mean rate", fmt.Sprintf("%.1f/s", c.MeanRate())},
		{"peak rate", fmt.Sprintf("%.1f/s", c.PeakRate())},
		{"in flight", fmt.Sprintf("%.1f at the peak, if answers take %v", c.PeakRate()*f.response.Seconds(), f.response)},
	} {
		if err == nil {
			_, err = fmt.Fprintf(w, "%-12s %s\n", row.name, row.value)
		}
	}
	for _, p := range c.Phases() {
		if err == nil {
			_, err = fmt.Fprintf(w, "  %-14s %8v to %8v   %6.0f users\n", p.Name, p.Start, p.End, c.ArrivalsUntil(p.End)-c.ArrivalsUntil(p.Start))
		}
	}
	return err
}
