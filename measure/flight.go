package measure

import "time"

// occupy adds the time that an attempt was in flight to the cells it touches,
// given as the cells of its beginning and end. An attempt that times out can
// touch hundreds; only two are written to, and [Timeline.settle] does the rest
// for all attempts together.
func (t *Timeline) occupy(s *Sample, sent, done int) {
	if s.Done <= s.Sent {
		return
	}
	t.cells[sent].fly(s.Sent, 1)
	t.cells[done].fly(s.Done, -1)
	t.unsettled = min(t.unsettled, sent)
}

// fly counts n more attempts in flight from an instant in the cell on: until
// the cell ends, and through all that follow. An attempt that ends is one less.
func (c *cell) fly(from time.Duration, n int) {
	c.Occupied += time.Duration(n) * (c.end() - max(0, from))
	c.onward += n
}

// settle adds the time of attempts that flew on from earlier cells.
func (t *Timeline) settle() {
	flying := 0
	for i := t.unsettled; i < len(t.cells); i++ {
		c := &t.cells[i]
		c.Occupied += time.Duration(flying) * c.Length
		flying += c.onward
		c.onward = 0
	}
	t.unsettled = len(t.cells)
}
