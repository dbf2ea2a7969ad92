package engine

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sort"
)

// A Request is one kind of request of an experiment. It is never changed while
// a run goes on. What differs between attempts stands in slots, which may be in
// the path and query of the URL, in values of headers and in the body: ${user},
// ${attempt} and ${random}; see [http1.Values].
type Request struct {
	Name   string // what reports call it
	Method string // "" means GET
	URL    string // absolute
	Header http.Header
	Body   []byte
	Bodies [][]byte // bodies that users take in turn, instead of Body
	Weight int      // how often it is chosen beside the others; 0 means 1
}

// A Source says which request a user makes. It must be safe for concurrent use,
// and the same user always makes the same request, so that variants compare
// like with like. It chooses from a fixed set: engines prepare each request
// once, by its pointer.
type Source interface {
	// Request returns the user's request and its place among the requests.
	Request(user int64) (*Request, int)
}

// RoundRobin returns a source that lets users take turns through the requests,
// whatever their weights. It refuses an empty list and requests that could not
// be sent.
func RoundRobin(requests []Request) (Source, error) {
	if err := check(requests); err != nil {
		return nil, err
	}
	return roundRobin(kinds(requests)), nil
}

type roundRobin []kind

func (r roundRobin) Request(user int64) (*Request, int) {
	n := int64(len(r))
	i := int(user % n)
	return r[i].of(user / n), i
}

// A kind is a request once for each of its bodies.
type kind []Request

// kinds returns the kinds of some requests.
func kinds(requests []Request) (out []kind) {
	for _, r := range requests {
		bodies := r.Bodies
		if len(bodies) == 0 {
			bodies = [][]byte{r.Body}
		}
		r.Bodies = nil
		var k kind
		for _, b := range bodies {
			r.Body = b
			k = append(k, r)
		}
		out = append(out, k)
	}
	return out
}

// of returns the request of who has that turn.
func (k kind) of(turn int64) *Request { return &k[turn%int64(len(k))] }

// Weighted returns a source that draws each user's request by weight. The draw
// is a pure function of the seed and the user. It refuses an empty list,
// negative weights and requests that could not be sent.
func Weighted(requests []Request, seed uint64) (Source, error) {
	if err := check(requests); err != nil {
		return nil, err
	}
	w := weighted{kinds: kinds(requests), seed: seed}
	var sum uint64
	for _, r := range requests {
		sum += uint64(max(1, r.Weight))
		w.upTo = append(w.upTo, sum)
	}
	return w, nil
}

type weighted struct {
	kinds []kind
	upTo  []uint64 // running sums of the weights
	seed  uint64
}

func (w weighted) Request(user int64) (*Request, int) {
	x := hash(w.seed, drawRequest, uint64(user)) % w.upTo[len(w.upTo)-1]
	i := sort.Search(len(w.upTo), func(i int) bool { return x < w.upTo[i] })
	return w.kinds[i].of(user), i
}

func check(requests []Request) error {
	if len(requests) == 0 {
		return errors.New("no requests; wanted at least one, such as GET http://localhost:8080/")
	}
	for i := range requests {
		if err := requests[i].check(); err != nil {
			return err
		}
	}
	return nil
}

func (r *Request) check() error {
	if r.Weight < 0 {
		return fmt.Errorf("request %q: weight %d is negative; wanted one such as 3", r.Name, r.Weight)
	}
	u, err := url.Parse(r.URL)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return fmt.Errorf("request %q: URL %q is not absolute; wanted one such as http://localhost:8080/buy", r.Name, r.URL)
	}
	if _, err := http.NewRequest(r.Method, r.URL, nil); err != nil {
		return fmt.Errorf("request %q: method %q is not one such as GET", r.Name, r.Method)
	}
	return nil
}
