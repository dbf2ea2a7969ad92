//go:build !unix

package targets

import (
	"context"
	"errors"
	"os/exec"
	"time"
)

const canGuard = false

// Guard is there on unix systems only.
func Guard(context.Context, *exec.Cmd, time.Duration) (status int, err error) {
	return 0, errors.New("a service cannot be guarded on this system")
}
