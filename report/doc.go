// Package report turns stored runs into a [Comparison] and a comparison into
// something a person or a program reads: terminal, Markdown, HTML, JSON.
//
// Every figure comes from one table of metrics, which the gate reads too, so a
// table, a chart and a verdict cannot tell different stories. Renderers only
// lay out: nothing is computed in them, and what should make a reader careful
// travels as a warning in the comparison.
package report
