package poll

import (
	"bytes"
	"testing"
)

// A backlog is a queue of bytes, which does not keep more of what has left than
// what is left.
func FuzzBacklog(f *testing.F) {
	f.Add([]byte{10, 3, 250, 200, 1, 0})
	f.Fuzz(func(t *testing.T, sizes []byte) {
		var b backlog
		var plain []byte
		for i, n := range sizes {
			if i%2 == 0 {
				more := bytes.Repeat([]byte{byte(i)}, int(n)*int(n))
				b.add(more)
				plain = append(plain, more...)
			} else {
				out := min(int(n)*int(n), len(plain))
				b.drop(out)
				plain = plain[out:]
			}
			if !bytes.Equal(b.rest(), plain) {
				t.Fatalf("%d bytes are left, want %d", len(b.rest()), len(plain))
			}
			if b.sent > len(b.bytes)/2 && i%2 == 0 {
				t.Fatalf("%d bytes are kept for %d", len(b.bytes), len(plain))
			}
		}
	})
}
