package results

import (
	"runtime"
	"testing"
)

func TestDetect(t *testing.T) {
	e := Detect(t.Context(), "v1.2.3", t.TempDir())
	if e.Matchday != "v1.2.3" || e.Go != runtime.Version() || e.CPUs < 1 || e.GOMAXPROCS < 1 || e.GitCommit != "" || e.GitDirty {
		t.Errorf("%+v", e)
	}
	if runtime.GOOS == "linux" && (e.Kernel == "" || e.Memory < 1<<20) {
		t.Errorf("%+v", e)
	}
}

func TestReadGit(t *testing.T) {
	check := func(status, commit string, dirty bool) {
		t.Helper()
		var e Environment
		e.readGit(status)
		if e.GitCommit != commit || e.GitDirty != dirty {
			t.Errorf("%q is commit %q, dirty %v", status, e.GitCommit, e.GitDirty)
		}
	}
	check("# branch.oid 12fd607\n# branch.head main\n", "12fd607", false)
	check("# branch.oid 12fd607\n# branch.head main\n1 .M N... 100644 a.go\n", "12fd607", true)
	check("# branch.oid (initial)\n# branch.head main\n", "", false)
}
