// Power asks of matchday's gate what a gate should be asked before it is
// believed: how often it raises a false alarm, and what it does not miss.
//
// It makes pairs of runs on the reference target in virtual time, each run with
// users of its own, and has the gate hold the second run against the first by
// its default rules. Nothing but the seeds differs in the first kind of pair: a
// red gate is a false alarm. In the other kinds the target has become worse in a
// known way, and a gate that is not red has missed it.
//
// It judges by exit codes and by the gate's JSON alone, as a pipeline would, and
// knows matchday by its command line. It measures no target and no machine.
package main
