package poll

import (
	"net"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"
)

// A round is a request that went out and was answered, on each of so many
// connections at once. The other side runs in the same process, so the figures
// are for comparing with each other.
func BenchmarkRoundTrip(b *testing.B) {
	for name, open := range pollers() {
		for _, conns := range []int{1, 64} {
			b.Run(name+"/conns="+strconv.Itoa(conns), func(b *testing.B) {
				roundTrips(b, must(open()), conns)
			})
		}
	}
}

func roundTrips(b *testing.B, p *Poller, conns int) {
	defer p.Close()
	var all []*Conn
	for range conns {
		ours, theirs := tcpPair(b)
		defer theirs.Close()
		go echo(theirs)
		all = append(all, must(p.Adopt(NewSocket(ours), nil, nil)))
	}
	request, buffer := make([]byte, 100), make([]byte, 4096)
	b.ReportAllocs()
	b.ResetTimer()
	for done := 0; done < b.N; done += conns {
		for _, c := range all {
			if err := c.Write(request); err != nil {
				b.Fatal(err)
			}
		}
		for open := conns; open > 0; {
			for _, c := range p.Wait(time.Second) {
				n, err := c.Read(buffer)
				if err == ErrAgain {
					continue
				}
				if n != len(request) {
					b.Fatalf("read %d bytes, %v", n, err)
				}
				open--
			}
		}
	}
}

// echo answers without allocating.
func echo(c net.Conn) {
	buffer := make([]byte, 4096)
	for {
		n, err := c.Read(buffer)
		if err != nil {
			return
		}
		if _, err := c.Write(buffer[:n]); err != nil {
			return
		}
	}
}

// What a request costs this side: writes and reads are timed apart from what the
// other side does in between, and the tenth percentile of the rounds is reported,
// because other work on the machine only ever adds to it.
func BenchmarkOwnShare(b *testing.B) {
	const conns = 64
	for name, open := range pollers() {
		b.Run(name, func(b *testing.B) {
			p, q := must(open()), must(open())
			defer p.Close()
			defer q.Close()
			var all, peers []*Conn
			for range conns {
				ours, theirs := tcpPair(b)
				all, peers = append(all, adopt(b, p, ours)), append(peers, adopt(b, q, theirs))
			}
			var write, read []time.Duration
			for done := 0; done < b.N; done += conns {
				write = append(write, writeAll(b, all)/conns)
				readAll(b, q, conns)
				writeAll(b, peers)
				read = append(read, readAll(b, p, conns)/conns)
			}
			slices.Sort(write)
			slices.Sort(read)
			b.ReportMetric(float64(write[len(write)/10]), "write-ns")
			b.ReportMetric(float64(read[len(read)/10]), "read-ns")
		})
	}
}

func writeAll(b *testing.B, all []*Conn) time.Duration {
	request := make([]byte, 100)
	start := time.Now()
	for _, c := range all {
		if err := c.Write(request); err != nil {
			b.Fatal(err)
		}
	}
	return time.Since(start)
}

// readAll reads so many answers, and looks once more as an event loop does.
func readAll(b *testing.B, p *Poller, answers int) time.Duration {
	buffer := make([]byte, 4096)
	start := time.Now()
	for answers > 0 {
		for _, c := range p.Wait(time.Second) {
			switch _, err := c.Read(buffer); err {
			case nil:
				answers--
			case ErrAgain:
			default:
				b.Fatal(err)
			}
		}
	}
	p.Wait(0)
	return time.Since(start)
}

// How much later than it should Wait returns from a wait in which nothing comes.
func BenchmarkWait(b *testing.B) {
	for name, open := range pollers() {
		for _, d := range []time.Duration{50 * time.Microsecond, 200 * time.Microsecond, time.Millisecond, 20 * time.Millisecond} {
			b.Run(name+"/"+d.String(), func(b *testing.B) {
				p := must(open())
				defer p.Close()
				late := waits(b, p, d)
				slices.Sort(late)
				b.ReportMetric(float64(late[len(late)/2].Nanoseconds()), "p50-late-ns")
				b.ReportMetric(float64(late[len(late)*99/100].Nanoseconds()), "p99-late-ns")
			})
		}
	}
}

func waits(b *testing.B, p *Poller, d time.Duration) []time.Duration {
	done := make(chan []time.Duration)
	go func() { // ends without unlocking, and takes the changed thread with it
		runtime.LockOSThread()
		if err := Precise(); err != nil {
			b.Error(err)
		}
		late := make([]time.Duration, 0, b.N)
		for range b.N {
			start := time.Now()
			p.Wait(d)
			late = append(late, time.Since(start)-d)
		}
		done <- late
	}()
	return <-done
}
