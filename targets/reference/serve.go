package reference

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
)

// Serve runs a service on a listener until the context ends, and then closes
// both at once: requests under way are cut off, since in overload the last of
// them would be done in minutes. It returns nil after such an end, and closes
// the listener and the service in any case.
func Serve(ctx context.Context, listener net.Listener, service Service) error {
	server := newServer(service)
	var closing sync.WaitGroup
	closing.Add(1)
	stop := context.AfterFunc(ctx, func() {
		defer closing.Done()
		service.Close() // wakes those whose connection has more to read and so does not tell of its end
		server.Close()
	})
	err := server.Serve(listener)
	if !stop() { // what the service has started must have ended too
		closing.Wait()
		return nil
	}
	service.Close()
	return errors.Join(err, server.Close())
}

// newServer sets no timeouts. Callers open connections ahead of the load and
// keep them through lulls, and a request may rightly take minutes: any timeout
// would be one more bulkhead, and an unmeasured one.
func newServer(service Service) *http.Server {
	return &http.Server{
		Handler:  Handler(service),
		ErrorLog: log.New(io.Discard, "", 0), // a library does not log; callers see what happens to them
	}
}
