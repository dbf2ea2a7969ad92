package targets

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"
)

// CheckHost returns an error unless the host of an address may be put under
// load: it resolves to addresses of this machine's loopback only, is a unix
// socket, or is among the names allowed, compared without regard to case. The
// error says how to allow it.
func CheckHost(ctx context.Context, address string, allowed []string) error {
	return checkHost(ctx, address, allowed, net.DefaultResolver.LookupNetIP)
}

type lookup func(ctx context.Context, network, host string) ([]netip.Addr, error)

func checkHost(ctx context.Context, address string, allowed []string, look lookup) error {
	u, err := parseAddress(address)
	if err != nil || u.Scheme == "unix" {
		return err
	}
	host := u.Hostname()
	for _, name := range allowed {
		if strings.EqualFold(name, host) {
			return nil
		}
	}
	ips, err := look(ctx, "ip", host)
	if err == nil && len(ips) == 0 {
		err = errors.New("has no address")
	}
	if err != nil {
		return fmt.Errorf("host %q: %w; if it is right, allow it with --allow-host %s", host, err, host)
	}
	for _, ip := range ips {
		if !ip.IsLoopback() {
			return fmt.Errorf("host %q is %v, not this machine: if you may put it under load, allow it with --allow-host %s", host, ip, host)
		}
	}
	return nil
}
