package experiment

import (
	"net/http"
	"slices"
	"time"

	"matchday/engine"
	"matchday/targets/bulkhead"
)

// hurried tells whether any variant wants to know how long callers wait. Then
// they say so with all variants: what is compared is the settings.
func (e Experiment) hurried() bool {
	return slices.ContainsFunc(e.Variants, func(s bulkhead.Setting) bool { return s.Kind == bulkhead.Deadline })
}

// hurry returns the requests with their headers saying how long the caller waits,
// unless they say it already.
func hurry(requests []engine.Request, patience time.Duration) []engine.Request {
	out := slices.Clone(requests)
	for i := range out {
		h := out[i].Header.Clone()
		if h == nil {
			h = http.Header{}
		}
		if bulkhead.Patience(h) == 0 {
			bulkhead.SetPatience(h, patience)
		}
		out[i].Header = h
	}
	return out
}
