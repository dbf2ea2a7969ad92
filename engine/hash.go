package engine

// What is drawn by [hash]. Draws of different kinds are independent although
// they share the seed of a run.
const (
	drawRequest uint64 = iota + 1
	drawJitter
	drawSlot
)

// hash mixes numbers into one that looks random. Draws are hashes of what they
// are for, not the next value of a generator: the order in which attempts end
// differs between variants, and the draws must not.
//
// The mixing step is the finalizer of SplitMix64 (Steele, Lea, Flood 2014).
func hash(words ...uint64) uint64 {
	var h uint64
	for _, w := range words {
		h += w + 0x9e3779b97f4a7c15
		h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
		h = (h ^ h>>27) * 0x94d049bb133111eb
		h ^= h >> 31
	}
	return h
}

// unit maps a hash to [0, 1).
func unit(h uint64) float64 { return float64(h>>11) / (1 << 53) }
