package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"syscall"
	"testing"

	"matchday/measure"
)

func TestFaultOf(t *testing.T) {
	dial := func(err error) error {
		return fmt.Errorf("wrapped: %w", &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", err)})
	}
	for _, c := range []struct {
		err  error
		want measure.Outcome
	}{
		{dial(syscall.EMFILE), measure.Unsent},
		{dial(syscall.ENFILE), measure.Unsent},
		{dial(syscall.EADDRNOTAVAIL), measure.Unsent},
		{dial(syscall.ECONNREFUSED), measure.Refused},
		{dial(syscall.EHOSTUNREACH), measure.Refused},
		{dial(syscall.ENOENT), measure.Refused}, // a unix socket that is not there
		{dial(syscall.ETIMEDOUT), measure.ConnectTimeout},
		{&net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "x", IsNotFound: true}}, measure.DNS},
		{&handshakeError{errors.New("bad certificate")}, measure.TLS},
		{&handshakeError{context.DeadlineExceeded}, measure.ConnectTimeout},
		{&net.OpError{Op: "remote error", Err: errors.New("certificate required")}, measure.TLS},
		{&net.OpError{Op: "read", Err: os.NewSyscallError("read", syscall.ECONNRESET)}, measure.Reset},
		{io.ErrUnexpectedEOF, measure.Reset},
		{errors.New("malformed HTTP response"), measure.Reset},
	} {
		if got := faultOf(c.err); got != c.want {
			t.Errorf("%v is %v; want %v", c.err, got, c.want)
		}
	}
}

func TestClassify(t *testing.T) {
	none := http.Header{}
	check := func(name string, c Client, status int, h http.Header, want measure.Outcome) {
		t.Helper()
		c.Reject = c.Reject.orDefault()
		if got := c.classify(status, c.Reject.marked(h), body{length: 3}); got != want {
			t.Errorf("%s: %v; want %v", name, got, want)
		}
	}
	check("a good status may be any", Client{Assert: Assert{Statuses: []int{404}}}, 404, none, measure.OK)
	check("a refusal is one whatever is good", Client{Assert: Assert{Statuses: []int{429}}}, 429, none, measure.Rejected)
	check("a redirect not wanted", Client{Assert: Assert{Statuses: []int{200}}}, 302, none, measure.BadBody)
	check("an error is not judged by its body", Client{Assert: Assert{Length: 9}}, 500, none, measure.ServerError)
	check("a refusal neither", Client{Assert: Assert{Length: 9}}, 429, none, measure.Rejected)
	check("nothing is a refusal", Client{Reject: RejectRule{Always: []int{}}}, 429, none, measure.ClientError)
	own := RejectRule{Always: []int{509}, Marked: []int{500}, Headers: []string{"X-Full"}}
	check("own status", Client{Reject: own}, 509, none, measure.Rejected)
	check("own header", Client{Reject: own}, 500, http.Header{"X-Full": {""}}, measure.Rejected)
	check("not the usual one then", Client{Reject: own}, 429, none, measure.ClientError)
}
