package targets

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"matchday/targets/bulkhead"
)

// apply starts a child of some kind.
func apply(t *testing.T, child string, setting bulkhead.Setting) (Target, error) {
	t.Helper()
	return applyWith(t, child, Reference{Grace: 5 * time.Second}, setting)
}

func applyWith(t *testing.T, child string, r Reference, setting bulkhead.Setting) (Target, error) {
	t.Helper()
	t.Setenv(kind, child)
	r.Command = os.Args[:1]
	target, err := r.Apply(t.Context(), setting)
	if err == nil {
		t.Cleanup(func() { target.Close() })
	}
	return target, err
}

// patience is how long tests wait for what should happen at once, on however
// busy a machine.
const patience = 20 * time.Second

// within fails the test if something does not end in time.
func within(t *testing.T, what string, ended <-chan struct{}) {
	t.Helper()
	select {
	case <-ended:
	case <-time.After(patience):
		t.Fatalf("%s: not in time", what)
	}
}

func order(t *testing.T, url string) (status int, err error) {
	t.Helper()
	client := http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Get(url + "/order")
	if err != nil {
		return 0, err
	}
	resp.Body.Close()
	return resp.StatusCode, nil
}

func TestReferenceServesUnderItsSetting(t *testing.T) {
	target, err := apply(t, "target", bulkhead.Setting{Inside: 1, Queue: 1, Wait: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	fresh, err := target.Counters(t.Context())
	if err != nil || fresh.Accepted != 0 {
		t.Fatalf("a fresh target says %+v, %v", fresh, err)
	}
	statuses := make(chan int)
	for range 5 {
		go func() {
			status, err := order(t, target.URL())
			if err != nil {
				t.Error(err)
			}
			statuses <- status
		}()
	}
	served := int64(0)
	for range 5 {
		if <-statuses == http.StatusOK {
			served++
		}
	}
	got, err := target.Counters(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	since := got.Sub(fresh)
	if since.Accepted != 5 || since.Completed != served || since.RejectedFull != 5-served || got.MaxInside != 1 || got.Closes() != nil {
		t.Errorf("%d of 5 served, counters %+v", served, since)
	}
	if runtime.GOOS == "linux" && (got.RSS < 1<<20 || got.CPU < fresh.CPU) {
		t.Errorf("%d bytes resident, %v of processor time", got.RSS, got.CPU)
	}
	if err := target.Err(); err != nil {
		t.Errorf("while it lives: %v", err)
	}
	if err := target.Close(); err != nil {
		t.Error(err)
	}
	within(t, "end of a closed target", target.Done())
	if err := target.Err(); err != nil {
		t.Errorf("after its end was asked for: %v", err)
	}
	if _, err := order(t, target.URL()); err == nil {
		t.Error("a closed target answers")
	}
}

// A trial finds the target at the beginning of its time and its books.
func TestReferenceIsResetBeforeATrial(t *testing.T) {
	target, err := apply(t, "worn", bulkhead.Setting{})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := target.Counters(t.Context()); err != nil || got.Accepted != 0 {
		t.Errorf("books of a fresh target: %+v, %v", got, err)
	}
}

func TestReferenceThatDoesNotStart(t *testing.T) {
	check := func(child string, wants ...string) {
		t.Helper()
		_, err := apply(t, child, bulkhead.Setting{})
		for _, want := range wants {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v, want an error with %s", child, err, want)
			}
		}
	}
	check("wrong", `said "good evening", want a line such as listening http://127.0.0.1:8080`)
	check("stillborn", "ended with exit status 3; its last words:\nno oven")
	check("sick", "/healthz: answered 404 Not Found, want 200 OK")
	check("endless", "/reset: answered 404 Not Found, want 200 OK")
	impatient := Reference{Patience: 50 * time.Millisecond}
	if _, err := applyWith(t, "silent", impatient, bulkhead.Setting{}); err == nil ||
		!strings.HasPrefix(err.Error(), `target "`) || !strings.Contains(err.Error(), `said nothing: context deadline exceeded`) {
		t.Errorf("silent: %v", err)
	}
	if _, err := (Reference{}).Apply(t.Context(), bulkhead.Setting{}); err == nil {
		t.Error("no command: started")
	}
	if _, err := (Reference{Command: []string{"/nowhere/matchday"}}).Apply(t.Context(), bulkhead.Setting{}); err == nil {
		t.Error("no such program: started")
	}
	if _, err := apply(t, "target", bulkhead.Setting{Queue: 5}); err == nil {
		t.Error("no such setting: started")
	}
}

func TestReferenceThatDiesIsNoticed(t *testing.T) {
	target, err := apply(t, "mortal", bulkhead.Setting{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := order(t, target.URL()); err == nil {
		t.Fatal("a dead target answers")
	}
	within(t, "news of a death", target.Done())
	got := target.Err().Error()
	if !strings.Contains(got, "ended with exit status 7; its last words:\nthe oven is hot\n") || !strings.HasSuffix(got, "\nthe oven is on fire") {
		t.Errorf("cause of death: %s", got)
	}
	if len(got) > longestTail+500 {
		t.Errorf("%d bytes of last words", len(got))
	}
	if _, err := target.Counters(t.Context()); err == nil || err.Error() != got {
		t.Errorf("counters of a dead target: %v", err)
	}
	if err := target.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
}

// A target is asked to end in two ways, and killed if it heeds neither.
func TestReferenceEnds(t *testing.T) {
	check := func(child string, grace time.Duration, want string) {
		t.Helper()
		target, err := applyWith(t, child, Reference{Grace: grace}, bulkhead.Setting{})
		if err != nil {
			t.Fatal(err)
		}
		err = target.Close()
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: close: %v, want %q", child, err, want)
		}
		within(t, child, target.Done())
	}
	check("signal only", patience, "")
	check("pipe only", patience, "")
	check("stubborn", 50*time.Millisecond, "had to be killed, it did not end within 50ms of being asked")
}

// The parent is killed without a chance to clean up; the target it started
// must end all the same. A connection to the target tells: it is closed.
func TestNoOrphans(t *testing.T) {
	parent := exec.Command(os.Args[0])
	parent.Env = append(os.Environ(), kind+"=parent")
	hold, err := parent.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer hold.Close()
	out, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	url, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	address := strings.TrimPrefix(strings.TrimSpace(url), "http://")
	conn, err := net.DialTimeout("tcp", address, 5*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	parent.Process.Kill()
	parent.Wait()
	conn.SetReadDeadline(time.Now().Add(patience))
	if _, err := conn.Read(make([]byte, 1)); errors.Is(err, os.ErrDeadlineExceeded) {
		t.Error("the target outlives its parent")
	}
}

func TestUntilParentEnds(t *testing.T) {
	parent, pipe := io.Pipe()
	ctx, stop := UntilParentEnds(t.Context(), parent)
	defer stop()
	io.WriteString(pipe, "still here\n")
	if ctx.Err() != nil {
		t.Error("ended while the parent lives")
	}
	pipe.Close()
	within(t, "end of the parent", ctx.Done())
	if cause := context.Cause(ctx); cause != errParentEnded {
		t.Errorf("cause %v", cause)
	}
}
