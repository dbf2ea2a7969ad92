package engine

import "matchday/engine/http1"

// slots returns what the slots of an attempt's request are filled with. Like all
// that is drawn, it hangs on nothing but the seed and whose attempt it is.
func slots(seed uint64, user int64, attempt int) http1.Values {
	return http1.Values{
		User: user, Attempt: attempt, Random: hash(seed, drawSlot, uint64(user), uint64(attempt)),
	}
}
