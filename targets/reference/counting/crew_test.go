//go:build unix

package counting

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"matchday/targets/bulkhead"
	"matchday/targets/model"
	"matchday/targets/reference"
)

// role is the variable that makes this test binary play a worker, or a parent
// of some, instead.
const role = "MATCHDAY_TEST_COUNTING"

func TestMain(m *testing.M) {
	switch os.Getenv(role) {
	case "worker":
		playWorker()
	case "mute":
		fmt.Fprintln(os.Stderr, "no oven")
	case "parent":
		playParent()
	default:
		os.Exit(m.Run())
	}
}

// playWorker reads the flags of Job.Args and works.
func playWorker() {
	width, _ := strconv.Atoi(os.Args[2])
	if err := Work(os.Stdin, os.Stdout, Job{Width: width, Unlocked: os.Args[3] == "--locked=false"}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
}

// playParent has a crew that is at work for a long time, tells who they are, and
// waits to be killed.
func playParent() {
	os.Setenv(role, "worker")
	crew, err := Start(Options{Command: os.Args[:1], Workers: 3, Job: Job{Width: 64}})
	if err != nil {
		panic(err)
	}
	for range 3 {
		p := <-crew.idle
		fmt.Println(p.cmd.Process.Pid)
		go p.ask(context.Background(), time.Hour)
	}
	select {}
}

// workshop returns a crew at work, in which everybody has the lock for so long.
func workshop(t *testing.T, o Options, hold time.Duration) *reference.Workshop {
	t.Helper()
	t.Setenv(role, "worker")
	o.Command = os.Args[:1]
	crew, err := Start(o)
	if err != nil {
		t.Fatal(err)
	}
	w, err := reference.NewWorkshop(reference.Work{
		Task: crew, Bulkhead: bulkhead.Setting{},
		Draws: func() func() time.Duration { return func() time.Duration { return hold } },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	return w
}

// A crowd is what the callers of a workshop saw.
type crowd struct {
	answered, cut int64
	twice         int64 // answers with a number that an earlier one bore
}

// order makes so many requests, up to 300 at a time, and returns what came of
// them. Those who are not answered give up once the workshop's books are settled.
func order(t *testing.T, w *reference.Workshop, requests int, settled func(model.Counters) bool) (c crowd) {
	t.Helper()
	ctx, giveUp := context.WithCancel(t.Context())
	defer giveUp()
	var all sync.WaitGroup
	var mu sync.Mutex
	seen := map[int64]bool{}
	left := make(chan struct{}, requests)
	for range requests {
		left <- struct{}{}
	}
	close(left)
	for range min(requests, 300) {
		all.Go(func() {
			for range left {
				answer, err := w.Order(ctx, reference.Request{})
				mu.Lock()
				switch {
				case err != nil:
					c.cut++
				case seen[answer.Seq]:
					c.twice++
					fallthrough
				default:
					c.answered++
					seen[answer.Seq] = true
				}
				mu.Unlock()
			}
		})
	}
	for deadline := time.Now().Add(time.Minute); !settled(w.Counters()); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("not settled in a minute: %+v", w.Counters())
		}
	}
	giveUp()
	all.Wait()
	return c
}

// One lock, 64 bits: of 100 000 requests each has a number of its own.
func TestNothingIsLost(t *testing.T) {
	const requests = 100_000
	w := workshop(t, Options{Workers: 4, Job: Job{Width: 64}}, 0)
	got := order(t, w, requests, func(c model.Counters) bool { return c.Completed+c.Lost+c.Failed == requests })
	c := w.Counters()
	if got != (crowd{answered: requests}) || c.Completed != requests || c.Wrong != 0 || c.Lost != 0 || c.Closes() != nil {
		t.Errorf("callers saw %+v, the books say %+v, %v", got, c, c.Closes())
	}
}

// Without the lock some updates are lost: as many answers bear a number that an
// earlier one bore as the books say.
func TestWithoutTheLock(t *testing.T) {
	const requests = 2000
	w := workshop(t, Options{Workers: 4, Job: Job{Width: 64, Unlocked: true}}, 100*time.Microsecond)
	got := order(t, w, requests, func(c model.Counters) bool { return c.Completed+c.Lost+c.Failed == requests })
	c := w.Counters()
	if got.answered != requests || got.twice == 0 || c.Wrong != got.twice || c.Lost != 0 || c.Closes() != nil {
		t.Errorf("callers saw %+v, the books say %+v, %v", got, c, c.Closes())
	}
}

// Eight bits count to 255. Every request after that costs a worker; with others
// in its place all are lost, and without them as many as there are workers.
func TestFullCounter(t *testing.T) {
	const requests = 300
	check := func(respawn bool, lost, inside int64) {
		t.Helper()
		w := workshop(t, Options{Workers: 4, Job: Job{Width: 8}, Respawn: respawn}, 0)
		got := order(t, w, requests, func(c model.Counters) bool { return c.Completed == 255 && c.Lost == lost })
		c := w.Counters()
		if got != (crowd{answered: 255, cut: requests - 255}) || c.Accepted != requests || c.Inside != inside || c.Wrong != 0 || c.Closes() != nil {
			t.Errorf("respawn %v: callers saw %+v, the books say %+v, %v", respawn, got, c, c.Closes())
		}
		if err := w.Reset(); err != nil {
			t.Fatal(err)
		}
		answer, err := w.Order(t.Context(), reference.Request{})
		if c := w.Counters(); err != nil || answer.Seq != 1 || c.Accepted != 1 || c.Lost != 0 {
			t.Errorf("respawn %v: the first after a reset: %+v, %v, %+v", respawn, answer, err, c)
		}
	}
	check(true, requests-255, 0)
	check(false, 4, requests-255-4)
}

// The time that a request has the lock is its demand, and nobody else has it then.
func TestHeldOneByOne(t *testing.T) {
	const requests, hold = 20, 5 * time.Millisecond
	w := workshop(t, Options{Workers: 4, Job: Job{Width: 64}}, hold)
	start := time.Now()
	order(t, w, requests, func(c model.Counters) bool { return c.Completed == requests })
	if took := time.Since(start); took < requests*hold {
		t.Errorf("%d requests of %v took %v: more than one at a time", requests, hold, took)
	}
	if c := w.Counters(); c.WorkDone < requests*hold {
		t.Errorf("work done %v, want at least %v", c.WorkDone, requests*hold)
	}
}

func TestStartSaysWhatIsWrong(t *testing.T) {
	check := func(name string, o Options, want string) {
		t.Helper()
		if _, err := Start(o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want an error with %q", name, err, want)
		}
	}
	fine := Options{Command: os.Args[:1], Workers: 2, Job: Job{Width: 64}}
	none, narrow, silent, nobody := fine, fine, fine, fine
	none.Workers, narrow.Job.Width, nobody.Command = 0, 12, []string{"/nowhere/matchday"}
	check("no workers", none, "workers 0: want from 1 to 1000, for example 12")
	check("12 bits", narrow, "width 12: want 8, 16, 32 or 64 bits")
	check("no such program", nobody, "/nowhere/matchday")
	t.Setenv(role, "mute")
	check("a worker that ends", silent, "ended before it was ready: no oven")
}

// The parent is killed without a chance to clean up, while its workers hold the
// lock or wait for it. They end all the same.
func TestNoOrphans(t *testing.T) {
	parent := exec.Command(os.Args[0])
	parent.Env = append(os.Environ(), role+"=parent")
	out, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	var workers []int
	for lines := bufio.NewScanner(out); len(workers) < 3 && lines.Scan(); {
		pid, err := strconv.Atoi(lines.Text())
		if err != nil {
			t.Fatal(err)
		}
		workers = append(workers, pid)
	}
	parent.Process.Kill()
	parent.Wait()
	for _, pid := range workers {
		for deadline := time.Now().Add(30 * time.Second); syscall.Kill(pid, 0) == nil && !zombie(pid); time.Sleep(time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("worker %d outlives its parent", pid)
			}
		}
	}
}

// zombie tells whether a process has ended and nobody has asked how, which is the
// duty of whoever runs this machine.
func zombie(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err == nil && strings.Contains(string(stat), ") Z ")
}
