// Package engine sends a schedule: it makes every planned attempt leave when it
// is due, follows each to exactly one outcome, and hands a sample of each to a
// recorder. An [Engine] decides when to send and how; what the figures mean is
// decided elsewhere.
//
// It does not choose the load, set up the target, keep results or judge them.
// It never sends less because the target is slow, and what its own limits kept
// from leaving is recorded like everything else. Only callers who take turns, see
// [Native.Saturate], wait for their answers, and are no schedule.
package engine
