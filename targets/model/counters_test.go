package model

import "testing"

func TestCountersClose(t *testing.T) {
	all := Counters{Accepted: 36, Completed: 16, RejectedFull: 5, RejectedWait: 4, RejectedLate: 2, RejectedLimit: 1, Abandoned: 1, Failed: 2, Lost: 3, Wrong: 5, Inside: 1, Queued: 1}
	if err := all.Closes(); err != nil {
		t.Error(err)
	}
	all.Queued++
	if err := all.Closes(); err == nil {
		t.Error("one request too many closes")
	}
	all.Queued--
	all.Database = DatabaseCounters{Accepted: 31, Completed: 16, RejectedFull: 8, RejectedWait: 4, Abandoned: 1, Inside: 1, Queued: 1}
	if err := all.Closes(); err != nil {
		t.Error(err)
	}
	all.Database.Inside++
	if err := all.Closes(); err == nil {
		t.Error("one request too many at the database closes")
	}
}

func TestCountersSub(t *testing.T) {
	early := Counters{Uptime: 1, Accepted: 2, Completed: 3, CompletedLate: 4, RejectedFull: 5, RejectedWait: 6, RejectedLate: 21, RejectedLimit: 22, Abandoned: 7, Failed: 18, Lost: 19, Wrong: 20,
		Inside: 8, Queued: 9, Zombies: 10, MaxInside: 11, MaxInSystem: 12, InsideTime: 13, QueuedTime: 14, FullTime: 15, WorkDone: 16, WorkWasted: 17,
		Database: DatabaseCounters{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13}}
	late := Counters{Uptime: 101, Accepted: 102, Completed: 103, CompletedLate: 104, RejectedFull: 105, RejectedWait: 106, RejectedLate: 121, RejectedLimit: 122, Abandoned: 107, Failed: 118, Lost: 119, Wrong: 120,
		Inside: 108, Queued: 109, Zombies: 110, MaxInside: 111, MaxInSystem: 112, InsideTime: 113, QueuedTime: 114, FullTime: 115, WorkDone: 116, WorkWasted: 117,
		Database: DatabaseCounters{101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113}}
	want := Counters{Uptime: 100, Accepted: 100, Completed: 100, CompletedLate: 100, RejectedFull: 100, RejectedWait: 100, RejectedLate: 100, RejectedLimit: 100, Abandoned: 100, Failed: 100, Lost: 100, Wrong: 100,
		Inside: 108, Queued: 109, Zombies: 110, MaxInside: 111, MaxInSystem: 112, InsideTime: 100, QueuedTime: 100, FullTime: 100, WorkDone: 100, WorkWasted: 100,
		Database: DatabaseCounters{100, 100, 100, 100, 100, 106, 107, 108, 109, 100, 100, 100, 100}}
	if got := late.Sub(early); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
