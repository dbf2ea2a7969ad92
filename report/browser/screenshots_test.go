package browser_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// Pictures of the page, for a person to look at: in both themes, wide and
// narrow. They go into the directory that MATCHDAY_SCREENSHOTS names, and are
// held against nothing: a line of text that is drawn otherwise is no fault.
func TestScreenshots(t *testing.T) {
	dir := os.Getenv("MATCHDAY_SCREENSHOTS")
	if dir == "" {
		t.Skip("MATCHDAY_SCREENSHOTS names no directory")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	page := open(t, usual(t), setting{})
	for _, scheme := range []string{"light", "dark"} {
		for _, width := range []int64{1280, 400} {
			page.look(setting{width: width, scheme: scheme})
			file := filepath.Join(dir, fmt.Sprintf("report-%s-%d.png", scheme, width))
			if err := os.WriteFile(file, page.picture(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "report.pdf"), page.paper(), 0o644); err != nil {
		t.Fatal(err)
	}
}
