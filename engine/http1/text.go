package http1

import "encoding/binary"

// isToken has the characters of RFC 9110, section 5.6.2, which names of headers
// and methods are made of.
var isToken = func() (is [256]bool) {
	const others = "!#$%&'*+-.^_`|~"
	for c := range 256 {
		is[c] = '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
	}
	for _, c := range others {
		is[c] = true
	}
	return is
}()

// isText tells whether there is no control character in the value of a header.
// A tab is none.
func isText(value []byte) bool {
	rest := value
	for len(rest) >= 8 {
		if mayHaveControl(binary.LittleEndian.Uint64(rest)) {
			return isPlainText(rest)
		}
		rest = rest[8:]
	}
	if len(rest) > 0 && len(value) >= 8 && !mayHaveControl(binary.LittleEndian.Uint64(value[len(value)-8:])) {
		return true
	}
	return isPlainText(rest)
}

// isPlainText is isText byte by byte.
func isPlainText(value []byte) bool {
	for _, c := range value {
		if c < ' ' && c != '\t' || c == 0x7f {
			return false
		}
	}
	return true
}

// mayHaveControl tells whether one of eight bytes is a control character or a
// tab. A byte below n gets its highest bit when n is taken from it. The borrow can
// give it to the next byte as well, but then the answer is yes anyway.
func mayHaveControl(eight uint64) bool {
	const ones, high = 0x0101010101010101, 0x8080808080808080
	del := eight ^ 0x7f*ones
	return ((eight-' '*ones)&^eight|(del-ones)&^del)&high != 0
}

// trimSpace returns text without spaces and tabs around it.
func trimSpace[Text string | []byte](text Text) Text {
	for len(text) > 0 && isSpace(text[0]) {
		text = text[1:]
	}
	for len(text) > 0 && isSpace(text[len(text)-1]) {
		text = text[:len(text)-1]
	}
	return text
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' }

// equalFold tells whether the texts are the same but for the case of letters of
// ASCII.
func equalFold(text []byte, other string) bool {
	if len(text) != len(other) {
		return false
	}
	if string(text) == other { // as most servers spell it
		return true
	}
	for i, c := range text {
		if c != other[i] && lower(c) != lower(other[i]) {
			return false
		}
	}
	return true
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + ('a' - 'A')
	}
	return c
}
