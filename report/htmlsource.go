package report

import "strings"

// A provenance is where figures come from: a run, and its command as a shell
// takes it.
type provenance struct {
	Source
	When  string
	Shell string
}

func provenances(c Comparison) []provenance {
	var out []provenance
	for _, s := range c.Runs {
		p := provenance{Source: s, Shell: shell(s.Command)}
		if !s.Started.IsZero() {
			p.When = s.Started.UTC().Format("2006-01-02 15:04:05") + " UTC"
		}
		out = append(out, p)
	}
	return out
}

// shell writes a command so that a POSIX shell reads the same words.
func shell(words []string) string {
	const plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./:=@%+,"
	quoted := make([]string, len(words))
	for i, w := range words {
		if w == "" || strings.Trim(w, plain) != "" {
			w = "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
		}
		quoted[i] = w
	}
	return strings.Join(quoted, " ")
}

// glossary explains the metrics of the tables, each title once. One that only
// streams have is left out where there are none.
func glossary(c Comparison) []Fact {
	var out []Fact
	seen := map[string]bool{}
	for _, m := range Metrics() {
		if m.Name == IsolationMetric && len(c.Streams) == 0 {
			continue
		}
		if !seen[m.Title] {
			seen[m.Title] = true
			out = append(out, Fact{m.Title, m.Doc})
		}
	}
	return out
}
