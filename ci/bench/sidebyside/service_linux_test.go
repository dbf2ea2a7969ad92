package main

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

func TestService(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := service{takes: 20 * ms}
		var answered []int
		after := func(d time.Duration, want ...int) {
			t.Helper()
			time.Sleep(d)
			answered = nil
			s.finish(func(fd int) { answered = append(answered, fd) })
			if !slices.Equal(answered, want) {
				t.Errorf("answered %v; want %v", answered, want)
			}
		}
		s.begin(4)
		after(5 * ms)
		s.begin(5)
		s.begin(6)
		s.begin(5)
		if rest, ok := s.rest(); rest != 15*ms || !ok {
			t.Errorf("the next takes %v, %v; want 15ms", rest, ok)
		}
		after(15*ms, 4)
		s.postpone(time.Second)
		s.forget(6)
		after(time.Second + 4*ms)
		after(1*ms, 5, 5)
		if rest, ok := s.rest(); ok {
			t.Errorf("the next takes %v; want none", rest)
		}
	})
}
