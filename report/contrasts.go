package report

// Contrasts answers the asks, in their order, as one family: the more variants
// and phases are asked about at once, the surer each answer has to be before it
// counts as a change (Holm 1979). How much is asked of the same trials makes no
// difference: those figures are tested together (Westfall and Young 1993). Every
// answer says in words what it rests on.
//
// The unit of all of it is the trial. Sides whose rounds had the same users are
// held against each other round by round. How a change is tested depends on
// nothing but how many rounds there are and how much is asked, never on the
// figures: by exchanging the sides of pairs where the least p that this can come
// to leaves room, or else by dealing rounds to the sides, which leaves the pairing
// unused and so errs on the safe side. Where neither can tell anything, the answer
// says how many rounds would do.
//
// Two sides that are not comparable get no answer but the reason, unless the
// reference is [Reference.Forced].
func (c Comparison) Contrasts(ref Reference, asks []Ask) []Contrast {
	questions := make([]question, len(asks))
	bars := ""
	if !ref.forced {
		bars = barred(Unlike(c, ref))
	}
	for i, a := range asks {
		questions[i] = c.pose(ref, a)
		if bars != "" {
			questions[i].obstacle = "the two sides are not comparable, they differ in " + bars
		}
	}
	panels := panelsOf(questions)
	for _, p := range panels {
		p.test(len(panels))
	}
	adjust(panels)
	out := make([]Contrast, len(questions))
	for i := range questions {
		out[i] = questions[i].answer(len(panels))
	}
	return out
}

// Headline returns what is asked of every variant but the reference itself: how
// many users were served, how many within the SLO where there is one, the
// median, the p99 and the shape. It is one family.
func (c Comparison) Headline(ref Reference) []Ask {
	metrics := append(c.leading(), ShapeMetric)
	stream := ""
	if c.Stream != nil {
		stream = c.Stream.Name
	}
	var out []Ask
	for _, v := range c.Variants {
		if ref.side == nil || ref.own(v) {
			continue
		}
		for _, m := range metrics {
			out = append(out, Ask{Stream: stream, Variant: v.Name, Metric: m})
		}
	}
	return out
}

// leading names the metrics that variants are judged by first.
func (c Comparison) leading() []string {
	if c.promised() {
		return []string{"users_served", "users_in_slo", "p50", "p99"}
	}
	return []string{"users_served", "p50", "p99"}
}

// pose gathers the figures that answer an ask.
func (c Comparison) pose(ref Reference, a Ask) question {
	if a.Metric == ShapeMetric {
		return c.poseShape(ref, a)
	}
	q := question{Contrast: Contrast{Ask: a}}
	m, err := Lookup(a.Metric)
	if err != nil {
		return q.stopped(err.Error())
	}
	q.metric = m
	before, after, why := c.sides(ref, a)
	if why != "" {
		return q.stopped(why)
	}
	q.enter(before, after)
	if a.Stream == "" { // noise is known of all traffic together
		q.Floor = ref.floor(m.Name, c.settingOf(a.Variant), c.counterpart(ref, a))
	}
	q.Least = q.least()
	return q
}

// sides returns the figures of both sides, or why there are none.
func (c Comparison) sides(ref Reference, a Ask) (before, after rounds, why string) {
	if ref.side == nil {
		return before, after, "there is nothing to hold it against"
	}
	after, err := measured{c}.rounds(a)
	if err != nil {
		return before, after, err.Error()
	}
	of := a.Variant
	a.Variant = c.counterpart(ref, a)
	before, err = ref.side.rounds(a)
	if err != nil {
		return before, after, ref.name + ": " + err.Error()
	}
	if !c.sameUsers(ref, of) {
		before.seeds = nil // they are of other users: they make no pairs
	}
	return before, after, ""
}

// counterpart names the variant that an ask is held against.
func (c Comparison) counterpart(ref Reference, a Ask) string {
	if ref.fixed != "" {
		return ref.fixed
	}
	return c.settingOf(a.Variant)
}

// settingOf returns the name that a variant has in every run of its experiment.
func (c Comparison) settingOf(variant string) string {
	v, err := c.variant(variant)
	if err != nil || v.Setting == "" {
		return variant
	}
	return v.Setting
}
