// Package ci is the gate: rules over a comparison, and a verdict that a
// pipeline can act on.
//
// A [Rule] is one line of text. [Check] holds rules against a comparison, and
// against a baseline where a rule asks for one, and returns a [Verdict] of
// pass, fail or invalid. Invalid is the answer wherever a figure is missing,
// was shaped by the generator, comes from a trial that was cut short, has no
// counterpart in the baseline, or cannot be told from the baseline's: what could
// not be measured is never taken for zero and never passes. For the same reason a
// rule that could not fail is refused when it is read, and a gate without rules
// does not pass.
//
// Every figure comes from the table of metrics of package report, and every
// statement on a difference is a contrast of that package, so a gate cannot tell
// another story than the report beside it. The package fits no statistics of its
// own, stores no history, and leaves it to the program to print and to exit.
package ci
