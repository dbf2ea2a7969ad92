package targets

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"matchday/targets/bulkhead"
	"matchday/targets/model"
)

// A shop is a service that somebody could have: it has a bulkhead of its own,
// tells of it, and can be given another. An order with ?hold stays inside until
// POST /release.
type shop struct {
	door  atomic.Pointer[bulkhead.Door]
	leave chan struct{}
}

// mostInside is what the shop has room for: it takes no setting beyond it.
const mostInside = 1000

func newShop(setting bulkhead.Setting) (*shop, error) {
	s := &shop{leave: make(chan struct{})}
	return s, s.set(setting)
}

// set gives the shop a new bulkhead, whose counters are at zero.
func (s *shop) set(setting bulkhead.Setting) error {
	door, err := bulkhead.Open(setting)
	return s.hang(door, setting, err)
}

// change gives the bulkhead that it has other bounds.
func (s *shop) change(setting bulkhead.Setting) error {
	door, err := bulkhead.Change(*s.door.Load(), setting)
	return s.hang(door, setting, err)
}

func (s *shop) hang(door bulkhead.Door, setting bulkhead.Setting, err error) error {
	if err == nil && setting.Inside > mostInside {
		err = fmt.Errorf("there is no room for %d", setting.Inside)
	}
	if err == nil {
		s.door.Store(&door)
	}
	return err
}

func (s *shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.Method + " " + r.URL.Path {
	case "GET /order":
		bulkhead.Middleware(*s.door.Load(), http.HandlerFunc(s.order)).ServeHTTP(w, r)
	case "POST /release":
		s.leave <- struct{}{}
	case "POST /reset":
		s.set((*s.door.Load()).Setting())
	case "GET /stats":
		json.NewEncoder(w).Encode(s.counters())
	case "GET /setting":
		fmt.Fprintln(w, (*s.door.Load()).Setting())
	case "PUT /setting":
		s.put(w, r)
	}
}

func (s *shop) order(_ http.ResponseWriter, r *http.Request) {
	if r.URL.Query().Has("hold") {
		select {
		case <-s.leave:
		case <-r.Context().Done():
		}
	}
}

func (s *shop) counters() model.Counters {
	c := (*s.door.Load()).Snapshot()
	return model.Counters{
		Accepted:  c.Admitted + c.Full + int64(c.Queued),
		Completed: c.Admitted - int64(c.Inside), RejectedFull: c.Full,
		Inside: int64(c.Inside), Queued: int64(c.Queued),
	}
}

// put takes a setting as ?inside=20&queue=100, or as its notation in the body.
func (s *shop) put(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	setting, err := bulkhead.ParseSetting(string(body))
	if len(body) == 0 {
		setting, err = settingOf(r)
	}
	if err == nil {
		err = s.change(setting)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
	}
}

func settingOf(r *http.Request) (s bulkhead.Setting, err error) {
	if s.Inside, err = strconv.Atoi(r.FormValue("inside")); err == nil {
		s.Queue, err = strconv.Atoi(r.FormValue("queue"))
	}
	return s, err
}

// open opens a shop that runs already.
func open(t *testing.T) *httptest.Server {
	t.Helper()
	s, err := newShop(bulkhead.Setting{})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s)
	t.Cleanup(func() {
		server.CloseClientConnections() // somebody may be inside still
		server.Close()
	})
	return server
}

// playShop is a shop as a process, which keeps the protocol of Reference.
func playShop() {
	setting, listener := settings()
	s, err := newShop(setting)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
	fmt.Println("listening http://" + listener.Addr().String())
	ctx, stop := UntilParentEnds(context.Background(), os.Stdin)
	defer stop()
	go http.Serve(listener, s)
	if os.Getenv(untethered) != "" {
		ctx = context.Background()
	}
	<-ctx.Done()
}

// untethered is the variable that has a shop outlive the end of its standard
// input, as services do.
const untethered = "MATCHDAY_TEST_UNTETHERED"

// A visit is an order that stays inside until it is released.
type visit chan error

// enter makes a visit and returns once the shop has somebody more inside.
func enter(t *testing.T, url string, inside int64) visit {
	t.Helper()
	v := make(visit, 1)
	go func() {
		resp, err := http.Get(url + "/order?hold")
		if err == nil {
			resp.Body.Close()
			if resp.StatusCode != http.StatusOK {
				err = fmt.Errorf("answered %s", resp.Status)
			}
		}
		v <- err
	}()
	await(t, fmt.Sprintf("%d inside", inside), func() bool { return stats(t, url).Inside == inside })
	return v
}

// release lets a visitor go.
func release(t *testing.T, url string, v visit) {
	t.Helper()
	if _, err := http.Post(url+"/release", "", nil); err != nil {
		t.Error(err)
	}
	if err := <-v; err != nil {
		t.Errorf("a visitor: %v", err)
	}
}

// stats returns what the shop tells of itself.
func stats(t *testing.T, url string) (c model.Counters) {
	t.Helper()
	resp, err := http.Get(url + "/stats")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(&c); err != nil {
		t.Fatal(err)
	}
	return c
}

// connectable tells whether anybody listens at an address.
func connectable(url string) bool {
	conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
	if err != nil {
		return false
	}
	conn.Close()
	return true
}
