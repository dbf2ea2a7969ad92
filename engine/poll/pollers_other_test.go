//go:build !linux

package poll

// pollers are the ways to wait.
func pollers() map[string]func() (*Poller, error) {
	return map[string]func() (*Poller, error){"portable": New}
}
