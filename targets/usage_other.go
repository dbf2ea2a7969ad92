//go:build !linux

package targets

import "time"

// usage is known on linux only.
func usage(int) (cpu time.Duration, rss int64) { return 0, 0 }
