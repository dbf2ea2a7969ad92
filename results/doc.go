// Package results keeps runs on disk: one directory a run, written as the run
// goes, renamed into place when it is whole, readable with cat. It saves,
// loads, lists, removes and exports; it never changes a run that is there, and
// it draws no conclusions.
package results
