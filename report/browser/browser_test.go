// Package browser_test opens the report in a real browser and looks at what
// becomes of it there: whether it runs without a fault, asks nobody for
// anything, and can be read and worked by everybody. What stands in the page is
// for the tests of package report. There is no other code here: nothing that is
// shipped knows a browser.
package browser_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// patience is how long a test waits for the browser at most. It is only ever
// used up by a fault.
const patience = time.Minute

// A chromium is the one browser of all tests; it starts with the first of them.
type chromium struct {
	start sync.Once
	ctx   context.Context
	stop  context.CancelFunc
	err   error
}

var shared chromium

// TestMain keeps everything that the browser writes in one place, and takes it
// away together with the browser.
func TestMain(m *testing.M) {
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "matchday-browser-")
		if err != nil {
			panic(err)
		}
		defer os.RemoveAll(dir)
		for _, name := range []string{"TMPDIR", "HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"} {
			os.Setenv(name, dir)
		}
		defer func() {
			if shared.stop != nil {
				shared.stop()
			}
		}()
		return m.Run()
	}())
}

// running returns the context of the browser, which is started if need be. On a
// machine without one the test is skipped, unless MATCHDAY_CI says that everything
// must be there.
func running(t *testing.T) context.Context {
	t.Helper()
	shared.start.Do(func() {
		options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.Flag("disable-dev-shm-usage", true))
		allocator, free := chromedp.NewExecAllocator(context.Background(), options...)
		ctx, leave := chromedp.NewContext(allocator)
		shared.ctx, shared.stop = ctx, func() { leave(); free() }
		shared.err = chromedp.Do(ctx)
	})
	if errors.Is(shared.err, exec.ErrNotFound) && os.Getenv("MATCHDAY_CI") == "" {
		t.Skip("there is no Chromium on this machine")
	}
	if shared.err != nil {
		t.Fatalf("browser: %v", shared.err)
	}
	return shared.ctx
}
