package proxy

import (
	"cmp"
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"strings"

	"matchday/targets/bulkhead"
	"matchday/targets/model"
)

// adminPaths are those that the service cannot be asked for.
var adminPaths = [...]string{"/-/healthz", "/-/metrics", "/-/stats", "/-/bulkhead", "/-/reset"}

// isAdmin tells whether a path is the proxy's own.
func isAdmin(path string) bool {
	if !strings.HasPrefix(path, "/-/") {
		return false
	}
	for _, own := range adminPaths {
		if path == own {
			return true
		}
	}
	return false
}

func (p *Proxy) newAdmin() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /-/healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok\n") })
	mux.Handle("GET /-/metrics", p.metrics())
	mux.HandleFunc("GET /-/stats", p.serveStats)
	mux.HandleFunc("GET /-/bulkhead", p.serveSettings)
	mux.HandleFunc("PUT /-/bulkhead", p.trusted(p.changeSetting))
	mux.HandleFunc("POST /-/bulkhead", p.trusted(p.changeSetting))
	mux.HandleFunc("POST /-/reset", p.trusted(p.reset))
	return mux
}

// trusted keeps away who may not change anything.
func (p *Proxy) trusted(next http.HandlerFunc) http.HandlerFunc {
	var foreign http.CrossOriginProtection
	return func(w http.ResponseWriter, r *http.Request) {
		switch {
		case foreign.Check(r) != nil:
			// A page in a browser on this machine comes from the loopback as well.
			http.Error(w, "pages of other origins may not change anything here", http.StatusForbidden)
		case !p.knowsToken(r) && !local(r):
			http.Error(w, "changes are for callers on this machine, or with the token: Authorization: Bearer …", http.StatusForbidden)
		default:
			next(w, r)
		}
	}
}

func (p *Proxy) knowsToken(r *http.Request) bool {
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	return ok && p.options.AdminToken != "" && subtle.ConstantTimeCompare([]byte(token), []byte(p.options.AdminToken)) == 1
}

// local tells whether a request comes from this machine. One that another proxy
// passed on says nothing of where it comes from.
func local(r *http.Request) bool {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && from.Addr().Unmap().IsLoopback() && r.Header["X-Forwarded-For"] == nil && r.Header["Forwarded"] == nil
}

// stats are the answer of /-/stats.
type stats struct {
	report
	Routes map[string]report `json:"routes"`
}

func (p *Proxy) serveStats(w http.ResponseWriter, _ *http.Request) {
	all := stats{Routes: map[string]report{}}
	for _, l := range p.lanes {
		r := l.report()
		all.Routes[l.route.Name()] = r
		all.Counters = add(all.Counters, r.Counters)
		all.Doors += r.Doors
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(all) // whoever asked may have gone
}

// add adds what two lanes did. The most ever inside is that of one lane.
func add(a, b model.Counters) model.Counters {
	a.Uptime = max(a.Uptime, b.Uptime)
	a.Accepted += b.Accepted
	a.Completed += b.Completed
	a.RejectedFull += b.RejectedFull
	a.RejectedWait += b.RejectedWait
	a.RejectedLate += b.RejectedLate
	a.RejectedLimit += b.RejectedLimit
	a.Abandoned += b.Abandoned
	a.Failed += b.Failed
	a.Inside += b.Inside
	a.Queued += b.Queued
	a.MaxInside = max(a.MaxInside, b.MaxInside)
	a.MaxInSystem = max(a.MaxInSystem, b.MaxInSystem)
	a.InsideTime += b.InsideTime
	a.QueuedTime += b.QueuedTime
	a.FullTime += b.FullTime
	return a
}

// serveSettings tells the bounds in force, of one route or of all.
func (p *Proxy) serveSettings(w http.ResponseWriter, r *http.Request) {
	if r.URL.Query().Has("route") {
		p.serveSetting(w, r)
		return
	}
	if strings.Contains(r.Header.Get("Accept"), "application/json") {
		all := map[string]bulkhead.Setting{}
		for _, l := range p.lanes {
			all[l.route.Name()] = l.setting()
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(all)
		return
	}
	for _, l := range p.lanes {
		_, _ = fmt.Fprintf(w, "%s: %s\n", l.route.Name(), l.setting())
	}
}

func (p *Proxy) serveSetting(w http.ResponseWriter, r *http.Request) {
	if l := p.asked(w, r); l != nil {
		_, _ = fmt.Fprintln(w, l.setting())
	}
}

// asked returns the lane that a question is about, or says that there is none.
func (p *Proxy) asked(w http.ResponseWriter, r *http.Request) *lane {
	name := r.URL.Query().Get("route")
	l := p.lane(name)
	if l == nil {
		http.Error(w, fmt.Sprintf("route %q: want one of %s", name, p.names()), http.StatusNotFound)
	}
	return l
}

func (p *Proxy) names() string {
	var names []string
	for _, l := range p.lanes {
		names = append(names, l.route.Name())
	}
	return strings.Join(names, ", ")
}

// longestSetting is the longest text of a setting that is read, in bytes.
const longestSetting = 1024

// changeSetting brings the setting of the body into force and answers with it.
func (p *Proxy) changeSetting(w http.ResponseWriter, r *http.Request) {
	l := p.asked(w, r)
	if l == nil {
		return
	}
	text, err := io.ReadAll(http.MaxBytesReader(w, r.Body, longestSetting))
	setting, wrong := bulkhead.ParseSetting(strings.TrimSpace(string(text)))
	if err = cmp.Or(err, wrong); err == nil {
		err = l.change(setting)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	_, _ = fmt.Fprintln(w, l.setting())
}

func (p *Proxy) reset(w http.ResponseWriter, _ *http.Request) {
	for _, l := range p.lanes {
		l.reset()
	}
	w.WriteHeader(http.StatusNoContent)
}
