package report

import (
	"strings"
	"testing"
	"time"

	"matchday/measure"
)

// edited returns the four settings with a change.
func edited(change func([]outline)) []outline {
	all := fourSettings()
	change(all)
	return all
}

func TestWinner(t *testing.T) {
	const tail = "; “none” never came back after peak-2"
	const more = "; more users within 125 ms, but a worse verdict: "
	for _, test := range []struct {
		name string
		c    Comparison
		want Winner
	}{
		{"the recovered one", compared(fourSettings()...),
			Winner{"20/20", "20/20 served 94.4 % of users, p99 99 ms, back within 3 s after every peak" + tail}},
		{"recovered before more users", compared(edited(func(all []outline) { all[2].slo = .99 })...),
			Winner{"20/20", "20/20 served 94.4 % of users, p99 99 ms, back within 3 s after every peak" + more + "20/100 (99 %, degraded)" + tail}},
		{"more users among equals", compared(edited(func(all []outline) { all[2].verdict, all[2].slo = measure.Recovered, .9541 })...),
			Winner{"20/100", "20/100 served 95.7 % of users (95.4 % within 125 ms), p99 298 ms, back within 3 s after every peak" + tail}},
		{"a near tie goes to more users served", compared(edited(func(all []outline) { all[2].verdict, all[2].slo = measure.Recovered, .9439 })...),
			Winner{"20/100", "20/100 served 95.7 % of users (94.4 % within 125 ms), p99 298 ms, back within 3 s after every peak" + tail}},
		{"a tie in that too to the quicker", compared(edited(func(all []outline) {
			all[2].verdict, all[2].served, all[2].slo = measure.Recovered, .9539, .9539
		})...),
			Winner{"20/20", "20/20 served 94.4 % of users, p99 99 ms, back within 3 s after every peak" + tail}},
		{"a tie in all of it to the smaller", compared(edited(func(all []outline) {
			all[2] = all[1]
			all[2].name, all[2].queue = "20/10", 10
		})...), Winner{"20/10", "20/10 served 94.4 % of users, p99 99 ms, back within 3 s after every peak" + tail}},
		{"slow is as good as degraded", compared(edited(func(all []outline) { all[1].verdict, all[3].slo = measure.Metastable, .9 })...),
			Winner{"20/200", "20/200 served 52.3 % of users (90 % within 125 ms), p99 452 ms; not back within 7.2s after peak-2, before peak-3 came" + more + "20/20 (94.4 %, metastable)" + tail}},
		{"degraded before undecided", compared(edited(func(all []outline) { all[1].verdict = measure.Undecided })...),
			Winner{"20/100", "20/100 served 95.7 % of users (79 % within 125 ms), p99 298 ms, back within 3 s after every peak, but within the SLO only after 13 s" + more + "20/20 (94.4 %, undecided)" + tail}},
		{"nothing to ship", compared(fourSettings()[0], fourSettings()[0]),
			Winner{"", "nothing can be recommended: every variant stays down; least bad: “none” served 29.1 % of users (26.6 % within 125 ms), p99 371 ms; not back 48.6s after peak-3 at a load served before (220 users/s)"}},
		{"an invalid one cannot win", invalid(compared(edited(func(all []outline) { all[0], all[1] = all[1], all[0] })...)),
			Winner{"20/100", "20/100 served 95.7 % of users (79 % within 125 ms), p99 298 ms, back within 3 s after every peak, but within the SLO only after 13 s" + tail + "; not compared: 20/20"}},
		{"one round is indicative", hurried(compared(fourSettings()...)),
			Winner{"20/20", "20/20 served 94.4 % of users, p99 99 ms, back within 3 s after every peak" + tail + "; indicative only: one round"}},
		{"one variant is a verdict", compared(fourSettings()[1]),
			Winner{"", "20/20: recovered; it served 94.4 % of users, p99 99 ms, back within 3 s after every peak"}},
		{"one variant that stays down", compared(fourSettings()[0]),
			Winner{"", "“none”: metastable; it served 29.1 % of users (26.6 % within 125 ms), p99 371 ms; not back 48.6s after peak-3 at a load served before (220 users/s)"}},
		{"nothing at all", Compare(nil), Winner{"", "nothing can be recommended: no trial was made"}},
	} {
		if test.c.Winner != test.want {
			t.Errorf("%s:\n got %q %q\nwant %q %q", test.name, test.c.Winner.Variant, test.c.Winner.Sentence, test.want.Variant, test.want.Sentence)
		}
	}
}

// What most rounds came to decides, and the sentence says what the others did.
func TestWinnerOfMostRounds(t *testing.T) {
	const slow, good, down = measure.Slow, measure.Recovered, measure.Metastable
	rounds := func(change func([]Variant)) Winner {
		c := compared(fourSettings()[1:3]...)
		change(c.Variants)
		return c.choose("")
	}
	check := func(name string, got, want Winner) {
		t.Helper()
		if got != want {
			t.Errorf("%s:\n got %q %q\nwant %q %q", name, got.Variant, got.Sentence, want.Variant, want.Sentence)
		}
	}
	check("slow in one round", rounds(func(all []Variant) {
		all[0].Verdict, all[0].Verdicts = slow, []measure.Verdict{good, slow, good, good, good}
		all[0].Reason = "slow in 1 of 5 rounds: back 1s after peak-2"
	}), Winner{"20/20", "20/20 served 94.4 % of users, p99 99 ms; slow in 1 of 5 rounds: back 1s after peak-2"})
	check("down in most rounds", rounds(func(all []Variant) {
		all[0].Verdict, all[0].Verdicts = down, []measure.Verdict{good, down, slow, good, down, down}
		all[0].LostAfter = "peak-2"
	}), Winner{"20/100", "20/100 served 95.7 % of users (79 % within 125 ms), p99 298 ms, back within 3 s after every peak, but within the SLO only after 13 s" +
		"; more users within 125 ms, but a worse verdict: 20/20 (94.4 %, metastable 3, slow 1, recovered 2); 20/20 (3 of 6 rounds) never came back after peak-2"})
	check("all down in most rounds", rounds(func(all []Variant) {
		for i := range all {
			all[i].Verdict, all[i].Verdicts, all[i].Reason = down, []measure.Verdict{down, good}, "metastable in 1 of 2 rounds: not back"
		}
	}), Winner{"", "nothing can be recommended: every variant stays down in most rounds; least bad: 20/20 served 94.4 % of users, p99 99 ms; metastable in 1 of 2 rounds: not back"})
	c := Comparison{Variants: []Variant{compared(fourSettings()[1]).Variants[0]}}
	c.Variants[0].Verdict, c.Variants[0].Verdicts, c.Variants[0].Reason = slow, []measure.Verdict{slow, good}, "slow in 1 of 2 rounds: back 1s after peak-2"
	check("one variant", c.choose(""), Winner{"", "20/20 served 94.4 % of users, p99 99 ms; slow in 1 of 2 rounds: back 1s after peak-2"})
}

// Nobody ships what loses most of its users, and callers who take turns come as
// often as they are answered.
func TestNothingToShip(t *testing.T) {
	poor := edited(func(all []outline) { all[1].served, all[1].slo, all[2].served = .49, .49, .49 })[1:3]
	want := "nothing can be recommended: even the best serves fewer than half of its users; least bad: 20/20 served 49 % of users, p99 99 ms, back within 3 s after every peak" +
		"; more users within 125 ms, but a worse verdict: 20/100 (79 %, degraded)"
	if got := compared(poor...).Winner; got != (Winner{Sentence: want}) {
		t.Errorf("got %+v, want %q", got, want)
	}
	poor[0].served = .5
	if got := compared(poor...).Winner; got.Variant != "20/20" {
		t.Errorf("half of the users: %+v, want a winner", got)
	}
	turns := compared(fourSettings()...)
	turns.Closed = true
	want = "nothing can be recommended: callers took turns, so each variant had a load of its own, and shares of it do not compare"
	if got := turns.choose(""); got != (Winner{Sentence: want}) {
		t.Errorf("callers who take turns: %+v, want %q", got, want)
	}
}

// A variant that could not be judged is not said to stay down.
func TestWinnerAmongTheJudged(t *testing.T) {
	c := compared(fourSettings()[1], fourSettings()[0])
	c.Variants[0].Validity = measure.Invalid
	want := "nothing can be recommended: every variant that could be judged stays down; not compared: 20/20; least bad: “none” served"
	if got := c.choose(""); got.Variant != "" || !strings.HasPrefix(got.Sentence, want) {
		t.Errorf("got %q, want %q …", got.Sentence, want)
	}
}

func TestNoWinner(t *testing.T) {
	check := func(name, unlike, want string, change func(*Variant)) {
		t.Helper()
		c := compared(fourSettings()...)
		for i := range c.Variants {
			change(&c.Variants[i])
		}
		if got := c.choose(unlike); got != (Winner{Sentence: "nothing can be recommended: " + want}) {
			t.Errorf("%s: %+v, want %q", name, got, want)
		}
	}
	check("all invalid", "", "the generator was the limit with every variant, so the figures are its own", func(v *Variant) { v.Validity = measure.Invalid })
	check("all partial", "", "no variant was driven through the whole profile", func(v *Variant) { v.Partial = true })
	check("some of each", "", "of each variant either the generator was the limit or no round is whole", func(v *Variant) {
		v.Partial = v.Name == "none"
		v.Validity = measure.Invalid
	})
	check("another test", "timeout", "the runs differ in timeout, so their variants were not put to the same test", func(*Variant) {})
}

func TestWordsOfTheComeback(t *testing.T) {
	v := compared(fourSettings()[1]).Variants[0]
	c := Comparison{}
	check := func(name string, all []measure.Recovery, want string) {
		t.Helper()
		v.Recovery = all
		if got := c.comeback(v); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	check("at once", returns(0, 0), ", back at once after every peak")
	check("one peak", returns(time.Second), ", back within 1 s after peak-1")
	check("none", nil, "")
	v.Verdict = measure.Degraded
	late := returns(time.Second, 0)
	late[0].InSLO.After = 4 * time.Second
	check("late within the SLO", late, ", back within 1 s after every peak, but within the SLO only after 4 s")
	late[1].InSLO.Back = false
	check("never within the SLO", late, ", back within 1 s after every peak, but not within the SLO")
}

func TestVerdictOnOneVariant(t *testing.T) {
	check := func(name, want string, change func(*Variant)) {
		t.Helper()
		c := compared(fourSettings()[1])
		change(&c.Variants[0])
		if got := c.choose(""); got != (Winner{Sentence: want}) {
			t.Errorf("%s: %+v, want %q", name, got, want)
		}
	}
	check("invalid", "20/20: no verdict, because the generator was the limit and the figures are its own", func(v *Variant) { v.Validity = measure.Invalid })
	check("partial", "20/20: no verdict, because it was not driven through the whole profile; until then it served 94.4 % of users, p99 99 ms", func(v *Variant) { v.Partial = true })
	check("empty", "20/20: nothing was measured", func(v *Variant) { v.Cells = nil })
	check("without a peak", "20/20 served 94.4 % of users, p99 99 ms; indicative only: one round", func(v *Variant) { v.Verdict, v.Rounds = measure.NoPeak, 1 })
}

func TestStayedDown(t *testing.T) {
	down := func(name, peak string, verdicts ...measure.Verdict) Variant {
		return Variant{Name: name, LostAfter: peak, Verdicts: verdicts}
	}
	best := down("20/10", "peak-1", measure.Metastable, measure.Recovered)
	got := stayedDown(best, []Variant{
		best, down("none", "peak-2"), down("20/200", "peak-1"), down("20/20", ""),
		down("20/100", "peak-2", measure.Metastable, measure.Slow, measure.Metastable),
	})
	if want := "; “none” and 20/100 (2 of 3 rounds) never came back after peak-2; 20/200 never came back after peak-1"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := list([]string{"a", "b", "c", "d", "e"}), "a, b and 3 more"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
