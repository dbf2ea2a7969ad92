package reference

// numbers are those that answers bore. They are dense where all is well, so that
// a bit for each is enough.
type numbers struct {
	seen  []uint64 // a bit for each number from 0
	twice int64    // answers whose number an earlier one bore
}

// add counts the number of one more answer.
func (n *numbers) add(number int64) {
	word, bit := number/64, uint64(1)<<(number%64)
	for int64(len(n.seen)) <= word {
		n.seen = append(n.seen, 0)
	}
	if n.seen[word]&bit != 0 {
		n.twice++
	}
	n.seen[word] |= bit
}
