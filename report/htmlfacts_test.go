package report

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// The parts of the page's script that need no page: formats as the tables have
// them, a view that reads back from a link, cells of a CSV file.
func TestScriptWithoutAPage(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("there is no node to run the script")
	}
	var b strings.Builder
	b.WriteString("\"use strict\";\nconst column = null, measured = null; // of the page\n")
	for _, name := range []string{"format.js", "link.js", "csv.js"} {
		text, err := scriptFiles.ReadFile("script/" + name)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(text)
	}
	facts, err := os.ReadFile("testdata/facts.js")
	if err != nil {
		t.Fatal(err)
	}
	b.Write(facts)
	run := exec.Command(node, "-")
	run.Stdin = strings.NewReader(b.String())
	if out, err := run.CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("%v\n%s", err, out)
	}
}
