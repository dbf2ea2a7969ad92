package main

import (
	"io"
	"time"

	"matchday/ci"
	"matchday/report"
)

// Where a pipeline finds what a job left behind.
const (
	junitFile   = "matchday-junit.xml"
	metricsFile = "metrics.txt" // what GitLab calls it unless told otherwise
)

// metrics writes the figures that GitLab shows beside those of the target branch.
func (j judgement) metrics() error {
	return writeReport(metricsFile, j.comparison, report.OpenMetrics)
}

// fold writes the report into the log of the job, behind a line to click on.
func (j judgement) fold(w io.Writer) error {
	return ci.GitLabSection(w, time.Now(), "The report on what was judged", func(w io.Writer) error {
		return renderers["terminal"](w, j.comparison)
	})
}
