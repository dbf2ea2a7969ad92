package report

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
)

// What the target does not tell is a gap and not nobody: spans that know of it keep
// the mean of what they know, and the shade is drawn only there.
func TestUntoldIsAGap(t *testing.T) {
	var points []Point
	for i := range 12 {
		p := Point{At: time.Duration(i) * time.Second, InFlight: 30}
		if i < 4 || i == 5 || i > 8 {
			p.Inside, p.Queued = of(float64(i)), of(2)
		}
		points = append(points, p)
	}
	told := func(all []span) string {
		text := ""
		for _, s := range all {
			text += fmt.Sprint(orZero(s.Inside), s.Inside == nil, " ")
		}
		return text
	}
	few := thin(spans(points, time.Second, 12*time.Second), 4)
	if got, want := told(few), "1 false 4 false 0 true 10 false "; got != want {
		t.Errorf("inside is %s, want %s", got, want)
	}
	f := frameOf(Comparison{Length: 12 * time.Second, Window: time.Second, Variants: []Variant{{Series: points}}}, 800, 100)
	var d drawing
	f.inFlight(&d, 0, 84)
	for _, class := range []string{"inside", "queued"} {
		if n := strings.Count(d.String(), `class="`+class+`"`); n != 3 {
			t.Errorf("%d shades of what is %s, want 3 with a gap between each", n, class)
		}
	}
	v := f.plotVariant(f.Variants[0], f.zoomable().fine[0])
	text, err := json.Marshal([]column{v.Inside, v.Queued})
	if want := "[[0,1,2,3,null,5,null,null,null,9,10,11],[[2,4],null,2,null,null,null,2,2,2]]"; string(text) != want || err != nil {
		t.Errorf("the page has %s, want %s", text, want)
	}
}
