package http1

import "strconv"

// A Prepared is a request that has been rendered. It is not changed by use, and
// so can be shared.
type Prepared struct {
	head     template // up to the value of Content-Length, or to the end of the headers
	sized    bool     // there is a Content-Length
	body     template
	constant []byte // the whole request, if it has no slots
	length   int    // of the body of a constant one
}

// headEnd is what stands between the headers, or the last of their values, and
// the body.
const headEnd = "\r\n\r\n"

func prepare(head string, sized bool, body string) *Prepared {
	p := &Prepared{head: newTemplate(head), sized: sized, body: newTemplate(body)}
	if !p.head.varies() && !p.body.varies() {
		p.constant, p.length = p.fill(nil, Values{}), len(body)
	}
	return p
}

// Constant returns the bytes of a request without slots, which are the same for
// every attempt. They must not be changed.
func (p *Prepared) Constant() (request []byte, ok bool) { return p.constant, p.constant != nil }

// Append appends the request to dst, its slots filled, and returns the longer
// slice. It allocates nothing if dst has room.
func (p *Prepared) Append(dst []byte, v Values) []byte {
	if p.constant != nil {
		return append(dst, p.constant...)
	}
	return p.fill(dst, v)
}

// BodyLength returns how many bytes the body has when its slots are filled.
func (p *Prepared) BodyLength(v Values) int {
	if p.constant != nil {
		return p.length
	}
	return p.body.size(v)
}

func (p *Prepared) fill(dst []byte, v Values) []byte {
	dst = p.head.append(dst, v)
	if p.sized {
		dst = strconv.AppendInt(dst, int64(p.body.size(v)), 10)
	}
	dst = append(dst, headEnd...)
	return p.body.append(dst, v)
}
