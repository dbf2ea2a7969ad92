package reference

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"

	"matchday/targets/model"
)

// Serve runs the service on a listener until the context ends, and then closes
// it at once: requests under way are cut off, since in overload the last of
// them would be done in minutes. It returns nil after such an end, and closes
// the listener in any case.
func Serve(ctx context.Context, listener net.Listener, o model.Options) error {
	station, err := NewStation(o)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	server := newServer(station)
	stop := context.AfterFunc(ctx, func() {
		station.Close() // wakes those whose connection has more to read and so does not tell of its end
		server.Close()
	})
	defer stop()
	err = server.Serve(listener)
	if ctx.Err() != nil {
		return nil
	}
	station.Close()
	return errors.Join(err, server.Close())
}

// newServer sets no timeouts. Callers open connections ahead of the load and
// keep them through lulls, and a request may rightly take minutes: any timeout
// would be one more bulkhead, and an unmeasured one.
func newServer(station *Station) *http.Server {
	return &http.Server{
		Handler:  Handler(station),
		ErrorLog: log.New(io.Discard, "", 0), // a library does not log; callers see what happens to them
	}
}
