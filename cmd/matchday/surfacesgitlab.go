package main

import (
	"io"
	"time"

	"matchday/ci"
)

// junitFile is where the verdict lies for a pipeline to find it.
const junitFile = "matchday-junit.xml"

// fold writes the report into the log of the job, behind a line to click on.
func (j judgement) fold(w io.Writer) error {
	return ci.GitLabSection(w, time.Now(), "The report on what was judged", func(w io.Writer) error {
		return renderers["terminal"](w, j.comparison)
	})
}
