package bulkhead

// A Refusal is the error of a caller who was not let in, and the reason for it.
type Refusal uint8

// The reasons of a refusal.
const (
	ErrFull Refusal = iota + 1 // no seat and no place in the queue
	ErrWait                    // no seat within the longest wait
)

// Reason returns the reason in one word, full or wait.
func (r Refusal) Reason() string {
	if r == ErrWait {
		return "wait"
	}
	return "full"
}

// Error tells the reason in a sentence.
func (r Refusal) Error() string {
	if r == ErrWait {
		return "refused by the bulkhead: waited too long"
	}
	return "refused by the bulkhead: full"
}
