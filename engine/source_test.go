package engine

import (
	"strings"
	"testing"
)

func requests(weights ...int) (rs []Request) {
	for _, w := range weights {
		rs = append(rs, Request{URL: "http://localhost/", Weight: w})
	}
	return rs
}

func TestRoundRobin(t *testing.T) {
	s, err := RoundRobin(requests(0, 5, 1))
	if err != nil {
		t.Fatal(err)
	}
	for user, want := range []int{0, 1, 2, 0, 1, 2} {
		if r, place := s.Request(int64(user)); place != want || r == nil {
			t.Errorf("user %d makes request %d; want %d", user, place, want)
		}
	}
}

func TestWeighted(t *testing.T) {
	const users = 100_000
	draw := func(seed uint64) (places [users]int, count [3]int) {
		s, err := Weighted(requests(0, 3, 6), seed)
		if err != nil {
			t.Fatal(err)
		}
		for user := range places {
			_, places[user] = s.Request(int64(user))
			count[places[user]]++
		}
		return places, count
	}
	first, count := draw(1)
	for i, tenths := range []int{1, 3, 6} {
		if want := users * tenths / 10; count[i] < want*97/100 || count[i] > want*103/100 {
			t.Errorf("request %d was made by %d of %d users; want about %d", i, count[i], users, want)
		}
	}
	if again, _ := draw(1); again != first {
		t.Error("the same seed draws other requests")
	}
	if other, _ := draw(2); other == first {
		t.Error("another seed draws the same requests")
	}
}

func TestImpossibleRequests(t *testing.T) {
	check := func(want string, rs ...Request) {
		t.Helper()
		for name, err := range map[string]error{"RoundRobin": second(RoundRobin(rs)), "Weighted": second(Weighted(rs, 1))} {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: error %v; want one with %q", name, err, want)
			}
		}
	}
	check("at least one")
	check(`URL "/buy" is not absolute`, Request{URL: "http://localhost/"}, Request{Name: "buy", URL: "/buy"})
	check(`URL "ftp://localhost/" is not`, Request{URL: "ftp://localhost/"})
	check(`method "BUY NOW"`, Request{Method: "BUY NOW", URL: "http://localhost/"})
	check("weight -1", Request{URL: "http://localhost/", Weight: -1})
}

func second(_ Source, err error) error { return err }
