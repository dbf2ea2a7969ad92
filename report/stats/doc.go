// Package stats is what can be said of a few numbers, each of which stands for a
// whole trial: where their middle lies, how far two sets of them lie apart, and
// how sure that is.
//
// It is exact wherever that can be computed: order statistics for intervals, all
// signs or all orders for tests. Where so few numbers can say nothing, it says
// so instead of something: an interval that does not exist is no interval, and
// the least p that a test could ever come to is there to be asked for before a
// test is made. It assumes no distribution. It knows nothing of metrics, units or
// directions; what a difference means is decided in package report. How sure the
// quantiles of a single trial are is concluded in package measure, where the
// histograms of its windows are.
package stats
