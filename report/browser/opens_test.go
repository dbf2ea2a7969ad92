package browser_test

import (
	_ "embed"
	"slices"
	"strings"
	"testing"
)

var (
	//go:embed testdata/audit.js
	audit string
	//go:embed testdata/contrast.js
	contrast string
	//go:embed testdata/focus.js
	focus string
	//go:embed testdata/stops.js
	stops string
)

// Whoever has scripts switched off reads everything there is.
func TestWithoutScripts(t *testing.T) {
	c := everything(t)
	page := open(t, written(t, c), setting{noScripts: true})
	text := probe[string](page, `document.body.innerText`)
	for _, want := range []string{c.Winner.Variant, "What became of the load", "Response time", "Latency spectrum", "Phase by phase", "Can it be trusted", "Reproduce", "metastable"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	for _, gone := range probe[[]string](page, `[...document.querySelectorAll("h2,main>section,figure svg.chart,thead")]
		.filter(e => !e.closest("details:not([open])") && (!e.checkVisibility() || e.getBoundingClientRect().height < 5)).map(e => e.outerHTML.slice(0, 100))`) {
		t.Errorf("cannot be seen: %s", gone)
	}
	if probe[bool](page, `document.querySelector("#tools").checkVisibility()`) {
		t.Error("there are controls that do nothing")
	}
	if n := probe[int](page, `document.querySelectorAll("figure svg.chart").length`); n < 2*len(c.Variants) {
		t.Errorf("%d charts, want two for each of the %d variants at least", n, len(c.Variants))
	}
}

// A page has nothing in it that keeps somebody out, at any width.
func TestEverybodyCanUseIt(t *testing.T) {
	page := open(t, usual(t), setting{})
	for _, width := range []int64{1280, 760, 400} {
		page.look(setting{width: width})
		for _, fault := range probe[[]string](page, audit) {
			t.Errorf("%d px: %s", width, fault)
		}
		if over := page.overhang(); over > 0 {
			t.Errorf("%d px: the page is %d px wider than the window", width, over)
		}
	}
}

// Text stands out from what it stands on, in both themes and on paper, with
// everything unfolded.
func TestTextStandsOut(t *testing.T) {
	page := open(t, usual(t), setting{})
	probe[bool](page, `document.querySelectorAll("details").forEach(d => d.open = true), true`)
	for name, s := range map[string]setting{"light": {}, "dark": {scheme: "dark"}, "print": {media: "print"}, "print of a dark page": {media: "print", scheme: "dark"}} {
		page.look(s)
		got := probe[struct {
			Read  int
			Faint []string
		}](page, contrast)
		if got.Read < 500 {
			t.Errorf("%s: only %d texts were looked at", name, got.Read)
		}
		for _, text := range got.Faint {
			t.Errorf("%s: %s", name, text)
		}
	}
	page.look(setting{scheme: "dark"})
	dark := probe[string](page, `getComputedStyle(document.body).backgroundColor`)
	page.look(setting{})
	if light := probe[string](page, `getComputedStyle(document.body).backgroundColor`); light == dark {
		t.Errorf("the page is %s in both themes", light)
	}
}

// The tab key goes through everything that there is to use, in the order of the
// page, and shows where it is.
func TestKeyboard(t *testing.T) {
	page := open(t, usual(t), setting{})
	want := probe[[]string](page, stops)
	if len(want) < 10 || !strings.Contains(want[0], "to the figures") {
		t.Fatalf("%d things to use, the first is %q", len(want), want[:min(1, len(want))])
	}
	there := page.stopsBy(page.tab, len(want))
	if !slices.Equal(there, want) {
		t.Errorf("the tab key goes through\n%s\nwant\n%s", strings.Join(there, "\n"), strings.Join(want, "\n"))
	}
	back := page.stopsBy(page.tabBack, len(want)-1)
	if slices.Reverse(back); !slices.Equal(back, want[:len(want)-1]) {
		t.Errorf("backwards it goes through\n%s", strings.Join(back, "\n"))
	}
}

// stopsBy presses a key so many times and returns what the keyboard is on each
// time, which has to be seen.
func (t *tab) stopsBy(press func(), times int) []string {
	t.Helper()
	var names []string
	for range times {
		press()
		at := probe[struct {
			Name                    string
			Marked, InView, Covered bool
		}](t, focus)
		if !at.Marked || !at.InView || at.Covered {
			t.Errorf("the keyboard is on %q: marked %v, in view %v, covered %v", at.Name, at.Marked, at.InView, at.Covered)
		}
		names = append(names, at.Name)
	}
	return names
}

// The link at the top leads past it: the next thing to use is the table.
func TestSkipLink(t *testing.T) {
	page := open(t, usual(t), setting{})
	probe[[]string](page, stops)
	page.tab()
	page.press(enter)
	page.tab()
	if !probe[bool](page, `!!document.activeElement.closest("#variants")`) {
		t.Errorf("the keyboard is on %s", probe[string](page, `document.activeElement.outerHTML.slice(0, 100)`))
	}
}

// On paper nothing is missing that was folded away on the screen, nothing is
// wider than the sheet, and no chart is torn.
func TestPrint(t *testing.T) {
	page := open(t, usual(t), setting{})
	if pdf := page.paper(); !strings.HasPrefix(string(pdf), "%PDF-") {
		t.Errorf("printed: %.20q", pdf)
	}
	page.look(setting{media: "print", width: 718}) // an A4 sheet within its margins
	if over := page.overhang(); over > 0 {
		t.Errorf("the page is %d px wider than the sheet", over)
	}
	if !probe[bool](page, `[...document.querySelectorAll("#phases details td")].every(e => e.checkVisibility() && e.getBoundingClientRect().height > 0)`) {
		t.Error("the phases are folded away on paper")
	}
	if !probe[bool](page, `[...document.querySelectorAll("figure")].every(e => getComputedStyle(e).breakInside === "avoid")`) {
		t.Error("charts can be torn between two sheets")
	}
}

// On a narrow screen the table of variants is wider than the page: whose figures
// they are and the verdict stay in sight however far it is scrolled.
func TestNarrowTable(t *testing.T) {
	tab := open(t, usual(t), setting{width: 400})
	got := probe[[]string](tab, `(() => {
		const table = document.querySelector("#variants .scroll")
		table.scrollIntoView()
		table.scrollLeft = 1000
		return [...table.querySelectorAll("tbody th .badge")].map(badge => {
			const b = badge.getBoundingClientRect()
			return badge.contains(document.elementFromPoint(b.left + 9, b.top + 9)) ? "in sight" : "out of sight"
		})
	})()`)
	want := slices.Repeat([]string{"in sight"}, len(matchDay(t).Variants))
	if !slices.Equal(got, want) {
		t.Errorf("verdicts beside the names are %q, want %q", got, want)
	}
	if wide := tab.overhang(); wide > 0 {
		t.Errorf("the page is %d pixels too wide", wide)
	}
}
