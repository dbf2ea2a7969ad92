package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"matchday/measure"
)

// plain is the sentence on a single variant.
func (c Comparison) plain(v Variant) string {
	name := called(v.Name)
	switch {
	case len(v.Cells) == 0:
		return name + ": nothing was measured"
	case v.Validity == measure.Invalid:
		return name + ": no verdict, because the generator was the limit and the figures are its own"
	case v.Partial:
		return fmt.Sprintf("%s: no verdict, because it was not driven through the whole profile; until then it %s", name, c.served(v))
	case v.Verdict == measure.NoPeak || !unanimous(v.Verdicts): // its praise tells the verdict
		return c.praise(v) + indicative(v)
	}
	return fmt.Sprintf("%s: %s; it %s%s%s", name, v.Verdict, c.served(v), c.comeback(v), indicative(v))
}

// praise says in one clause what the variant did.
func (c Comparison) praise(v Variant) string {
	return called(v.Name) + " " + c.served(v) + c.comeback(v)
}

// served says how many users the variant served, and how fast.
func (c Comparison) served(v Variant) string {
	whole := v.Cells[0]
	text := fmt.Sprintf("served %s of users", whole.text("users_served"))
	if in := whole.text("users_in_slo"); c.promised() && in != whole.text("users_served") {
		text += fmt.Sprintf(" (%s within %s)", in, c.promise())
	}
	if p99 := whole.text("p99"); p99 != unknown {
		text += ", p99 " + p99
	}
	return text
}

// comeback says how the variant came back after the peaks, or why it is not
// said to have.
func (c Comparison) comeback(v Variant) string {
	if v.Verdict == measure.NoPeak || len(v.Recovery) == 0 {
		return ""
	}
	if v.Verdict != measure.Recovered && v.Verdict != measure.Degraded || !unanimous(v.Verdicts) {
		return "; " + v.Reason
	}
	text := ", back at once after every peak"
	if latest := slowest(v.Recovery, inTimeReturn); latest > 0 {
		text = fmt.Sprintf(", back within %s after every peak", duration(latest))
	}
	if len(v.Recovery) == 1 {
		text = strings.TrimSuffix(text, "every peak") + v.Recovery[0].Peak
	}
	if v.Verdict == measure.Degraded {
		text += degraded(v.Recovery)
	}
	return text
}

func inTimeReturn(r measure.Recovery) measure.Return { return r.InTime }
func inSLOReturn(r measure.Recovery) measure.Return  { return r.InSLO }

// slowest returns the latest return.
func slowest(all []measure.Recovery, of func(measure.Recovery) measure.Return) time.Duration {
	var latest time.Duration
	for _, r := range all {
		latest = max(latest, of(r).After)
	}
	return latest
}

// degraded says what became of the SLO when the target was back in time.
func degraded(all []measure.Recovery) string {
	if slices.ContainsFunc(all, func(r measure.Recovery) bool { return !r.InSLO.Back }) {
		return ", but not within the SLO"
	}
	return fmt.Sprintf(", but within the SLO only after %s", duration(slowest(all, inSLOReturn)))
}

// passedOver names the variants with clearly more users than the best, which
// came to a worse verdict.
func (c Comparison) passedOver(best Variant, able []Variant) string {
	var names []string
	for _, v := range able {
		if c.pleased(v)-c.pleased(best) < nearTie {
			continue
		}
		verdict := string(v.Verdict)
		if !unanimous(v.Verdicts) {
			verdict = tallied(v.Verdicts)
		}
		names = append(names, fmt.Sprintf("%s (%s, %s)", called(v.Name), percent(c.pleased(v)), verdict))
	}
	if len(names) == 0 {
		return ""
	}
	within := "served"
	if c.promised() {
		within = "within " + c.promise()
	}
	return fmt.Sprintf("; more users %s, but a worse verdict: %s", within, list(names))
}

// stayedDown names the variants besides the best that stayed down.
func stayedDown(best Variant, able []Variant) string {
	var peaks []string
	down := map[string][]string{}
	for _, v := range able {
		if v.LostAfter == "" || v.Name == best.Name {
			continue
		}
		if down[v.LostAfter] == nil {
			peaks = append(peaks, v.LostAfter)
		}
		name := called(v.Name)
		if !unanimous(v.Verdicts) {
			name += fmt.Sprintf(" (%d of %d rounds)", reached(v.Verdicts, measure.Metastable), len(v.Verdicts))
		}
		down[v.LostAfter] = append(down[v.LostAfter], name)
	}
	text := ""
	for _, p := range peaks {
		text += fmt.Sprintf("; %s never came back after %s", list(down[p]), p)
	}
	return text
}

// notCompared names the variants that could not be compared.
func (c Comparison) notCompared() string {
	var names []string
	for _, v := range c.Variants {
		if !v.able() {
			names = append(names, called(v.Name))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return "; not compared: " + list(names)
}

// list joins names as a sentence does, no more than three of them.
func list(names []string) string {
	if len(names) > 3 {
		names = append(slices.Clone(names[:2]), fmt.Sprintf("%d more", len(names)-2))
	}
	if len(names) == 1 {
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// indicative marks what rests on a single round.
func indicative(v Variant) string {
	if v.Rounds > 1 {
		return ""
	}
	return "; indicative only: one round"
}
