package experiment

import (
	"math/rand/v2"
	"testing"
)

// Every user is found with the stream it was added to, as the next of that
// stream, also across blocks and pages.
func TestRoll(t *testing.T) {
	const streams, users = 3, 5*firstPage + 77
	r := newRoll(streams)
	if of, turn := r.look(0); of != 0 || turn != 0 {
		t.Errorf("before anybody came user 0 is %d of stream %d", turn, of)
	}
	random := rand.New(rand.NewPCG(1, 2))
	var came [streams]int64
	for user := range int64(users) {
		stream := random.IntN(streams)
		r.add(stream)
		if of, turn := r.look(user); of != stream || turn != came[stream] {
			t.Fatalf("user %d is %d of stream %d, want %d of stream %d", user, turn, of, came[stream], stream)
		}
		came[stream]++
	}
}

// Whoever was handed a user may look for it while others are added.
func TestRollBesideItsWriter(t *testing.T) {
	r := newRoll(2)
	handed := make(chan int64, 100)
	go func() {
		defer close(handed)
		for user := range int64(2 * firstPage) {
			r.add(int(user % 2))
			handed <- user
		}
	}()
	for user := range handed {
		if of, turn := r.look(user); of != int(user%2) || turn != user/2 {
			t.Fatalf("user %d is %d of stream %d", user, turn, of)
		}
	}
}

func BenchmarkRollLook(b *testing.B) {
	r := newRoll(2)
	for user := range int64(firstPage) {
		r.add(int(user*7%5) % 2)
	}
	for i := int64(0); b.Loop(); i++ {
		r.look(i % firstPage)
	}
}
