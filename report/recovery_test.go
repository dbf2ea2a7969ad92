package report

import (
	"slices"
	"testing"
	"time"

	"matchday/measure"
)

// returns makes recoveries from how long each took; a negative one did not come
// within that time.
func returns(after ...time.Duration) []measure.Recovery {
	var out []measure.Recovery
	for i, d := range after {
		r := measure.Recovery{Peak: "peak-" + string(rune('1'+i)), InTime: measure.Return{Back: d >= 0, After: d}}
		if d < 0 {
			r.InTime = measure.Return{After: -d, Until: "end"}
		}
		r.InSLO = r.InTime
		out = append(out, r)
	}
	return out
}

func TestComebacks(t *testing.T) {
	const s = time.Second
	interrupted := returns(0, -3600*time.Millisecond, -2*s)
	interrupted[2].InTime.Until = "cut"
	for _, test := range []struct {
		name string
		all  []measure.Recovery
		want []string
		lost int
	}{
		{"back after each", returns(0, 3*s, 1500*time.Millisecond), []string{"0 s", "3 s", "1.5 s"}, 3},
		{"cut off by the next peak", returns(0, -3600*time.Millisecond, 16*s), []string{"0 s", "> 3.6 s", "16 s"}, 3},
		{"down from the second on", returns(0, -3600*time.Millisecond, -48*s), []string{"0 s", "never", "never"}, 1},
		{"down, up and down again", returns(-3*s, 2*s, -48*s), []string{"> 3 s", "2 s", "never"}, 2},
		{"interrupted while down", interrupted, []string{"0 s", "> 3.6 s", "> 2 s"}, 3},
		{"no peak", nil, nil, 0},
	} {
		if got := comebacks(test.all); !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
		if got := lost(test.all); got != test.lost {
			t.Errorf("%s: lost from %d on, want %d", test.name, got, test.lost)
		}
	}
}

func TestLatestOverRounds(t *testing.T) {
	const s = time.Second
	a, b := returns(0, 3*s, -48*s, -10*s), returns(2*s, 1*s, 4*s, -12*s)
	a[0].Backlog, b[0].Backlog = 10, 30
	a[0].Drain, b[0].Drain, a[1].Drain, b[1].Drain = 5*s, -1, 5*s, 7*s
	for _, merged := range [][]measure.Recovery{latest(latest(nil, a), b), latest(latest(nil, b), a)} {
		if got, want := comebacks(merged), []string{"2 s", "3 s", "never", "never"}; !slices.Equal(got, want) {
			t.Errorf("merged %q, want %q", got, want)
		}
		if merged[3].InSLO.After != 12*s || merged[0].Backlog != 30 || merged[0].Drain != -1 || merged[1].Drain != 7*s {
			t.Errorf("merged %+v, want the longest wait, the larger backlog and the longer drain", merged)
		}
	}
}
