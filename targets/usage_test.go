package targets

import (
	"os"
	"testing"
	"time"
)

// What a reading costs, which is taken once a window beside the load: of the
// processes that are known, and with a look for new ones, once a second at most.
func BenchmarkUsage(b *testing.B) {
	b.Run("known", func(b *testing.B) {
		m := usageMeter{}
		for b.Loop() {
			m.looked = time.Now()
			m.members = []int{os.Getpid()}
			m.read(os.Getpid(), true)
		}
	})
	b.Run("looked for", func(b *testing.B) {
		m := usageMeter{}
		for b.Loop() {
			m.looked = time.Time{}
			m.read(os.Getpid(), false)
		}
	})
}
