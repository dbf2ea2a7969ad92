//go:build unix

package postgres

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"matchday/targets/bulkhead"
	"matchday/targets/reference"
)

// program returns the path of one of PostgreSQL's programs, or skips the test.
func program(t *testing.T, name string) string {
	t.Helper()
	if path, err := exec.LookPath(name); err == nil {
		return path
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	if len(found) == 0 {
		t.Skipf("there is no %s on this machine; the package postgresql has it", name)
	}
	slices.Sort(found)
	return found[len(found)-1]
}

// asSomebody has a command run as an ordinary user, since PostgreSQL refuses to
// run as root, and returns who that is.
func asSomebody(t *testing.T, c *exec.Cmd) (uid, gid int) {
	t.Helper()
	if os.Getuid() != 0 {
		return os.Getuid(), os.Getgid()
	}
	for _, name := range []string{"postgres", "nobody"} {
		if u, err := user.Lookup(name); err == nil {
			uid, _ = strconv.Atoi(u.Uid)
			gid, _ = strconv.Atoi(u.Gid)
			c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
			return uid, gid
		}
	}
	t.Skip("PostgreSQL does not run as root, and there is no user postgres or nobody")
	return 0, 0
}

// serve starts a PostgreSQL of the test's own on a free port, and returns its
// address.
func serve(t *testing.T) (url string) {
	t.Helper()
	initdb, server := program(t, "initdb"), program(t, "postgres")
	dir, err := os.MkdirTemp("", "matchday-postgres-") // not the test's own, which others may not enter
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	create := exec.Command(initdb, "--pgdata", filepath.Join(dir, "data"), "--username", "shop", "--auth", "trust", "--no-sync", "--encoding", "UTF8", "--locale", "C")
	uid, gid := asSomebody(t, create)
	if err := os.Chown(dir, uid, gid); err != nil {
		t.Fatal(err)
	}
	create.Dir = dir
	if out, err := create.CombinedOutput(); err != nil {
		t.Fatalf("initdb: %v\n%s", err, out)
	}
	port := freePort(t)
	run := exec.Command(server, "-D", filepath.Join(dir, "data"), "-h", "127.0.0.1", "-p", port, "-k", dir, "-c", "fsync=off", "-c", "max_connections=40")
	asSomebody(t, run)
	run.Dir = dir
	var words strings.Builder
	run.Stderr = &words
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		run.Process.Signal(syscall.SIGQUIT) // at once, and its children with it
		run.Wait()
	})
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		conn, err := net.Dial("tcp", "127.0.0.1:"+port)
		if err == nil {
			conn.Close()
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("PostgreSQL does not listen: %v", err)
		}
	}
	return fmt.Sprintf("postgres://shop@127.0.0.1:%s/postgres?sslmode=disable", port)
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
}

func open(t *testing.T, o Options) *Database {
	t.Helper()
	var d *Database
	var err error
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if d, err = Open(t.Context(), o); err == nil || time.Now().After(deadline) {
			break // it may still be starting up
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDatabase(t *testing.T) {
	url := serve(t)
	t.Run("sharing", func(t *testing.T) { testSharing(t, url) })
	t.Run("waiting for a connection", func(t *testing.T) { testWaiting(t, url) })
	t.Run("all connections", func(t *testing.T) { testAllConnections(t, url) })
	t.Run("cut off", func(t *testing.T) { testCutOff(t, url) })
}

// gauges returns those of a database by name.
func gauges(d *Database) map[string]float64 {
	all := map[string]float64{}
	for _, g := range d.Gauges() {
		all[g.Name] = g.Value
	}
	return all
}

// at has so many requests at the database at once, and returns how long one of
// them took on average.
func at(t *testing.T, d *Database, n int, demand time.Duration) time.Duration {
	t.Helper()
	var all sync.WaitGroup
	var mu sync.Mutex
	var sum time.Duration
	for range n {
		all.Go(func() {
			start := time.Now()
			if _, err := d.Do(t.Context(), demand, func(time.Duration) {}); err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			sum += time.Since(start)
		})
	}
	all.Wait()
	return sum / time.Duration(n)
}

// Many requests at once take the longer, the more there are for each processor:
// they share them. How much longer is left open, since others use this machine.
func testSharing(t *testing.T, url string) {
	d := open(t, Options{URL: url, Conns: 8 * runtime.NumCPU()})
	defer d.Close()
	const demand = 20 * time.Millisecond
	alone := min(at(t, d, 1, demand), at(t, d, 1, demand), at(t, d, 1, demand))
	if crowd := at(t, d, 8*runtime.NumCPU(), demand); crowd < 2*alone {
		t.Errorf("8 for each processor took %v each, one alone %v: they do not share", crowd, alone)
	}
	if g := gauges(d); g["db_queries_total"] != float64(3+8*runtime.NumCPU()) || g["db_busy"] != 0 || g["db_waiting"] != 0 {
		t.Errorf("gauges %v", g)
	}
}

// One connection: of three requests two wait for it, which the pool tells, and the
// service's books know of nothing but their being inside.
func testWaiting(t *testing.T, url string) {
	d := open(t, Options{URL: url, Conns: 1})
	w, err := reference.NewWorkshop(reference.Work{
		Task: d, Bulkhead: bulkhead.Setting{Inside: 3},
		Draws: func() func() time.Duration { return func() time.Duration { return 20 * time.Millisecond } },
	})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	w.Order(t.Context(), reference.Request{}) // opens the connection
	if err := w.Reset(); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			if _, err := w.Order(t.Context(), reference.Request{}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	c, g := w.Counters(), gauges(d)
	if c.Completed != 3 || c.Queued != 0 || c.WorkDone != 60*time.Millisecond || c.Closes() != nil {
		t.Errorf("books %+v, %v", c, c.Closes())
	}
	if g["db_waits_total"] != 2 || g["db_wait_seconds_total"] <= 0 || g["db_conns"] != 1 || g["db_queries_total"] != 3 {
		t.Errorf("gauges %v, want two waits", g)
	}
}

// Without a bound the pool has as many as the server lets ordinary users have,
// of the 40 there are in all.
func testAllConnections(t *testing.T, url string) {
	d := open(t, Options{URL: url})
	defer d.Close()
	if got := d.Conns(); got < 30 || got > 37 {
		t.Errorf("%d connections, want at most the 37 that are not reserved", got)
	}
}

// A query that nobody waits for any more is called off.
func testCutOff(t *testing.T, url string) {
	d := open(t, Options{URL: url, Conns: 1})
	defer d.Close()
	ctx, cut := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cut()
	start := time.Now()
	if _, err := d.Do(ctx, time.Hour, func(time.Duration) { t.Error("an hour's work was done") }); err == nil || time.Since(start) > 10*time.Second {
		t.Errorf("%v after %v", err, time.Since(start))
	}
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	check := func(url, want string) {
		t.Helper()
		if _, err := Open(t.Context(), Options{URL: url}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want an error with %q", url, err, want)
		}
	}
	check("postgres://127.0.0.1:many/shop", "want, for example, postgres://user@127.0.0.1:5432/shop")
	check("postgres://shop@127.0.0.1:1/shop?sslmode=disable", "database 127.0.0.1:1: ")
}
