package report

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"
	"time"
)

// HeatJSON writes the maps for machines: one object with the keys of [Heat]
// after "version", which is that of [JSON].
func HeatJSON(w io.Writer, h Heat) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(struct {
		Version int `json:"version"`
		Heat
	}{JSONVersion, h})
}

// HeatCSV writes one line for each cell, under the names of both axes. Shares
// lie in [0,1], times are whole nanoseconds; a time that is missing means that
// it did not come back.
func HeatCSV(w io.Writer, h Heat) error {
	out := csv.NewWriter(w)
	lines := [][]string{{"map", h.Row.Name, h.Column.Name, "verdict", "users_served", "users_in_slo", "back_ns", "beyond", "best", "reason"}}
	for _, m := range h.Panels {
		for i, row := range m.Rows {
			for j, c := range row {
				lines = append(lines, []string{
					m.Name, h.Row.Ticks[i], h.Column.Ticks[j], string(c.Verdict), share(c.Served), share(c.InSLO), nanoseconds(c.Back),
					strconv.FormatBool(c.Beyond), strconv.FormatBool(c.Best), c.Reason,
				})
			}
		}
	}
	return out.WriteAll(lines)
}

// share writes a share with six decimals, finer than any count of users.
func share(x float64) string { return strconv.FormatFloat(x, 'f', 6, 64) }

func nanoseconds(d *time.Duration) string {
	if d == nil {
		return ""
	}
	return strconv.FormatInt(int64(*d), 10)
}
