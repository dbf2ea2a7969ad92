package browser_test

import (
	"context"
	"path/filepath"
	"strconv"
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
	"github.com/chromedp/chromedp/kb"
)

// Keys, as press takes them.
const (
	enter      = kb.Enter
	escape     = kb.Escape
	arrowRight = kb.ArrowRight
)

// A setting is how a page is looked at.
type setting struct {
	width     int64   // of the viewport in pixels, 1280 if 0
	scale     float64 // dots of the screen for each of them, 1 if 0
	scheme    string  // light or dark, light if empty
	media     string  // such as print
	noScripts bool
}

// A tab is a page in the browser.
type tab struct {
	*testing.T
	ctx context.Context
	url string

	mu    sync.Mutex
	noise []string // what stood in the console, faults of the page included
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

// until waits until something holds.
func (t *tab) until(what string, holds func() bool) {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-t.ctx.Done():
			t.Fatalf("in vain: %s", what)
		}
	}
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
	if s.scale == 0 {
		s.scale = 1
	}
	t.do(chromedp.EmulateViewport(s.width, 900, chromedp.EmulateScale(s.scale)))
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
		t.noise = append(t.noise, text)
	case *runtime.EventExceptionThrown:
		text := "exception: " + e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			text += " " + e.ExceptionDetails.Exception.Description
		}
		t.noise = append(t.noise, text)
	case *log.EventEntryAdded:
		t.noise = append(t.noise, string(e.Entry.Level)+": "+e.Entry.Text)
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
	for _, text := range t.noise {
		t.Errorf("the page said %s", text)
	}
	for _, url := range t.asked {
		if base(url) != base(t.url) && !strings.HasPrefix(url, "data:") && !strings.HasPrefix(url, "blob:") {
			t.Errorf("the page asked for %.200s", url)
		}
	}
	if len(t.asked) == 0 {
		t.Error("not even the page itself was asked for: requests go unseen")
	}
}

// base is an address without the place within the page.
func base(url string) string {
	url, _, _ = strings.Cut(url, "#")
	return url
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

// tab moves the keyboard to the next thing, tabBack to the one before.
func (t *tab) tab() { t.Helper(); t.press(kb.Tab) }
func (t *tab) tabBack() {
	t.Helper()
	t.do(chromedp.KeyEvent(kb.Tab, chromedp.KeyModifiers(chromedp.ModifierShift)))
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

// at returns the place of a point on a chart in the window: shares of its width
// and height.
func (t *tab) at(selector string, x, y float64) (left, top float64) {
	t.Helper()
	box := probe[[]float64](t, `(() => {
		const e = document.querySelector(`+strconv.Quote(selector+" .u-over")+`)
		e.scrollIntoView({block: "center"})
		const b = e.getBoundingClientRect()
		return [b.left, b.top, b.width, b.height]
	})()`)
	return box[0] + x*box[2], box[1] + y*box[3]
}

// point moves the mouse over a chart, so far along its width.
func (t *tab) point(selector string, x float64) {
	t.Helper()
	left, top := t.at(selector, x, .5)
	t.do(chromedp.MouseEvent(chromedp.MouseMoved, left, top))
}

// drag marks a stretch of a chart with the mouse.
func (t *tab) drag(selector string, from, to float64) {
	t.Helper()
	x, y := t.at(selector, from, .5)
	end, _ := t.at(selector, to, .5)
	t.do(
		chromedp.MouseEvent(chromedp.MouseMoved, x, y),
		chromedp.MouseEvent(chromedp.MousePressed, x, y, chromedp.ButtonLeft, chromedp.ClickCount(1)),
		chromedp.MouseEvent(chromedp.MouseMoved, (x+end)/2, y, chromedp.ButtonLeft),
		chromedp.MouseEvent(chromedp.MouseMoved, end, y, chromedp.ButtonLeft),
		chromedp.MouseEvent(chromedp.MouseReleased, end, y, chromedp.ButtonLeft, chromedp.ClickCount(1)),
	)
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
