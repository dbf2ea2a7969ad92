package poll

import (
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// New must use what this kernel has, by whichever way it waits.
func TestNew(t *testing.T) {
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	if _, errno := p.epoll.waits.pwait2(p.epoll.fd, p.epoll.events[:], 0); (errno == 0) != (p.epoll.alarm == nil) {
		t.Errorf("epoll_pwait2 gives %v, alarm %v", errno, p.epoll.alarm)
	}
}

// A process that is being started holds all descriptors for a moment, so events
// can come after a close, for a number that is another's by then.
func TestLateEvents(t *testing.T) {
	p := must(New())
	defer p.Close()
	ours, theirs := tcpPair(t)
	d := adopt(t, p, ours).wire.(*descriptor)
	check := func(what string, ev unix.EpollEvent, want *descriptor) {
		t.Helper()
		if got := p.epoll.of(&ev); got != want {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	number := int32(d.fd)
	check("its own", unix.EpollEvent{Fd: number, Pad: d.serial}, d)
	check("an earlier one's", unix.EpollEvent{Fd: number, Pad: d.serial - 1}, nil)
	check("none's", unix.EpollEvent{Fd: 1 << 20}, nil)

	held, err := unix.FcntlInt(uintptr(d.fd), unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(held)
	d.owner.Close()
	give(t, theirs, "late")
	if got := p.Wait(time.Millisecond); len(got) != 0 {
		t.Error("the closed connection is ready")
	}
}

// A long wait is asked for in pieces, each so much shorter than what is left that
// the kernel's slack does not make it late, and few of them.
func TestSlack(t *testing.T) {
	for _, d := range []time.Duration{1, 2 * time.Millisecond, 3 * time.Millisecond, time.Second, longest} {
		rest, pieces := d, 1
		for ; rest > 2*time.Millisecond; pieces++ {
			piece := rest - slack(rest)
			if piece+piece/200 > rest {
				t.Errorf("%v, of which the kernel may make %v more, of %v that are left", piece, piece/200, rest)
			}
			rest -= piece
		}
		if slack(rest) != 0 || pieces > 6 {
			t.Errorf("%v in %d pieces, the last %v too short", d, pieces, slack(rest))
		}
	}
}
