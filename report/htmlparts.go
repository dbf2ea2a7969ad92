package report

import (
	"slices"
	"strconv"
	"time"
)

// A part is one variant phase by phase, and round by round where there were
// several: how far apart rounds lie is how sure the figures are.
type part struct {
	Name    string
	Badge   badge
	Served  string
	Figures grid
}

// A kind is metrics that stand under one title, and what each is called there.
type kind struct {
	title   string
	metrics []Metric
	heads   []string
}

func (c Comparison) kinds() []kind {
	return []kind{
		{"users, attempts", c.pick("offered", "amplification"), []string{c.loadWord("due"), "per user"}},
		{"of the users", c.pick("users_served", "users_in_slo", "users_rejected", "users_timed_out", "users_failed"), nil},
		{"response time", c.pick("p50", "p90", "p99", "p999", "max", "p99_all"), nil},
		{"turned away in", c.pick("reject_p50", "reject_p99"), []string{"p50", "p99"}},
		{"in flight", c.pick("in_flight", "max_in_flight"), []string{"mean", "max"}},
	}
}

// parts lays out every variant.
func parts(c Comparison) []part {
	var out []part
	for _, v := range c.Variants {
		p := part{Name: v.Name, Badge: badgeOf(v), Figures: phaseGrid(c, v)}
		if len(v.Cells) > 0 {
			p.Served = v.Cells[0].text("users_served") + " of users served"
		}
		out = append(out, p)
	}
	return out
}

func phaseGrid(c Comparison, v Variant) grid {
	g := grid{Title: v.Name + " by phase", First: "phase", Blocks: true}
	g.group("", 1)
	for _, k := range c.kinds() {
		g.group(k.title, len(k.metrics))
		for i, m := range k.metrics {
			h := heading{Title: m.Title, Doc: m.Doc}
			if k.heads != nil {
				h.Title = k.heads[i]
			}
			g.Head = append(g.Head, h)
		}
	}
	for i, cell := range v.Cells {
		name := cell.Name
		if i == 0 {
			name = "whole trial"
		}
		g.Rows = append(g.Rows, line{Name: name, Whole: i == 0, Opens: i == 1, Fields: c.cellFields(cell)})
	}
	for i, cells := range v.ByRound {
		if len(cells) > 0 && len(v.ByRound) > 1 {
			g.Rows = append(g.Rows, line{Name: "round " + strconv.Itoa(i+1), Opens: i == 0, Fields: c.cellFields(cells[0])})
		}
	}
	g.hoist()
	return g
}

func (c Comparison) cellFields(cell Cell) []field {
	var out []field
	for _, k := range c.kinds() {
		for _, m := range k.metrics {
			out = append(out, cell.field(m))
		}
	}
	return out
}

// modelGrid is what the model says, nil where it says nothing.
func modelGrid(c Comparison) *grid {
	if !c.predicted() {
		return nil
	}
	all := c.predictionColumns(c.pick("users_served", "users_in_slo", "p50", "p99", "p99_all", "max_in_flight"))
	g := grid{First: c.rowHead(), Title: "What the model says"}
	for _, col := range all[1:] {
		g.Head = append(g.Head, heading{Title: col.head, Left: col.left})
	}
	for i, name := range all[0].cells {
		l := line{Name: name}
		for _, col := range all[1:] {
			l.Fields = append(l.Fields, col.field(i))
		}
		g.Rows = append(g.Rows, l)
	}
	return &g
}

// strictly heads the return of goodput within the SLO.
const strictly = "within SLO"

// recoveryGrid is the return after each peak, nil where there was no peak.
func recoveryGrid(c Comparison) *grid {
	g := grid{First: c.rowHead(), Title: "Recovery after each peak", Blocks: true, Head: []heading{
		{Title: "peak", Left: true, Doc: "phase after which the return is measured"},
		{Title: "in time", Doc: "from the end of the peak until goodput is back and stays back" + c.ofRounds()},
		{Title: strictly, Doc: "the same for goodput within the SLO"},
		{Title: "backlog", Doc: "requests too many in the system when the peak ended"},
		{Title: "drain", Doc: "how long the backlog takes to go if the load afterwards is all there is"},
	}}
	for _, v := range c.Variants {
		strict := slices.Clone(v.Recovery)
		for i := range strict {
			strict[i].InTime = strict[i].InSLO
		}
		for i, r := range v.Recovery {
			name := v.Name
			if i > 0 {
				name = ""
			}
			g.Rows = append(g.Rows, line{Name: name, Opens: i == 0, Fields: []field{
				{Text: r.Peak, Tone: "left"}, backField(v.Recovery, r.Peak), backField(strict, r.Peak), {Text: digits(r.Backlog)}, drainField(r.Drain),
			}})
		}
	}
	if len(g.Rows) == 0 {
		return nil
	}
	if c.Limits.SLO <= 0 {
		g.drop(strictly)
	}
	g.hoist()
	return &g
}

func drainField(d time.Duration) field {
	if d < 0 {
		return field{Text: "never", Hint: "the load after the peak is not below the capacity", Tone: "bad"}
	}
	return field{Text: duration(d.Round(time.Millisecond))}
}

// bookGrid is what the target said of itself.
func bookGrid(c Comparison) grid {
	g := grid{First: c.rowHead(), Title: "The target’s own books"}
	for _, v := range c.Variants {
		g.Rows = append(g.Rows, line{Name: v.Name})
	}
	g.add(heading{Title: "books", Left: true, Doc: "whether the target’s counters explain every attempt"}, fields(c, func(v Variant) field {
		if v.Oracle == "" {
			return field{Text: unknown, Hint: "the target does not tell", Tone: "left"}
		}
		return field{Text: v.Oracle, Tone: "left"}
	}))
	g.add(heading{Title: "most inside", Doc: "most requests in the target at once, waiting ones included"}, fields(c, func(v Variant) field {
		if v.MaxSystem <= 0 {
			return field{Text: unknown, Hint: "the target does not tell"}
		}
		return field{Text: grouped(v.MaxSystem)}
	}))
	g.add(heading{Title: "wasted", Doc: "share of the target’s work done for callers who had left"}, fields(c, wastedField))
	g.add(heading{Title: "longest wait by the queue rule", Doc: "how long the last one in a full queue waits for an answer"}, fields(c, ruleField))
	g.hoist()
	return g
}

func ruleField(v Variant) field {
	if v.Rule == nil {
		return field{Text: unknown}
	}
	f := field{Text: duration(v.Rule.Worst), Hint: v.Rule.Sentence}
	if v.Rule.Worst < 0 {
		f.Text = "no limit"
	}
	if !v.Rule.Protects {
		f.Tone = "bad"
	}
	return f
}

// cautions gathers what should make a reader careful: queues that cannot protect,
// and warnings, among which is why trials failed.
func cautions(c Comparison) []string {
	var out []string
	for _, v := range c.Variants {
		if v.Rule != nil && !v.Rule.Protects {
			out = append(out, called(v.Name)+": "+v.Rule.Sentence)
		}
	}
	return append(out, c.Warnings...)
}
