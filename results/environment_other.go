//go:build !linux

package results

// detectMachine leaves kernel, memory and processor unknown.
func (e *Environment) detectMachine() {}
