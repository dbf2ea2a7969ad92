package measure

import (
	"fmt"
	"slices"
	"strings"
)

// An Outcome is how one attempt ended. Outcomes exclude each other: an attempt
// takes the first one, in the order of the constants, that applies to it. They
// sum to the attempts planned.
type Outcome uint8

// The outcomes. Only OK is a success.
const (
	Unsent         Outcome = iota // never left: in-flight cap, no descriptor, no port
	DNS                           // the name did not resolve
	Refused                       // the connection was refused
	ConnectTimeout                // no connection by due + timeout
	TLS                           // the handshake or the certificate was bad
	Reset                         // the connection broke before a whole answer, or the answer was malformed
	Timeout                       // no whole answer by due + timeout
	Rejected                      // turned away by a bulkhead: 429, or 503 with a header that says so
	ServerError                   // any other 5xx
	ClientError                   // any other 4xx
	BadBody                       // an answer that failed its assertion
	Cut                           // the run ended first; left out of every ratio
	OK                            // answered well and in time

	// Outcomes is how many outcomes there are: the length of an array by outcome.
	Outcomes = int(OK) + 1
)

var outcomeNames = [Outcomes]string{
	"unsent", "dns", "refused", "connect-timeout", "tls", "reset", "timeout",
	"rejected", "5xx", "4xx", "bad-body", "cut", "ok",
}

// String returns the outcome's name as it stands in files and reports.
func (o Outcome) String() string {
	if int(o) >= Outcomes {
		return fmt.Sprintf("outcome(%d)", uint8(o))
	}
	return outcomeNames[o]
}

// ParseOutcome returns the outcome of that name. It is the inverse of
// [Outcome.String].
func ParseOutcome(name string) (Outcome, error) {
	if i := slices.Index(outcomeNames[:], name); i >= 0 {
		return Outcome(i), nil
	}
	return 0, fmt.Errorf("outcome %q is not one of %s", name, strings.Join(outcomeNames[:], ", "))
}

// Answered tells whether an answer was read to its end, of whatever kind.
func (o Outcome) Answered() bool {
	return o == OK || o == Rejected || o == ServerError || o == ClientError || o == BadBody
}

// TimedOut tells whether the caller waited the whole timeout for nothing.
func (o Outcome) TimedOut() bool { return o == Timeout || o == ConnectTimeout }

// Failed tells whether the attempt went wrong in another way than by being
// turned away, timing out or being cut off.
func (o Outcome) Failed() bool {
	return o != OK && o != Rejected && o != Cut && !o.TimedOut()
}
