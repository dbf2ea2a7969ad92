package poll

// keepRoom is the largest room that an empty backlog keeps for the next.
const keepRoom = 64 << 10

// A backlog holds, in order, what the kernel has not taken yet.
type backlog struct {
	bytes []byte
	sent  int // of the bytes
}

func (b *backlog) rest() []byte { return b.bytes[b.sent:] }

// add adds at the end. It moves the rest to the front once that is the smaller
// part, so that a backlog which is never empty does not grow for ever.
func (b *backlog) add(more []byte) {
	if b.sent > len(b.bytes)/2 {
		b.bytes, b.sent = append(b.bytes[:0], b.rest()...), 0
	}
	b.bytes = append(b.bytes, more...)
}

// drop forgets the first n bytes of the rest.
func (b *backlog) drop(n int) {
	b.sent += n
	switch {
	case b.sent < len(b.bytes):
	case cap(b.bytes) > keepRoom:
		*b = backlog{}
	default:
		*b = backlog{bytes: b.bytes[:0]}
	}
}
