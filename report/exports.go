package report

import "fmt"

// withStreams returns the comparison of all traffic, and then that of each stream.
func (c Comparison) withStreams() []Comparison {
	return append([]Comparison{c}, c.Streams...)
}

// streamName returns the name of the stream that the comparison is of, "" for all
// traffic.
func (c Comparison) streamName() string {
	if c.Stream == nil {
		return ""
	}
	return c.Stream.Name
}

// phaseNames returns what the phases of some cells are called where a name must
// stand for one of them alone: the second of a name gets a number, as in base~2.
func phaseNames(cells []Cell) []string {
	var names []string
	taken := map[string]bool{}
	for _, c := range cells {
		name := c.Name
		for n := 2; taken[name]; n++ {
			name = fmt.Sprintf("%s~%d", c.Name, n)
		}
		taken[name] = true
		names = append(names, name)
	}
	return names
}
