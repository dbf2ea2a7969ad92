package report

import (
	"encoding/json"
	"io"
)

// JSONVersion is the version of what [JSON] writes. It changes when a key is
// renamed or removed, or what a value means; keys may be added under the same
// version.
const JSONVersion = 1

// JSON writes the comparison for machines and nothing else: one object,
// indented, with the keys of [Comparison] in their order after "version".
// Durations are whole nanoseconds in keys that end in _ns, shares lie in [0,1],
// rates are per second.
func JSON(w io.Writer, c Comparison) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(struct {
		Version int `json:"version"`
		Comparison
	}{JSONVersion, c})
}
