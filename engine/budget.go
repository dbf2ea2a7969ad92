package engine

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// A RetryBudget bounds how often all users of a run together try again. Each
// user brings a share of a token when the first attempt is due, and each retry
// takes one: who finds none does not try again. Retries then add no more than
// that share to the load however many attempts fail, where a number of retries
// for each user multiplies it. The zero value is no budget.
//
// It is the budget of Finagle's clients (RetryBudget), with a bound on what is
// saved up instead of a time after which it expires.
type RetryBudget struct {
	Share float64 // of a token that each user brings, above 0 up to 1
	Burst int     // tokens to begin with and saved up at most; 0 means DefaultRetryBurst
}

// DefaultRetryBurst is how many tokens a retry budget holds that does not say.
// It lets a small client try again at all, and is the size that gRPC's proposal
// on retries (A6) shows for its throttle.
const DefaultRetryBurst = 10

// mostBurst keeps a full bucket far from overflow.
const mostBurst = 1_000_000_000

// ParseRetryBudget reads the notation of a retry budget:
//
//	none             no budget: all may try again
//	10%              a token for every ten users
//	10% burst 50     the same, with 50 tokens saved up at most, and to begin with
func ParseRetryBudget(text string) (RetryBudget, error) {
	words := strings.Fields(text)
	if len(words) == 1 && words[0] == "none" {
		return RetryBudget{}, nil
	}
	b, err := parseBudget(words)
	if err != nil {
		return RetryBudget{}, fmt.Errorf("retry budget %q: %w", text, err)
	}
	return b, nil
}

func parseBudget(words []string) (b RetryBudget, err error) {
	if len(words) != 1 && (len(words) != 3 || words[1] != "burst") {
		return b, errors.New("want none or a percentage, for example 10% or 10% burst 50")
	}
	if b.Share, err = parseShare(words[0]); err != nil {
		return b, err
	}
	b.Burst = DefaultRetryBurst
	if len(words) == 1 {
		return b, nil
	}
	burst, err := strconv.ParseUint(words[2], 10, 64)
	if err != nil || burst < 1 || burst > mostBurst {
		return b, fmt.Errorf("burst %q is not a whole number from 1 to %d, for example 10%% burst 50", words[2], mostBurst)
	}
	b.Burst = int(burst)
	return b, nil
}

// parseShare reads a percentage. The digits are shifted in the text, since
// 7/100 need not be the number nearest to 0.07.
func parseShare(text string) (float64, error) {
	digits, ok := strings.CutSuffix(text, "%")
	share, err := strconv.ParseFloat(digits+"e-2", 64)
	if !ok || err != nil || strings.Trim(digits, "0123456789.") != "" || share > 1 {
		return 0, fmt.Errorf("%q is not a percentage above 0%% up to 100%%, for example 10%%", text)
	}
	if share == 0 {
		return 0, errors.New("0% lets nobody try again: for that set retries to 0; want a percentage such as 10%, or none for no budget")
	}
	return share, nil
}

// String returns the budget in the notation of ParseRetryBudget.
func (b RetryBudget) String() string {
	if b.Share == 0 {
		return "none"
	}
	whole, part, _ := strings.Cut(strconv.FormatFloat(b.Share, 'f', -1, 64), ".")
	part += "00"
	text := strings.TrimLeft(whole+part[:1], "0") + part[1:2]
	if rest := strings.TrimRight(part[2:], "0"); rest != "" {
		text += "." + rest
	}
	text += "%"
	if b.burst() != DefaultRetryBurst {
		text += " burst " + strconv.Itoa(b.Burst)
	}
	return text
}

func (b RetryBudget) burst() int {
	if b.Burst == 0 {
		return DefaultRetryBurst
	}
	return b.Burst
}

func (b RetryBudget) check() error {
	switch {
	case math.IsNaN(b.Share) || b.Share < 0 || b.Share > 1:
		return fmt.Errorf("share %v is not between 0 and 1; wanted one such as 0.1", b.Share)
	case b.Burst < 0 || b.Burst > mostBurst:
		return fmt.Errorf("burst %d is not a number up to %d; wanted one such as %d", b.Burst, mostBurst, DefaultRetryBurst)
	case b.Share == 0 && b.Burst != 0:
		return fmt.Errorf("burst %d without a share; wanted one such as 0.1", b.Burst)
	}
	return nil
}
