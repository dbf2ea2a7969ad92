package proxy

import (
	"errors"
	"net/http"
	"sync"
	"time"

	"matchday/targets/bulkhead"
)

// A lane is a route at work: its doors, and the books on what came through.
type lane struct {
	route  Route // but for the setting, which is that of the doorways
	status int   // of a refusal

	mu    sync.Mutex
	doors *doorways
	books *books
}

func newLane(r Route, status int) *lane {
	return &lane{route: r, status: status, doors: newDoorways(r.Setting), books: newBooks(r.Name())}
}

// serve passes a request on through the door for a value of the route's header.
// It holds the seat until next returns: for an upgraded connection that is as
// long as the connection lives.
func (l *lane) serve(v *visit, r *http.Request, value string, next http.Handler) {
	came := time.Now()
	l.mu.Lock()
	in := l.doors.enter(value)
	l.mu.Unlock()

	body := v.take(&r)
	leave, err := in.door.Enter(r.Context(), bulkhead.Patience(r.Header))
	body.hold()
	entered := time.Now()
	if err != nil {
		l.refuse(v, in, err, entered.Sub(came))
		return
	}
	end := cut
	defer func() { l.leave(in, leave, v.judge(r, end), entered.Sub(came), time.Since(entered)) }()
	next.ServeHTTP(v, r)
	end = answered
}

// refuse answers a request that was not let in.
func (l *lane) refuse(v *visit, in *doorway, err error, waited time.Duration) {
	refusal, refused := errors.AsType[bulkhead.Refusal](err)
	l.mu.Lock()
	l.doors.leave(in)
	if refused {
		l.books.refusals.Observe(waited.Seconds())
	}
	l.mu.Unlock()
	if !refused {
		panic(http.ErrAbortHandler) // the caller has left: there is nobody to answer
	}
	bulkhead.RefuseAs(v, refusal, l.status)
}

// leave gives a seat back and books how it ended, as one event to whoever looks.
func (l *lane) leave(in *doorway, leave func(), e ending, waited, took time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	leave()
	l.doors.leave(in)
	l.books.enter(e, waited, took)
}

// change brings a setting into force for everybody who comes from now on.
func (l *lane) change(s bulkhead.Setting) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.doors.change(s)
}

// setting returns what the lane's door bounds, or each of them.
func (l *lane) setting() bulkhead.Setting {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.doors.setting
}
