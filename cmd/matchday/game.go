package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"matchday/targets/model/game"
)

// mostPeriods is the longest game: the fractions of exact sharing grow with
// every period, and nobody follows more by hand.
const mostPeriods = 100

// gameFlags are the flags of game.
type gameFlags struct {
	periods int
	reading string
}

func gameCommand(s streams) *cobra.Command {
	var f gameFlags
	c := &cobra.Command{
		Use:   "game 1|2",
		Short: "Play a server by hand, period by period",
		Long: `game plays a server of two processors by hand. One request comes at the start of
every period, and each takes three periods on a processor of its own: half as
much again as the server can do.

  1   everybody is let in, and the processors are shared. Either exactly, every
      request getting the same share at every instant; or by whole rounds, every
      request running once in as many periods as a round takes.
  2   a bulkhead: two inside, two in the queue, and whoever finds both full is
      turned away. At the start of a period first those leave who are done, then
      the head of the queue goes in, and then the newcomer looks.

Each row shows a period: how much work each request inside still has to get at
its end, who waits, and who is done after how many periods.`,
		Example: `  matchday game 1
  matchday game 1 --reading rounds --periods 20
  matchday game 2`,
		Args:      exactly(1, "1 or 2"),
		ValidArgs: []string{"1", "2"},
		RunE: func(c *cobra.Command, args []string) error {
			if c.Flags().Changed("periods") && (f.periods < 1 || f.periods > mostPeriods) {
				return usage(fmt.Errorf("--periods: %d: want 1 to %d", f.periods, mostPeriods))
			}
			return f.play(s, args[0])
		},
	}
	c.Flags().IntVar(&f.periods, "periods", 0, fmt.Sprintf("how many periods, up to %d (default 8 of game 1, 15 of game 2)", mostPeriods))
	c.Flags().StringVar(&f.reading, "reading", "", "how processors are shared in game 1: exact or rounds (default both)")
	if err := c.RegisterFlagCompletionFunc("reading", cobra.FixedCompletions(readings(), cobra.ShellCompDirectiveNoFileComp)); err != nil {
		panic(err) // the flag stands one line above
	}
	return c
}

func readings() []string { return []string{game.Exact.String(), game.Rounds.String()} }

// play shows the game of a number.
func (f gameFlags) play(s streams, number string) error {
	switch number {
	case "1":
		return f.open(s)
	case "2":
		if f.reading != "" {
			return usage(fmt.Errorf("--reading: nobody shares a processor in game 2; it is for game 1"))
		}
		return f.bounded(s)
	}
	return usage(fmt.Errorf("game %q: want 1 or 2, for example matchday game 1", number))
}

// open shows the first game, in one reading or one after the other.
func (f gameFlags) open(s streams) error {
	if f.reading != "" && !slices.Contains(readings(), f.reading) {
		return usage(fmt.Errorf("--reading: %q: want %s", f.reading, strings.Join(readings(), " or ")))
	}
	titles := map[game.Reading]string{
		game.Exact:  "exact: all inside get the same share at every instant",
		game.Rounds: "rounds: each inside runs in one period of a round",
	}
	between := ""
	for _, r := range []game.Reading{game.Exact, game.Rounds} {
		if f.reading != "" && f.reading != r.String() {
			continue
		}
		played := game.Open(r).Play(f.length(8))
		if _, err := fmt.Fprintf(s.out, "%sgame 1, %s\n\n%s\n%s", between, titles[r], openTable(played), sumUp(played)); err != nil {
			return err
		}
		between = "\n"
	}
	return nil
}

// bounded shows the second game.
func (f gameFlags) bounded(s streams) error {
	played := game.Bounded().Play(f.length(15))
	_, err := fmt.Fprintf(s.out, "game 2, bulkhead 2/2: two inside, two in the queue\n\n%s\n%s", boundedTable(played), sumUp(played))
	return err
}

// length returns the number of periods to play.
func (f gameFlags) length(usual int) int {
	if f.periods == 0 {
		return usual
	}
	return f.periods
}
