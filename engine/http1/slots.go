package http1

import (
	"strconv"
	"strings"
)

// Values is what the slots of a request are filled with. They stand for what
// differs between attempts, are written as decimal numbers and may be anywhere
// in the path and the query, in values of headers and in the body. Whatever else
// looks like one is text.
type Values struct {
	User    int64  // ${user}: which arrival of the schedule, from 0
	Attempt int    // ${attempt}: 1 for the first of the user, 2 for the first retry, and so on
	Random  uint64 // ${random}: a number that the caller has drawn
}

// A slot is one of the values.
type slot int

const (
	noSlot slot = iota
	userSlot
	attemptSlot
	randomSlot
)

// slotNames are the slots as they are written.
var slotNames = [...]string{userSlot: "${user}", attemptSlot: "${attempt}", randomSlot: "${random}"}

// Expand returns text with its slots filled. A text without any is returned as
// it is. It is for engines that build their requests some other way; filling the
// slots of a prepared request comes to the same.
func Expand(text string, v Values) string {
	t := newTemplate(text)
	if !t.varies() {
		return text
	}
	return string(t.append(nil, v))
}

// A template is a text with slots: pieces of it, each but the last followed by a
// slot.
type template []piece

type piece struct {
	text string
	then slot
}

func newTemplate(text string) (t template) {
	for {
		before, s, after := cutSlot(text)
		t = append(t, piece{before, s})
		if s == noSlot {
			return t
		}
		text = after
	}
}

// cutSlot cuts text around its first slot. Without any, all of it is before.
func cutSlot(text string) (before string, s slot, after string) {
	for from := 0; ; {
		i := strings.Index(text[from:], "${")
		if i < 0 {
			return text, noSlot, ""
		}
		from += i
		for s := userSlot; s <= randomSlot; s++ {
			if after, ok := strings.CutPrefix(text[from:], slotNames[s]); ok {
				return text[:from], s, after
			}
		}
		from += len("${")
	}
}

// varies tells whether there is a slot.
func (t template) varies() bool { return len(t) > 1 }

// append appends the text with its slots filled.
func (t template) append(dst []byte, v Values) []byte {
	for _, p := range t {
		dst = append(dst, p.text...)
		dst = p.then.append(dst, v)
	}
	return dst
}

// size returns the length of the text with its slots filled.
func (t template) size(v Values) (n int) {
	var room [20]byte // for the longest number, with a sign
	for _, p := range t {
		n += len(p.text) + len(p.then.append(room[:0], v))
	}
	return n
}

func (s slot) append(dst []byte, v Values) []byte {
	switch s {
	case userSlot:
		return strconv.AppendInt(dst, v.User, 10)
	case attemptSlot:
		return strconv.AppendInt(dst, int64(v.Attempt), 10)
	case randomSlot:
		return strconv.AppendUint(dst, v.Random, 10)
	}
	return dst
}
