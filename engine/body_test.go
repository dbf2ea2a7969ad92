package engine

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// chunks gives what is in it by pieces of the sizes of cuts, over and over.
type chunks struct {
	rest []byte
	cuts []byte
	i    int
}

func (c *chunks) Read(p []byte) (int, error) {
	if len(c.rest) == 0 {
		return 0, io.EOF
	}
	size := len(c.rest)
	if len(c.cuts) > 0 {
		size = int(c.cuts[c.i%len(c.cuts)])
		c.i++
	}
	n := copy(p[:min(len(p), max(1, size))], c.rest)
	c.rest = c.rest[n:]
	return n, nil
}

// FuzzDrain holds the search in a stream against the search in the whole.
func FuzzDrain(f *testing.F) {
	f.Add([]byte("the ball is in the net"), []byte("in the net"), []byte{3})
	f.Add([]byte("aaaaaab"), []byte("aab"), []byte{1, 2})
	f.Add([]byte("x"), []byte("xx"), []byte{})
	f.Fuzz(func(t *testing.T, text, wanted, cuts []byte) {
		buffer := make([]byte, len(wanted)+1) // the shortest there may be
		got, err := drain(&chunks{rest: text, cuts: cuts}, wanted, buffer)
		want := body{length: int64(len(text)), found: len(wanted) > 0 && bytes.Contains(text, wanted)}
		if err != nil || got != want {
			t.Errorf("%+v, %v; want %+v", got, err, want)
		}
	})
}

func TestDrainBroken(t *testing.T) {
	broken := io.MultiReader(strings.NewReader("goal"), iotest.ErrReader(errors.New("cut")))
	got, err := drain(broken, []byte("goal"), newBuffer([]byte("goal")))
	if err == nil || got != (body{length: 4, found: true}) {
		t.Errorf("%+v, %v; want what was read, and the error", got, err)
	}
}
