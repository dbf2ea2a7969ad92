// Package scrape reads figures off the pages on which services tell Prometheus
// of themselves: the text format 0.0.4, and OpenMetrics as far as the two are
// alike.
//
// It reads what it is asked for and nothing else, since such a page may have
// thousands of series and is read while a load test is going on. It takes no
// page for granted: one that is too large, torn or no such page is an error, in
// bounded time and memory, and a series that is not there is told apart from one
// that is zero. It refuses to judge the figures, which are the page's own; to
// know of rates or quantiles; and to follow a page that points elsewhere.
package scrape
