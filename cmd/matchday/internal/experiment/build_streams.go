package experiment

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"matchday/engine"
	"matchday/measure"
)

// mostStreams is how many kinds of traffic there may be.
const mostStreams = 16

// streamName is what names of streams look like: they stand in rules and are
// names of folders.
var streamName = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// streams builds the traffic of a file that has several kinds of it, in the
// order in which they stand there.
func (b *builder) streams(e *Experiment) {
	if profileName(b.Profile) != "" {
		b.fault("profile and streams exclude each other: want a profile in each stream", "profile")
	}
	if e.Callers > 0 {
		b.fault("callers take turns through one kind of traffic: want no streams", "streams")
	}
	if n := len(b.Streams); n > mostStreams {
		b.fault(fmt.Sprintf("%d streams: want %d at most", n, mostStreams), "streams")
	}
	for _, name := range b.streamNames() {
		if s, ok := b.stream(name); ok {
			e.Streams = append(e.Streams, s)
		}
	}
	if len(e.Streams) < len(b.Streams) {
		return // the fault is known
	}
	e.Curve = together(e.Streams)
	var names []string
	for _, s := range e.Streams {
		names = append(names, s.Name+" "+s.ProfileName)
	}
	e.ProfileName = strings.Join(names, " + ")
}

// streamNames returns the names of the streams in the order of the file.
func (b *builder) streamNames() []string {
	all := slices.Sorted(maps.Keys(b.Streams))
	slices.SortStableFunc(all, func(x, y string) int { return cmp.Compare(b.order(x), b.order(y)) })
	return all
}

// order tells before which others a stream stands in the file.
func (b *builder) order(name string) int {
	if b.root == nil || len(b.root.Content) == 0 {
		return 0
	}
	all := child(b.root.Content[0], "streams")
	if all == nil {
		return 0
	}
	return slices.IndexFunc(all.Content, func(n *yaml.Node) bool { return n.Value == name })
}

// stream builds one stream but for its requests.
func (b *builder) stream(name string) (Stream, bool) {
	f := b.Streams[name]
	if !streamName.MatchString(name) || name == measure.Whole {
		b.fault(fmt.Sprintf("stream %q: want a name of lower-case words and dashes other than %s, such as checkout", name, measure.Whole), "streams", name)
		return Stream{}, false
	}
	s := Stream{Name: name, ProfileName: profileName(f.Profile), SLO: f.SLO.or(b.Client.SLO.or(0))}
	if s.ProfileName == "" {
		b.fault(fmt.Sprintf("stream %q has no profile: want a preset or a text such as hold 100/s 45s", name), "streams", name)
		return s, false
	}
	var err error
	s.Curve, err = f.Profile.Curve(b.fsys)
	switch {
	case err != nil:
		b.fault(err.Error(), "streams", name, "profile")
	case s.Curve.Arrivals() < 1:
		b.fault("profile brings no users: its rate adds up to less than one arrival", "streams", name, "profile")
	default:
		return s, true
	}
	return s, false
}

// share builds what the users of each stream ask for, and takes that for what
// the target is asked for. Requests that the file gives for all do not go with
// streams: they would belong to none.
func (b *builder) share(e *Experiment) {
	if len(b.Streams) == 0 {
		return
	}
	for _, key := range []struct {
		name  string
		given bool
	}{{"requests", len(b.Target.Requests) > 0}, {"targets", b.Target.Targets != ""}} {
		if key.given {
			b.fault(key.name+" and streams exclude each other: want requests in each stream", "target", key.name)
		}
	}
	usual := e.Target.Requests
	e.Target.Requests = nil
	for i := range e.Streams {
		s := &e.Streams[i]
		s.From = len(e.Target.Requests)
		e.Target.Requests = append(e.Target.Requests, b.streamRequests(e.Target, s.Name, usual)...)
		s.To = len(e.Target.Requests)
		if s.SLO > e.Client.Timeout {
			b.fault(fmt.Sprintf("slo %v is longer than the timeout of %v: no answer would come that late", s.SLO, e.Client.Timeout), "streams", s.Name, "slo")
		}
	}
}

// streamRequests builds the requests of one stream: the usual one of the target
// where the file says none.
func (b *builder) streamRequests(t Target, name string, usual []engine.Request) []engine.Request {
	base, err := url.Parse(t.URL)
	if err != nil || t.URL == "" {
		base = &url.URL{Path: "/"} // completed when it is known where the target listens
	}
	var out []engine.Request
	for i, r := range b.Streams[name].Requests {
		request, err := b.request(base, r)
		if err != nil {
			b.fault(fmt.Sprintf("request %d: %v", i+1, err), "streams", name, "requests")
		}
		out = append(out, request)
	}
	if len(out) == 0 {
		out = slices.Clone(usual)
	}
	if len(out) == 0 { // what the target is has a fault that is known
		out = []engine.Request{{Name: "GET", Method: http.MethodGet, URL: base.String()}}
	}
	return out
}
