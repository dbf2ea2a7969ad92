// Package poll lets one goroutine wait for many connections and for an instant
// at the same time, precisely. An event loop that sends requests at exact times
// and reads whatever has been answered needs nothing else:
//
//	for {
//		for _, c := range p.Wait(untilNextSend) {
//			n, err := c.Read(buffer)
//			…
//		}
//	}
//
// On Linux it asks the kernel by itself: a request costs one call to write, one
// to read, and its share of a call that waits for all connections. Elsewhere, and
// for connections that are no sockets, a goroutine for each of them reads ahead.
//
// It does not dial, shake hands, speak a protocol or keep deadlines, and it never
// blocks on one connection. What the other side is too slow to take is kept
// without a bound: how much to send is the caller's to decide.
package poll
