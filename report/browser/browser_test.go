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
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
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

// A setting is how a page is looked at.
type setting struct {
	width     int64  // of the viewport in pixels, 1280 if 0
	scheme    string // light or dark, light if empty
	media     string // such as print
	noScripts bool
}

// A tab is a page in the browser.
type tab struct {
	*testing.T
	ctx context.Context
	url string

	mu    sync.Mutex
	said  []string // what stood in the console, faults of the page included
	asked []string // addresses that were asked for
}

// open opens a file in a tab of its own, and fails the test at its end if the
// page said something or asked for anything but itself.
func open(t *testing.T, file string, s setting) *tab {
	t.Helper()
	ctx, leave := chromedp.NewContext(running(t))
	t.Cleanup(leave)
	ctx, cancel := context.WithTimeout(ctx, patience)
	t.Cleanup(cancel)
	tab := &tab{T: t, ctx: ctx, url: address(file)}
	if err := chromedp.Listen(ctx, tab.hear); err != nil {
		t.Fatal(err)
	}
	call(tab, network.Enable, network.EnableParams{})
	call(tab, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	call(tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: s.noScripts})
	tab.look(s)
	tab.visit(tab.url)
	t.Cleanup(tab.quiet)
	return tab
}

// address returns the address of a file as a browser writes it.
func address(file string) string {
	return "file://" + strings.ReplaceAll(filepath.ToSlash(file), " ", "%20")
}

// visit goes to an address and waits until the page is there.
func (t *tab) visit(url string) {
	t.Helper()
	t.do(chromedp.Navigate(url))
}

// look changes how the page is looked at.
func (t *tab) look(s setting) {
	t.Helper()
	if s.width == 0 {
		s.width = 1280
	}
	if s.scheme == "" {
		s.scheme = "light"
	}
	t.do(chromedp.EmulateViewport(s.width, 900))
	call(t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Media:    s.media,
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: s.scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}},
	})
}

// hear takes down what the page says and asks for.
func (t *tab) hear(event any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		text := "console." + string(e.Type) + ":"
		for _, a := range e.Args {
			text += " " + string(a.Value) + a.Description
		}
		t.said = append(t.said, text)
	case *runtime.EventExceptionThrown:
		text := "exception: " + e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			text += " " + e.ExceptionDetails.Exception.Description
		}
		t.said = append(t.said, text)
	case *log.EventEntryAdded:
		t.said = append(t.said, string(e.Entry.Level)+": "+e.Entry.Text)
	case *network.EventRequestWillBeSent:
		t.asked = append(t.asked, e.Request.URL)
	case *network.EventWebSocketCreated:
		t.asked = append(t.asked, e.URL)
	}
}

// quiet fails the test if the page said anything, or asked for anything but
// itself and what it holds.
func (t *tab) quiet() {
	t.Helper()
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, text := range t.said {
		t.Errorf("the page said %s", text)
	}
	for _, url := range t.asked {
		self, _, _ := strings.Cut(url, "#")
		if self != t.url && !strings.HasPrefix(url, "data:") && !strings.HasPrefix(url, "blob:") {
			t.Errorf("the page asked for %.200s", url)
		}
	}
	if len(t.asked) == 0 {
		t.Error("not even the page itself was asked for: requests go unseen")
	}
}

// do has the browser do something in the tab.
func (t *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(t.ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

// press presses a key, such as kb.Tab.
func (t *tab) press(key string) {
	t.Helper()
	t.do(chromedp.KeyEvent(key))
}

// click clicks on the first element that a selector finds.
func (t *tab) click(selector string) {
	t.Helper()
	t.do(chromedp.Click(chromedp.CSS(selector)))
}

// overhang returns by how many pixels the page is wider than what it is seen
// through.
func (t *tab) overhang() int {
	t.Helper()
	return probe[int](t, `document.documentElement.scrollWidth - document.documentElement.clientWidth`)
}

// picture returns a picture of the whole page as PNG.
func (t *tab) picture() []byte {
	t.Helper()
	return act(t, chromedp.FullScreenshot(100))
}

// paper returns the page as it would be printed.
func (t *tab) paper() []byte {
	t.Helper()
	return act(t, chromedp.PrintToPDF(chromedp.PDFOutlineAndTagged()))
}

// downloads has files that the page offers land in a directory.
func (t *tab) downloads(dir string) {
	t.Helper()
	_, err := chromedp.CallBrowser(t.ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: dir,
	})
	if err != nil {
		t.Fatal(err)
	}
}

// probe returns what a JavaScript expression comes to on the page.
func probe[R any](t *tab, expression string) R {
	t.Helper()
	return act(t, chromedp.Evaluate[R](expression, chromedp.EvalAwaitPromise))
}

// act has the browser do something that has a result.
func act[R any](t *tab, a chromedp.Action[R]) R {
	t.Helper()
	got, err := chromedp.Run(t.ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// call gives the browser an order of its protocol.
func call[P, R any](t *tab, c cdp.Command[P, R], params P) {
	t.Helper()
	if _, err := chromedp.Call(t.ctx, c, params); err != nil {
		t.Fatal(err)
	}
}
