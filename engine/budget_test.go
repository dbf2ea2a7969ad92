package engine

import (
	"strings"
	"sync"
	"testing"
)

func TestParseRetryBudget(t *testing.T) {
	check := func(text string, want RetryBudget, again string) {
		t.Helper()
		got, err := ParseRetryBudget(text)
		if err != nil || got != want || got.String() != again {
			t.Errorf("%q is %+v, written %q, %v; want %+v, written %q", text, got, got, err, want, again)
		}
	}
	check("none", RetryBudget{}, "none")
	check("10%", RetryBudget{.1, 10}, "10%")
	check(" 7%  burst 1 ", RetryBudget{.07, 1}, "7% burst 1")
	check("100% burst 10", RetryBudget{1, 10}, "100%")
	check("00.250%", RetryBudget{.0025, 10}, "0.25%")
	check("12.5% burst 1000000000", RetryBudget{.125, 1e9}, "12.5% burst 1000000000")
}

func TestParseRetryBudgetFaults(t *testing.T) {
	check := func(text, want string) {
		t.Helper()
		if b, err := ParseRetryBudget(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is %+v, %v; want an error with %q", text, b, err, want)
		}
	}
	const wanted = "is not a percentage above 0% up to 100%, for example 10%"
	check("", `retry budget "": want none or a percentage, for example 10%`)
	check("0.1", `retry budget "0.1": "0.1" `+wanted)
	check("-10%", wanted)
	check("100.1%", wanted)
	check("1e1%", wanted)
	check("%", wanted)
	check("0%", "0% lets nobody try again: for that set retries to 0")
	check("10% burst", "want none or a percentage")
	check("10% bursts 5", "want none or a percentage")
	check("10% burst 0", `burst "0" is not a whole number from 1 to 1000000000`)
	check("10% burst 5.5", `burst "5.5" is not a whole number`)
	check("10% burst 1000000001", "is not a whole number")
	check("none burst 5", `"none" `+wanted)
}

func FuzzParseRetryBudget(f *testing.F) {
	for _, text := range []string{"none", "10%", "7% burst 50", ".1%", "99.99999999999999%", "0.0000001%"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		b, err := ParseRetryBudget(text)
		if err != nil {
			return
		}
		if again, err := ParseRetryBudget(b.String()); err != nil || again != b || b.check() != nil {
			t.Errorf("%q is %+v, which reads back as %+v, %v", text, b, again, err)
		}
	})
}

// FuzzBucket holds a bucket against counting in thousandths of a token. Every
// byte is so many users, and the bit that is left says whether one of them then
// wants to try again.
func FuzzBucket(f *testing.F) {
	f.Add(uint16(100), uint8(1), []byte{1, 1, 1, 21, 1, 20, 19, 1, 255, 1, 1})
	f.Add(uint16(333), uint8(3), []byte{1, 1, 1, 1, 3, 3, 3, 9, 8, 7, 6, 5, 4, 3, 2, 1})
	f.Add(uint16(1000), uint8(0), []byte{1, 3, 2, 1, 1})
	f.Fuzz(func(t *testing.T, share uint16, burst uint8, moves []byte) {
		thousandths := int(share)%1000 + 1
		full := newBucket(RetryBudget{Share: float64(thousandths) / 1000, Burst: int(burst)})
		if burst == 0 {
			burst = DefaultRetryBurst
		}
		saved, refused := 1000*int(burst), int64(0)
		for i, move := range moves {
			for range move / 2 {
				full.deposit()
				saved = min(saved+thousandths, 1000*int(burst))
			}
			if move%2 == 0 {
				continue
			}
			want := saved >= 1000
			if want {
				saved -= 1000
			} else {
				refused++
			}
			if got := full.withdraw(); got != want {
				t.Fatalf("move %d: a token is there: %v; want %v", i, got, want)
			}
		}
		if full.withheld() != refused {
			t.Errorf("withheld %d; want %d", full.withheld(), refused)
		}
	})
}

// Many at once lose no token, and none is taken twice. The bucket is never full
// again, so that all that is brought is kept.
func TestBucketShared(t *testing.T) {
	const goroutines, users = 8, 40_000
	b := newBucket(RetryBudget{Share: .5, Burst: goroutines * users})
	b.parts.Store(0)
	var taken [goroutines]int64
	var wait sync.WaitGroup
	for g := range goroutines {
		wait.Go(func() {
			for range users {
				b.deposit()
				if b.withdraw() {
					taken[g]++
				}
			}
		})
	}
	wait.Wait()
	var sum int64
	for _, n := range taken {
		sum += n
	}
	left := b.parts.Load()
	if sum*token+left != goroutines*users*token/2 || b.withheld() != goroutines*users-sum {
		t.Errorf("%d tokens taken, %d withheld, %d parts left of %d users", sum, b.withheld(), left, goroutines*users)
	}
}

func TestNoBudgetNeverRunsOut(t *testing.T) {
	b := newBucket(RetryBudget{})
	b.deposit()
	if !b.withdraw() || b.withheld() != 0 {
		t.Error("a retry is withheld without a budget")
	}
}
