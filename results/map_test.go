package results

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"matchday/measure"
)

// smallMap is a map of two by two settings.
func smallMap() Map {
	back := 3 * time.Second
	return Map{
		Version: 1, Seed: 7, Timeout: 500 * ms, Inside: []int{5, 20}, Queue: []int{0, 200},
		Cells: []MapCell{
			{Setting: "5/0", Verdict: measure.Recovered, Reason: "back", UsersServed: .5, UsersInSLO: .5, Back: new(time.Duration), Protects: true},
			{Setting: "5/200", Verdict: measure.Metastable, Reason: "not back"},
			{Setting: "20/0", Verdict: measure.Degraded, UsersServed: .9, UsersInSLO: .8, Back: &back, Protects: true, Best: true},
			{Setting: "20/200", Verdict: measure.Undecided, Reason: "the tail was too short", Validity: measure.Invalid},
		},
	}
}

// A map goes out and comes in again, and is what maps of this version were
// always like.
func TestMapRoundTrip(t *testing.T) {
	w := begin(t, Store{t.TempDir()}, "20261122-081500-k3f7")
	for _, m := range []Map{{LeftOut: "too large"}, smallMap()} {
		if err := w.Map(m); err != nil {
			t.Fatal(err)
		}
	}
	dir, err := w.Finish(Complete)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, mapFile))
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("testdata/map-v1/map.json", text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, from := range []string{dir, "testdata/map-v1"} {
		got, err := LoadMap(from)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(smallMap(), got); diff != "" {
			t.Error(from, diff)
		}
	}
	if old, err := os.ReadFile("testdata/map-v1/map.json"); err != nil || string(old) != string(text) {
		t.Errorf("a map is written as\n%s\nwhich is not testdata/map-v1: %v", text, err)
	}
	load(t, dir) // the run beside it
}

// Runs were stored without a map before there were any.
func TestNoMap(t *testing.T) {
	if _, err := LoadMap("testdata/v1"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a run without a map: %v", err)
	}
}

func TestMapErrors(t *testing.T) {
	check := func(text, want string) {
		t.Helper()
		_, err := readMap(fstest.MapFS{mapFile: {Data: []byte(text)}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
	check("{\n\"version\": \"1\"}", "map.json:2:15: json: cannot unmarshal string")
	check(`{"version": 9}`, "map.json: version 9 is not one from 1 to 1")
	check(`{"version": 1, "inside": [1, 2], "queue": [0], "cells": [{}]}`, "1 cells for 2 rows of 1")
	check(`{"version": 1, "inside": [1, 2]}`, "there are no cells, and nothing says why")
	check(`{"version": 1, "inside": [1], "queue": [0], "cells": [{"validity": "fair"}]}`, `validity "fair" is not one of`)
}

func TestMapOnFullDisk(t *testing.T) {
	w := begin(t, Store{t.TempDir()}, "a")
	w.replace = func(string, []byte) error { return errors.New("disk full") }
	if err := w.Map(smallMap()); err == nil {
		t.Fatal("a map that could not be written is no error")
	}
	if _, err := w.Finish(Complete); err == nil {
		t.Error("a run whose map was lost ends without an error")
	}
}

// Whatever is on disk, loading ends in a map whose cells fill its rows, or in an
// error.
func FuzzMap(f *testing.F) {
	text, err := os.ReadFile("testdata/map-v1/map.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte(`{"version": 1, "left_out": "too large"}`))
	f.Add([]byte(`{"version": 1, "inside": [1], "queue": [0], "cells": [{"setting": "1/0"}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		m, err := readMap(fstest.MapFS{mapFile: {Data: text}})
		if err == nil && (len(m.Cells) != len(m.Inside)*len(m.Queue) || len(m.Cells) == 0 && m.LeftOut == "") {
			t.Errorf("%d cells for %d × %d", len(m.Cells), len(m.Inside), len(m.Queue))
		}
	})
}
