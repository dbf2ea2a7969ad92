package report

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"matchday/results"
)

// An entrant is one variant of one run with its trials: what a [Variant] is made of.
type entrant struct {
	in      Input
	variant results.Variant
	name    string          // unique in the comparison
	counted []results.Trial // by round: the whole ones; where there is none, what got furthest
	left    []results.Trial // not whole, and left out
}

// entrantsOf returns the entrants of all runs in order.
func entrantsOf(inputs []Input) []entrant {
	var all []entrant
	taken := map[string]int{}
	for _, in := range inputs {
		for _, v := range in.Run.Experiment.Variants {
			e := entrant{in: in, variant: v, name: v.Name}
			e.sort(in.Run.Trials)
			all = append(all, e)
			taken[v.Name]++
		}
	}
	var ids []string
	for _, in := range inputs {
		ids = append(ids, in.Run.ID)
	}
	tags := tagsOf(ids)
	for i, e := range all {
		if taken[e.name] > 1 {
			all[i].name = fmt.Sprintf("%s (%s)", e.name, tags[e.in.Run.ID])
		}
	}
	return all
}

// sort takes the trials of the entrant's variant. A trial that was cut short
// would drag down every rate of those it was merged with, so it is left out; of
// nothing but such trials the one that got furthest stands for the variant.
func (e *entrant) sort(all []results.Trial) {
	for _, t := range all {
		switch {
		case t.Variant != e.variant.Name:
		case t.Status == results.Complete:
			e.counted = append(e.counted, t)
		default:
			e.left = append(e.left, t)
		}
	}
	byRound := func(a, b results.Trial) int { return a.Round - b.Round }
	slices.SortStableFunc(e.counted, byRound)
	slices.SortStableFunc(e.left, byRound)
	if len(e.counted) == 0 && len(e.left) > 0 {
		furthest := slices.MaxFunc(e.left, func(a, b results.Trial) int { return cmp.Compare(reach(a), reach(b)) })
		e.counted = []results.Trial{furthest}
		e.left = slices.DeleteFunc(e.left, func(t results.Trial) bool { return t.Number == furthest.Number })
	}
}

// reach is how many users came before a trial ended.
func reach(t results.Trial) int64 {
	if len(t.Stretches) == 0 {
		return 0
	}
	return t.Stretches[0].Users
}

// read replaces the stretches of the trials that count by those with their
// histograms. What could not be read is told in sentences.
func (e *entrant) read() []string {
	var trouble []string
	for i, t := range e.counted {
		stretches, err := e.in.stretches(t)
		if err != nil {
			trouble = append(trouble, fmt.Sprintf("%s: its latencies cannot be read: %v", e.trial(t), err))
		}
		e.counted[i].Stretches = stretches
	}
	return trouble
}

// partial tells whether there is not one whole round.
func (e entrant) partial() bool {
	return !slices.ContainsFunc(e.counted, func(t results.Trial) bool { return t.Status == results.Complete })
}

// trial names one of the entrant's trials as far as needed to tell it from others.
func (e entrant) trial(t results.Trial) string { return e.inRounds([]int{t.Round}) }

// inRounds names the entrant in some of its rounds, as far as needed to tell those
// from its others.
func (e entrant) inRounds(rounds []int) string {
	name := called(e.name)
	all := len(e.counted) + len(e.left)
	var numbers []string
	for _, r := range rounds {
		numbers = append(numbers, strconv.Itoa(r))
	}
	switch n := len(rounds); {
	case all == 1:
		return name
	case n == all:
		return fmt.Sprintf("%s, all %d rounds", name, n)
	case n == 1:
		return name + ", round " + numbers[0]
	case n > 3:
		return fmt.Sprintf("%s, %d of %d rounds", name, n, all)
	}
	return name + ", rounds " + list(numbers)
}

// tagsOf returns the shortest end of each run's id that no other run has: its
// last part, or else all of it.
func tagsOf(ids []string) map[string]string {
	last := func(id string) string { return id[strings.LastIndexByte(id, '-')+1:] }
	count := map[string]int{}
	for _, id := range ids {
		count[last(id)]++
	}
	tags := map[string]string{}
	for _, id := range ids {
		tag := last(id)
		if tag == "" || count[tag] > 1 {
			tag = id
		}
		tags[id] = tag
	}
	return tags
}
