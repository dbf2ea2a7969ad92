package engine

import (
	"context"
	"errors"
	"net"
	"testing"
	"time"
)

// Closing ends connections and the dials that nobody waits for any more.
func TestLinesClose(t *testing.T) {
	target, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer target.Close()
	addr := target.Addr().String()
	l, err := newLines(Transport{}, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	open, err := l.dial(t.Context(), "tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	shaking := make(chan error)
	go func() {
		_, err := l.dialTLS(context.Background(), "tcp", addr) // nobody shakes hands
		shaking <- err
	}()
	for range 2 { // both connections have been made
		c, err := target.Accept()
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
	}
	if opened := l.close(); opened < 1 || opened > 2 {
		t.Errorf("%d connections were opened; want 1 or 2", opened)
	}
	if err := <-shaking; err == nil {
		t.Error("a handshake was over although nobody shook hands")
	}
	if _, err := open.Read(make([]byte, 1)); !errors.Is(err, net.ErrClosed) {
		t.Errorf("reading from a connection: %v; want it to be closed", err)
	}
	if _, err := l.dial(t.Context(), "tcp", addr); !errors.Is(err, errLinesClosed) {
		t.Errorf("dialling afterwards: %v; want %v", err, errLinesClosed)
	}
}
