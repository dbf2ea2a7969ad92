package results

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

// printed returns what is kept of what a target prints.
func printed(t *testing.T, speak func(func(string))) string {
	t.Helper()
	w := begin(t, Store{t.TempDir()}, "20261122-081500-outp")
	out, err := w.Trial(heads()[0])
	if err != nil {
		t.Fatal(err)
	}
	to := out.Output()
	speak(func(text string) {
		if n, err := to.Write([]byte(text)); n != len(text) || err != nil {
			t.Fatalf("%d bytes, %v", n, err)
		}
	})
	if err := out.Finish(Trial{}); err != nil {
		t.Fatal(err)
	}
	if n, err := to.Write([]byte("late")); n != 4 || err != nil {
		t.Errorf("after the trial: %d bytes, %v; want no trouble", n, err)
	}
	text, err := os.ReadFile(filepath.Join(out.dir, outputFile))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestOutputIsKept(t *testing.T) {
	if got := printed(t, func(say func(string)) { say("one\n"); say("two") }); got != "one\ntwo" {
		t.Errorf("kept %q", got)
	}
}

// Of a target that talks without end the beginning and the end are kept.
func TestOutputIsBounded(t *testing.T) {
	const lines, size = 60_000, 50 // three megabytes
	got := printed(t, func(say func(string)) {
		for i := range lines {
			say(fmt.Sprintf("%0*d\n", size-1, i))
		}
	})
	begin, end, ok := strings.Cut(got, " bytes left out]\n")
	if !ok || len(got) > 2*halfOutput+100 || len(got) < halfOutput*3/2 {
		t.Fatalf("%d bytes kept", len(got))
	}
	if !strings.HasPrefix(begin, fmt.Sprintf("%0*d\n", size-1, 0)) || !strings.HasSuffix(end, fmt.Sprintf("%0*d\n", size-1, lines-1)) {
		t.Errorf("begins with %.60q, ends with %q", begin, end[len(end)-60:])
	}
	var lost int
	if _, err := fmt.Sscanf(begin[strings.LastIndexByte(begin, '['):], "[%d", &lost); err != nil {
		t.Fatal(err)
	}
	if kept := strings.LastIndexByte(begin, '[') - 1 + len(end); lost+kept != lines*size {
		t.Errorf("%d bytes lost and %d kept of %d", lost, kept, lines*size)
	}
}

// Of a silent target its machine tells all the same, and the cells of what it
// does not say are empty.
func TestSilentTarget(t *testing.T) {
	silent := []string{"inside", "queued", "zombies", "accepted", "completed", "late", "rejected", "work_done", "work_wasted"}
	row := TargetRow{At: time.Second, Untold: silent, CPU: 250 * time.Millisecond, RSS: 4096, Threads: 7, Descriptors: 9}
	const want = "1,,,,,,,,,,0.25,4096,7,9"
	if got := string(cells(nil, targetColumns(), &row)); got != want {
		t.Errorf("row %s, want %s", got, want)
	}
	for back, err := range rows("target.csv", strings.NewReader(header(targetColumns())+"\n"+want+"\n"), targetColumns()) {
		if err != nil || !reflect.DeepEqual(back, row) || !back.Silent() {
			t.Errorf("reads back as %+v, %v", back, err)
		}
	}
	var trial Trial
	trial.take([]TargetRow{row, {Untold: silent, CPU: 400 * time.Millisecond, RSS: 1024, Threads: 8, Descriptors: 2}})
	if trial.Target != nil {
		t.Errorf("what it is taken to have said: %+v", trial.Target)
	}
	if u := trial.Usage; u == nil || *u != (Usage{CPU: 400 * time.Millisecond, MaxRSS: 4096, MaxThreads: 8, MaxDescriptors: 9}) {
		t.Errorf("usage %+v", u)
	}
}
