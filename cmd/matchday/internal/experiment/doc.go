// Package experiment reads an experiment file and carries it out: file →
// [Experiment] → trials → one drive of a target each. It is the only place where
// profiles, targets and an engine meet.
//
// It stores nothing and draws nothing: what a trial yields goes to an
// [Observer] while it is made, and what it came to is returned.
package experiment
