package engine

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"matchday/measure"
)

// A Client is how a user behaves: how long one waits and how often one tries.
// Its retry budget alone is about all users together.
type Client struct {
	Timeout     time.Duration     // T: an attempt is given up at due + T; must be positive
	Retries     int               // attempts after the first at most
	RetryOn     []measure.Outcome // which outcomes are tried again; nil means those that timed out
	Backoff     time.Duration     // mean pause between giving up and the next due, drawn from Backoff·U(0.5, 1.5)
	RetryAfter  bool              // honour a Retry-After header: wait at least that long
	RetryBudget RetryBudget       // what bounds the retries of all users together; the zero value means nothing does
	InFlight    int               // most attempts in flight at once; what it stops is unsent; 0 means 100 000
	Reject      RejectRule        // which answers are a bulkhead's refusal; the zero value means DefaultRejectRule
	Follow      int               // redirects followed at most; 0 means a redirect is the answer
	Assert      Assert            // what an answer must look like to be good
}

// defaultInFlight is the cap on attempts in flight when a client names none. It
// is there to save the generator's memory, not to shape the load.
const defaultInFlight = 100_000

func (c Client) inFlight() int64 {
	if c.InFlight == 0 {
		return defaultInFlight
	}
	return int64(c.InFlight)
}

// A RejectRule tells a bulkhead's refusal from other errors. The zero value is
// taken as [DefaultRejectRule]; a rule that takes nothing for a refusal has an
// Always that is empty but not nil.
type RejectRule struct {
	Always  []int    // statuses that are a refusal by themselves
	Marked  []int    // statuses that are one when the answer has one of the headers
	Headers []string // canonical names of those headers
}

// DefaultRejectRule returns the usual rule: 429 is a refusal, and so is 503 with
// a header that says it was meant, Retry-After or X-Matchday-Reject. A bare 503
// is an error like any other, because a broken service gives it too.
func DefaultRejectRule() RejectRule {
	return RejectRule{
		Always:  []int{http.StatusTooManyRequests},
		Marked:  []int{http.StatusServiceUnavailable},
		Headers: []string{"Retry-After", "X-Matchday-Reject"},
	}
}

func (r RejectRule) orDefault() RejectRule {
	if r.Always == nil && r.Marked == nil {
		return DefaultRejectRule()
	}
	return r
}

// rejects tells whether an answer with that status is a refusal; marked says
// that it has one of the rule's headers.
func (r RejectRule) rejects(status int, marked bool) bool {
	return slices.Contains(r.Always, status) || marked && slices.Contains(r.Marked, status)
}

// marked tells whether one of the rule's headers is there.
func (r RejectRule) marked(header http.Header) bool {
	return slices.ContainsFunc(r.Headers, func(name string) bool { return len(header[name]) > 0 })
}

// An Assert is what an answer must look like to be good. The zero value asks for
// a status from 200 to 399 and nothing else.
type Assert struct {
	Statuses []int  // statuses that are good; nil means 200 to 399
	Contains string // text the body must hold
	Length   int64  // body bytes it must have; 0 means any number
	SHA256   string // hash the body must have, 64 hexadecimal digits; "" means any
}

func (a Assert) status(code int) bool {
	if a.Statuses == nil {
		return 200 <= code && code < 400
	}
	return slices.Contains(a.Statuses, code)
}

func (a Assert) body(b body) bool {
	return (a.Contains == "" || b.found) && (a.Length == 0 || a.Length == b.length) &&
		(a.SHA256 == "" || strings.EqualFold(a.SHA256, hex.EncodeToString(b.sum[:])))
}

// Check returns an error that says what no answer can look like.
func (a Assert) Check() error {
	if sum, err := hex.DecodeString(a.SHA256); a.SHA256 != "" && (err != nil || len(sum) != sha256.Size) {
		return fmt.Errorf("assert sha256 %q is not 64 hexadecimal digits, as sha256sum prints them", a.SHA256)
	}
	return nil
}
