package engine

import (
	"context"
	"errors"
	"net"
	"syscall"

	"matchday/measure"
)

// classify returns the outcome of an answer that was read to its end in time;
// marked says that it has a header by which refusals are known.
func (c *Client) classify(status int, marked bool, b body) measure.Outcome {
	switch {
	case c.Reject.rejects(status, marked):
		return measure.Rejected
	case c.Assert.status(status) && c.Assert.body(b):
		return measure.OK
	case c.Assert.status(status):
		return measure.BadBody
	case status >= 500:
		return measure.ServerError
	case status >= 400:
		return measure.ClientError
	}
	return measure.BadBody
}

// unsentFaults are the errors of a generator that has run out of something. They
// say nothing about the target.
var unsentFaults = []error{
	syscall.EMFILE, syscall.ENFILE, // descriptors
	syscall.EADDRNOTAVAIL, syscall.EADDRINUSE, // ports
	syscall.ENOBUFS, syscall.ENOMEM, // memory for sockets
}

// faultOf returns the outcome of an attempt that ended in an error of its own,
// not because it was given up. It looks at the types and values of errors only:
// their texts hold ports and addresses, and differ between systems.
func faultOf(err error) measure.Outcome {
	for _, f := range unsentFaults {
		if errors.Is(err, f) {
			return measure.Unsent
		}
	}
	if _, ok := errors.AsType[*net.DNSError](err); ok {
		return measure.DNS
	}
	if _, ok := errors.AsType[*handshakeError](err); ok {
		if interrupted(err) {
			return measure.ConnectTimeout
		}
		return measure.TLS
	}
	op, ok := errors.AsType[*net.OpError](err)
	switch {
	case ok && op.Op == "dial" && op.Timeout():
		return measure.ConnectTimeout
	case ok && op.Op == "dial":
		return measure.Refused // or no route, or no such socket: nobody there
	case ok && op.Op == "remote error":
		return measure.TLS // an alert after the handshake, such as a certificate asked for
	}
	return measure.Reset
}

// interrupted tells whether the error comes from a context that ended.
func interrupted(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}
