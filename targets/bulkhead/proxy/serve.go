package proxy

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"time"
)

// The bounds that HTTP/2 wants to have. Each is so wide that it is never what
// makes a caller wait: the usual 250 streams would be a queue in front of the
// bulkhead that nobody sees, and the usual megabyte for all bodies of a
// connection would have those who wait in the queue stop those who are inside.
const (
	mostStreams = 100_000
	mostUnread  = 64 << 20
)

// Serve serves on a listener until the context ends. It then accepts nobody new,
// gives those inside and queued Options.Grace to come to an end, and cuts off
// who is left, upgraded connections among them. It returns nil after such an
// end, and closes the listener in any case. A proxy serves once.
func (p *Proxy) Serve(ctx context.Context, listener net.Listener) error {
	work, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	server := p.newServer(work)
	broken := make(chan error, 1)
	go func() { broken <- p.accept(server, listener) }()
	var err error
	select {
	case err = <-broken:
	case <-ctx.Done():
		p.dismiss(server)
		<-broken
	}
	p.forward.over.Store(true)
	err = errors.Join(err, server.Close())
	cut()
	p.await(context.Background())
	p.Close()
	return err
}

func (p *Proxy) accept(server *http.Server, listener net.Listener) error {
	var err error
	if p.options.TLS != nil {
		err = server.ServeTLS(listener, "", "")
	} else {
		err = server.Serve(listener)
	}
	return errors.Join(err, ignoreClosed(listener.Close()))
}

// ignoreClosed is for a listener that is closed already, as it should be.
func ignoreClosed(err error) error {
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// newServer sets no timeouts: any would be one more bulkhead, and an unmeasured
// one. A caller who is slow costs a connection, and no seat before the head of
// the request is there.
func (p *Proxy) newServer(work context.Context) *http.Server {
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	protocols.SetHTTP2(true)
	protocols.SetUnencryptedHTTP2(true)
	return &http.Server{
		Handler:     p,
		BaseContext: func(net.Listener) context.Context { return work },
		Protocols:   protocols,
		HTTP2:       &http.HTTP2Config{MaxConcurrentStreams: mostStreams, MaxReceiveBufferPerConnection: mostUnread},
		TLSConfig:   p.options.TLS,
		ErrorLog:    log.New(io.Discard, "", 0), // a library does not log; callers see what happens to them
	}
}

// dismiss lets requests under way come to an end within the grace.
func (p *Proxy) dismiss(server *http.Server) {
	ctx, stop := context.WithTimeout(context.Background(), p.options.Grace)
	defer stop()
	// The error says that the grace was not enough; what follows cuts.
	_ = server.Shutdown(ctx)
	p.await(ctx) // for connections that were upgraded, of which the server knows nothing
}

// await returns when nothing is under way, or the context ends.
func (p *Proxy) await(ctx context.Context) {
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for p.under.Load() > 0 {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}
