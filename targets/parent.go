package targets

import (
	"context"
	"errors"
	"io"
)

var errParentEnded = errors.New("the parent process has ended")

// UntilParentEnds returns a context that ends when parent does, or when ctx
// does. It is for a target that Reference starts: its standard input is a pipe
// which only the parent holds, and which the system closes even if the parent
// is killed without a chance to clean up. A target by this context leaves no
// orphan.
//
// What the parent writes is thrown away. The goroutine that reads lives as
// long as parent can be read, which is as long as the process.
func UntilParentEnds(ctx context.Context, parent io.Reader) (context.Context, context.CancelFunc) {
	ctx, end := context.WithCancelCause(ctx)
	go func() {
		io.Copy(io.Discard, parent)
		end(errParentEnded)
	}()
	return ctx, func() { end(nil) }
}
