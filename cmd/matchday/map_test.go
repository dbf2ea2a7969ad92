package main

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"matchday/cmd/matchday/internal/experiment"
	"matchday/measure"
	"matchday/report"
	"matchday/targets/bulkhead"
)

// found is a cell that was decided.
func found(v measure.Verdict, share float64, queue int) experiment.Finding {
	return experiment.Finding{
		Setting: bulkhead.Setting{Inside: 20, Queue: queue}, Protects: queue <= 180,
		Figures:   measure.Figures{UsersInSLO: share, UsersServed: share},
		Judgement: measure.Judgement{Verdict: v, Recovery: []measure.Recovery{{InTime: measure.Return{Back: v == measure.Recovered, After: time.Second}}}},
	}
}

func TestHeatOfSettings(t *testing.T) {
	g := mapGrid{rows: experiment.Span{20}, columns: experiment.Span{0, 10, 20, 200}, panels: []string{""}, shows: report.ShowInSLO}
	all := []experiment.Finding{found(measure.Slow, .88, 0), found(measure.Undecided, .5, 10), found(measure.Recovered, .93, 20), found(measure.Metastable, .36, 200)}
	all[1].Judgement.Reason = "the tail was too short"
	all[3].Validity = measure.Invalid
	h := g.heat(all)
	want := []string{
		"20/20 served the most users within the SLO: 93.0 % (recovered)",
		"stay down: 0 of 3 within the queue rule, 1 of 1 beyond it",
		"1 cell is undecided, such as 20/10: the tail was too short",
		"1 cell is to be distrusted: the simulation came to a limit of its own, such as the attempts in flight",
	}
	if !slices.Equal(h.Notes, want) {
		t.Errorf("notes %q, want %q", h.Notes, want)
	}
	row := h.Panels[0].Rows[0]
	if row[0].Best || !row[2].Best || row[3].Best || row[2].Beyond || !row[3].Beyond || *row[2].Back != time.Second || row[3].Back != nil {
		t.Errorf("cells %+v", row)
	}
}

func TestHeatOfTriggers(t *testing.T) {
	g := mapGrid{
		triggers: true, rows: experiment.Span{.4, .5}, columns: experiment.Span{1, 2}, panels: []string{"none", "20/20"},
		tail: time.Minute, shows: report.ShowBack,
	}
	up, down, open := found(measure.Recovered, .9, 200), found(measure.Metastable, .3, 200), found(measure.Undecided, .5, 200)
	h := g.heat([]experiment.Finding{up, up, up, down, up, up, up, open})
	if got, want := []string{h.Panels[0].Says, h.Panels[1].Says}, []string{"1 of 4 stay down, from base 0.5 with trigger 2 on", "0 of 4 stay down"}; !slices.Equal(got, want) {
		t.Errorf("panels say %q, want %q", got, want)
	}
	if want := []string{"1 cell is undecided: a --tail longer than 1m0s may tell"}; !slices.Equal(h.Notes, want) {
		t.Errorf("notes %q, want %q", h.Notes, want)
	}
	c := h.Panels[0].Rows[1][1]
	if c.Name != "base 0.5, trigger 2" || c.Best || c.Beyond || c.Back != nil {
		t.Errorf("cell %+v", c)
	}
}

func TestMapInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var out, err bytes.Buffer
	code := run(ctx, []string{"map", "--inside", "20", "--queue", "20"}, streams{out: &out, err: &err})
	if code != exitInterrupted || out.Len() > 0 || !strings.Contains(err.String(), "interrupted; a map is made as a whole or not at all") {
		t.Errorf("code %d, out %q, err %q", code, out.String(), err.String())
	}
}

func TestMapProgress(t *testing.T) {
	if got, want := mapProgress(100, 400, 2*time.Second), "map: 100 of 400 cells, about 6s to go"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
