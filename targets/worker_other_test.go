//go:build !unix

package targets

// There is no group to leave.
func playEmployer() {}
func playFair()     {}
func playWorker()   {}
