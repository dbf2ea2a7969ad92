package report

import (
	"math"
	"strconv"
	"testing"
)

// Every colour is seen on its page (WCAG asks 3:1 of a chart's parts), and no
// two are taken for each other, with full sight or with any of the three
// dichromacies.
func TestPaletteStaysApart(t *testing.T) {
	pages := map[string]struct {
		background string
		of         func(Colour) string
	}{
		"light": {"#ffffff", func(c Colour) string { return c.Light }},
		"dark":  {"#15181c", func(c Colour) string { return c.Dark }},
	}
	for page, p := range pages {
		for i, c := range Palette() {
			if got := contrast(light(t, p.of(c)), light(t, p.background)); got < 3 {
				t.Errorf("%s page: %s has a contrast of %.2f, want 3", page, c.Meaning, got)
			}
			for _, other := range Palette()[:i] {
				for sight, matrix := range sights {
					a, b := seen(light(t, p.of(c)), matrix), seen(light(t, p.of(other)), matrix)
					if d := distance(lab(a), lab(b)); d < 12 {
						t.Errorf("%s page, %s: %s and %s are %.1f apart, want 12", page, sight, c.Meaning, other.Meaning, d)
					}
				}
			}
		}
	}
}

func TestColourOfEveryMeaning(t *testing.T) {
	codes := map[string]Meaning{}
	for _, c := range Palette() {
		if c.Meaning.Colour() != c {
			t.Errorf("%s has the colour of %s", c.Meaning, c.Meaning.Colour().Meaning)
		}
		if other, taken := codes[c.ANSI]; taken {
			t.Errorf("%s and %s are the same in a terminal", c.Meaning, other)
		}
		codes[c.ANSI] = c.Meaning
	}
	if got := Meaning("mauve").Colour().Meaning; got != Planned {
		t.Errorf("a meaning without a colour looks like %s, want planned", got)
	}
}

type rgb [3]float64

// sights are the linear transforms of Machado, Oliveira and Fernandes (2009)
// for full severity.
var sights = map[string][3]rgb{
	"full sight": {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"protanope":  {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"deutan":     {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
	"tritan":     {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
}

func seen(c rgb, m [3]rgb) (out rgb) {
	for i, row := range m {
		out[i] = min(1, max(0, row[0]*c[0]+row[1]*c[1]+row[2]*c[2]))
	}
	return out
}

// light reads a colour such as #00835f as linear light.
func light(t *testing.T, hex string) (out rgb) {
	t.Helper()
	if len(hex) != 7 || hex[0] != '#' {
		t.Fatalf("colour %q is not such as #00835f", hex)
	}
	for i := range out {
		n, err := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		out[i] = float64(n) / 255
		if out[i] <= .04045 {
			out[i] /= 12.92
			continue
		}
		out[i] = math.Pow((out[i]+.055)/1.055, 2.4)
	}
	return out
}

func luminance(c rgb) float64 { return .2126*c[0] + .7152*c[1] + .0722*c[2] }

func contrast(a, b rgb) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + .05) / (min(x, y) + .05)
}

func lab(c rgb) rgb {
	f := func(t float64) float64 {
		if t > .008856 {
			return math.Cbrt(t)
		}
		return 7.787*t + 16./116
	}
	x := f((.4124*c[0] + .3576*c[1] + .1805*c[2]) / .95047)
	y := f(luminance(c))
	z := f((.0193*c[0] + .1192*c[1] + .9505*c[2]) / 1.08883)
	return rgb{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

func distance(a, b rgb) float64 {
	return math.Hypot(math.Hypot(a[0]-b[0], a[1]-b[1]), a[2]-b[2])
}
