package measure

import (
	"testing"
	"time"
)

const tenth = 100 * time.Millisecond

// drawn makes windows of a tenth of a second with 30 attempts each, one for
// each letter:
//
//	.  all answered in time and within the SLO
//	s  all answered in time, none within the SLO
//	1  one failed    2  two failed    x  all timed out
//	-  nobody came   c  all cut off
func drawn(letters string) []Window {
	const n = 30
	counts := map[rune]Counts{
		'.': {Users: n, Attempts: ByOutcome{OK: n}, InSLO: n},
		's': {Users: n, Attempts: ByOutcome{OK: n}},
		'1': {Users: n, Attempts: ByOutcome{OK: n - 1, ServerError: 1}, InSLO: n - 1},
		'2': {Users: n, Attempts: ByOutcome{OK: n - 2, ServerError: 2}, InSLO: n - 2},
		'x': {Users: n, Attempts: ByOutcome{Timeout: n}},
		'-': {},
		'c': {Users: n, Attempts: ByOutcome{Cut: n}},
	}
	var out []Window
	for i, letter := range []rune(letters) {
		out = append(out, Window{Start: time.Duration(i) * tenth, Length: tenth, Counts: counts[letter]})
	}
	return out
}

func inTime(c Counts) int64 { return c.Attempts[OK] }

func TestComeback(t *testing.T) {
	const hold = 5 * tenth
	check := func(name, letters string, end, watch time.Duration, want Return) {
		t.Helper()
		if got := (comeback{drawn(letters), hold, inTime}).after(end, watch, "then"); got != want {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
	back := func(after time.Duration) Return { return Return{Back: true, After: after} }
	never := func(after time.Duration) Return { return Return{After: after, Until: "then"} }

	check("at once", "xx.....", 2*tenth, 7*tenth, back(0))
	check("later", "xxxxx.....", 2*tenth, 10*tenth, back(3*tenth))
	check("a relapse begins anew", "xx....x.....", 2*tenth, 12*tenth, back(5*tenth))
	check("what comes after the hold does not count", "xx.....xxxx", 2*tenth, 11*tenth, back(0))
	check("never", "xxxxxxxxx", 2*tenth, 9*tenth, never(7*tenth))
	check("the hold must fit before the watch ends", "xx.....", 2*tenth, 7*tenth-1, never(5*tenth-1))
	check("the hold is one window short", "xx....", 2*tenth, 7*tenth, never(5*tenth))
	check("good before the end of the peak is no return", ".....xxxx", 2*tenth, 9*tenth, never(7*tenth))
	check("nobody came", "xx-----", 2*tenth, 7*tenth, back(0))
	check("answered late but in time", "xxsssss", 2*tenth, 7*tenth, back(0))
	check("the peak ends inside a window", "xx......", 2*tenth+30*time.Millisecond, 8*tenth, back(70*time.Millisecond))
	check("nothing to watch", "xx", 2*tenth, tenth, never(0))
	check("no windows", "", 0, tenth, never(tenth))
}

// One failure in a window of 30 is 3 % and yet no relapse. The hold as a whole
// must still have its 99 %.
func TestComebackForgivesStrays(t *testing.T) {
	check := func(name, letters string, hold, after time.Duration, back bool) {
		t.Helper()
		got := comeback{drawn(letters), hold, inTime}.after(0, time.Duration(len(letters))*tenth, "then")
		if got.Back != back || back && got.After != after {
			t.Errorf("%s: %+v, want %v after %v", name, got, back, after)
		}
	}
	check("one of 300", "....1.....", 10*tenth, 0, true)
	check("three of 300 are 1 %", ".1..1...1.", 10*tenth, 0, true)
	check("four of 300 are more", ".1..1.1.1.", 10*tenth, 0, false)
	check("two at once", "....2.....", 10*tenth, 0, false)
	check("two at once, then clean", "..2..........", 10*tenth, 3*tenth, true)
	check("four, of which the first leaves the hold", "1.1..1..1....", 10*tenth, tenth, true)
	check("one of 90", "1..", 3*tenth, 0, false)
}

// In a large window 1 % is 1 %.
func TestComebackOfLargeWindows(t *testing.T) {
	check := func(failed int64, want bool) {
		t.Helper()
		w := Window{Length: time.Second, Counts: Counts{Attempts: ByOutcome{OK: 1000 - failed, Reset: failed}}}
		if got := (comeback{[]Window{w}, time.Second, inTime}).after(0, time.Second, "end"); got.Back != want {
			t.Errorf("%d of 1000 failed: back %v", failed, got.Back)
		}
	}
	check(10, true)
	check(11, false)
}

func TestLimitsHold(t *testing.T) {
	check := func(window, demand, want time.Duration) {
		t.Helper()
		if got := (Limits{Demand: demand}).Hold(window); got != want {
			t.Errorf("windows of %v, demand %v: hold %v, want %v", window, demand, got, want)
		}
	}
	check(time.Second, 0, 10*time.Second)
	check(time.Second, 100*time.Millisecond, 10*time.Second)
	check(tenth, 50*time.Millisecond, time.Second)
	check(tenth, 200*time.Millisecond, 2*time.Second)
}

func TestReturnEnding(t *testing.T) {
	check := func(until, want string, cut bool) {
		t.Helper()
		r := Return{Until: until}
		if r.Ending() != want || r.Cut() != cut {
			t.Errorf("%q: %s, cut %v; want %s, %v", until, r.Ending(), r.Cut(), want, cut)
		}
	}
	check("peak-2", "peak-2 came", false)
	check("end", "the end came", false)
	check("", "the end came", false)
	check("cut", "the trial was cut off", true)
	if (Return{Back: true, Until: "cut"}).Cut() {
		t.Error("a return that came was not cut off")
	}
}
