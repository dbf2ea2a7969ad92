package experiment

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"matchday/targets/bulkhead"
)

// Every round has every variant once, in an order of its own, with one seed for
// all of them; the same seed gives the same plan.
func TestTrials(t *testing.T) {
	e := Experiment{Seed: 7, Rounds: 20}
	for q := range 4 {
		e.Variants = append(e.Variants, bulkhead.Setting{Inside: 20, Queue: 10 * q})
	}
	all := e.Trials()
	if len(all) != 80 || !slices.Equal(all, e.Trials()) {
		t.Fatalf("%d trials, want 80, twice the same", len(all))
	}
	orders := map[string]bool{}
	for round := range 20 {
		var order []string
		for i, trial := range all[4*round : 4*round+4] {
			if trial.Number != 4*round+i+1 || trial.Round != round+1 || trial.Seed != uint64(7+round) {
				t.Errorf("trial %+v is out of place", trial)
			}
			order = append(order, trial.Variant.String())
		}
		orders[strings.Join(order, " ")] = true
		if slices.Sort(order); fmt.Sprint(order) != "[20/0 20/10 20/20 20/30]" {
			t.Errorf("round %d has %v", round+1, order)
		}
	}
	if len(orders) < 10 {
		t.Errorf("only %d different orders in 20 rounds: they are not shuffled", len(orders))
	}
}

// Doubled, every seed serves two rounds in a row on the wire, and one in virtual
// time.
func TestDoubled(t *testing.T) {
	check := func(engine string, want ...uint64) {
		t.Helper()
		e := Experiment{Seed: 7, Rounds: 2, Engine: engine, Variants: []bulkhead.Setting{{}}}.Doubled()
		var got []uint64
		for _, trial := range e.Trials() {
			got = append(got, trial.Seed)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: seeds %v, want %v", engine, got, want)
		}
	}
	check(Native, 7, 7, 8, 8)
	check(Virtual, 7, 8, 9, 10)
}
