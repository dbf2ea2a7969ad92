package poll

// pollers are the ways to wait, all of which must do the same.
func pollers() map[string]func() (*Poller, error) {
	epoll := func(precise bool) func() (*Poller, error) {
		return func() (*Poller, error) {
			e, err := openEpoll(precise)
			if err != nil {
				return nil, err
			}
			return newPoller(e), nil
		}
	}
	return map[string]func() (*Poller, error){
		"epoll": epoll(true),
		"alarm": epoll(false),
		"held": func() (*Poller, error) {
			p, err := New()
			if err == nil {
				p.Hold()
			}
			return p, err
		},
		"portable": func() (*Poller, error) { return Portable(), nil },
	}
}
