package bulkhead

// A Refusal is the error of a caller who was not let in, and the reason for it.
type Refusal uint8

// The reasons of a refusal.
const (
	ErrFull     Refusal = iota + 1 // no seat and no place in the queue
	ErrWait                        // no seat within the longest wait
	ErrDeadline                    // the answer would have come too late
	ErrLimit                       // no seat below a limit that adapts and has no queue
)

// Refusals returns every reason there is.
func Refusals() []Refusal { return []Refusal{ErrFull, ErrWait, ErrDeadline, ErrLimit} }

// Reason returns the reason in one word: full, wait, deadline or limit.
func (r Refusal) Reason() string {
	switch r {
	case ErrWait:
		return "wait"
	case ErrDeadline:
		return "deadline"
	case ErrLimit:
		return "limit"
	}
	return "full"
}

// Error tells the reason in a sentence.
func (r Refusal) Error() string {
	switch r {
	case ErrWait:
		return "refused by the bulkhead: waited too long"
	case ErrDeadline:
		return "refused by the bulkhead: the answer would come too late"
	case ErrLimit:
		return "refused by the bulkhead: at its limit"
	}
	return "refused by the bulkhead: full"
}
