package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"time"

	"matchday/cmd/matchday/internal/experiment"
	"matchday/results"
)

// leftOut is what a run has instead of a map that would take too long.
const leftOut = "the trials are too long to map the settings around them in passing; matchday map does it"

// A surveyor maps the settings around those of a run.
type surveyor struct {
	out   io.Writer
	quiet bool
	most  time.Duration // processor time that a map may take; 0 for no map at all
}

// passing is the processor time that a map may take beside a run on the wire: five
// seconds of every processor, or a hundredth of what the trials themselves take.
func passing(e experiment.Experiment) time.Duration {
	trials := time.Duration(len(e.Trials())) * e.Length()
	return max(5*time.Second, trials/100) * time.Duration(runtime.GOMAXPROCS(0))
}

// survey makes the map, or says in its place why there is none.
func (s surveyor) survey(ctx context.Context, e experiment.Experiment) (results.Map, error) {
	axes, fits := e.Around(s.most)
	if !fits {
		if !s.quiet {
			fmt.Fprintln(s.out, "map: "+leftOut)
		}
		return results.Map{Seed: e.Seed, Timeout: e.Client.Timeout, LeftOut: leftOut}, nil
	}
	cells := e.Settings(axes)
	m := &meter{out: s.out, total: len(cells), began: time.Now(), quiet: s.quiet}
	found, err := experiment.Explore(ctx, cells, experiment.Find, m.show)
	m.wipe()
	switch {
	case ctx.Err() != nil:
		return results.Map{}, coded{exitInterrupted, errors.New("interrupted; the run is saved, without a map")}
	case err != nil:
		return results.Map{}, fmt.Errorf("map: %w", err)
	}
	return mapOf(e, axes, found), nil
}

// mapOf puts a map of settings into plain data.
func mapOf(e experiment.Experiment, a experiment.Axes, found []experiment.Finding) results.Map {
	m := results.Map{
		Version: results.Version, Seed: e.Seed, Timeout: e.Client.Timeout,
		Kind: a.Like.Kind.String(), LIFO: a.Like.LIFO, Wait: a.Like.Wait, Inside: a.Inside, Queue: a.Queue,
	}
	best := experiment.Best(found)
	for i, f := range found {
		m.Cells = append(m.Cells, results.MapCell{
			Setting: f.Setting.String(), Verdict: f.Judgement.Verdict, Reason: f.Judgement.Reason,
			UsersServed: f.Figures.UsersServed, UsersInSLO: f.Figures.UsersInSLO, Back: f.Back(),
			Protects: f.Protects, Best: i == best, Validity: f.Validity,
		})
	}
	return m
}
