//go:build unix && !linux

package counting

import "time"

// pause waits for so long.
func pause(d time.Duration) { time.Sleep(d) }
