package ci

import "math"

// An Op compares what was observed with a limit.
type Op string

// The operators of rules.
const (
	Less    Op = "<"
	AtMost  Op = "<="
	More    Op = ">"
	AtLeast Op = ">="
	Equal   Op = "=="
	Unequal Op = "!="
)

// ops lists the operators for messages.
const ops = "< <= > >= == !="

func (o Op) known() bool {
	switch o {
	case Less, AtMost, More, AtLeast, Equal, Unequal:
		return true
	}
	return false
}

// ceiling tells whether the limit is one from above.
func (o Op) ceiling() bool { return o == Less || o == AtMost }

// floor tells whether the limit is one from below.
func (o Op) floor() bool { return o == More || o == AtLeast }

// sign returns the sign of a margin: beyond an upper limit lies more, beyond a
// lower one less.
func (o Op) sign() string {
	if o.floor() {
		return "-"
	}
	return "+"
}

// holds compares x with the limit. Neither may be NaN, for which every
// comparison is false and "not worse" would be read out of nothing.
func (o Op) holds(x, limit float64) bool {
	switch o {
	case Less:
		return x < limit
	case AtMost:
		return x <= limit
	case More:
		return x > limit
	case AtLeast:
		return x >= limit
	case Equal:
		return x == limit
	}
	return x != limit
}

// margin returns how far x is from breaking the rule, in the unit of both;
// below zero it is how far x is from keeping it.
func (o Op) margin(x, limit float64) float64 {
	switch {
	case o.ceiling():
		return limit - x
	case o.floor():
		return x - limit
	case o == Equal:
		return -math.Abs(x - limit)
	}
	return math.Abs(x - limit)
}
