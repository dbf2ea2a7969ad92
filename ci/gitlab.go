package ci

import (
	"fmt"
	"io"
	"time"
)

// GitLabSection writes what body writes as a section of a job's log that is
// folded behind its title. at is when it was written, which GitLab wants to know.
func GitLabSection(w io.Writer, at time.Time, title string, body func(io.Writer) error) error {
	const name, clear = "matchday_report", "\x1b[0K"
	if _, err := fmt.Fprintf(w, clear+"section_start:%d:%s[collapsed=true]\r"+clear+"%s\n", at.Unix(), name, oneLine(title)); err != nil {
		return err
	}
	if err := body(w); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, clear+"section_end:%d:%s\r"+clear+"\n", at.Unix(), name)
	return err
}
