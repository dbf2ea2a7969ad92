package browser_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// What the other tests look for is found on a page that has all of it.
func TestFaultsAreFound(t *testing.T) {
	path, err := filepath.Abs("testdata/faults.html")
	if err != nil {
		t.Fatal(err)
	}
	page := open(t, path, setting{})
	for _, want := range []string{"a warning", "nobody catches it", "Failed to load resource", "WebSocket connection"} {
		page.until(want, func() bool { return heard(page, &page.noise, want) })
	}
	for _, want := range []string{"http://127.0.0.1:9/picture.png", "ws://127.0.0.1:9/socket"} {
		page.until(want, func() bool { return heard(page, &page.asked, want) })
	}
	page.mu.Lock()
	page.noise, page.asked = nil, []string{page.url} // it was to misbehave
	page.mu.Unlock()

	found := probe[[]string](page, audit)
	for _, want := range []string{
		"the page has no language", "the page has no title", "the page has not one main part", "its id occurs twice", "leads nowhere",
		"picture without a name", "picture that is no image", "heading of level 3 after one of level 1",
		"table without a name", "table without a head", "table head without a scope", "table whose rows differ in length",
		"control without a name", "it jumps the queue", "reached by the tab key, but nameless", "scrolls, but not from the keyboard", "does not belong into a list",
	} {
		if !slices.ContainsFunc(found, func(fault string) bool { return strings.HasPrefix(fault, want) }) {
			t.Errorf("not found: %s; found\n%s", want, strings.Join(found, "\n"))
		}
	}
	faint := probe[struct{ Faint []string }](page, contrast).Faint
	if len(faint) == 0 || !strings.HasPrefix(faint[0], "2.85 <P") {
		t.Errorf("grey on white: %v", faint)
	}
}

// heard tells whether something stands in what was taken down.
func heard(t *tab, list *[]string, want string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.ContainsFunc(*list, func(text string) bool { return strings.Contains(text, want) })
}
