package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A file that somebody named is written whole or stays as it was.
func TestInto(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "out.txt")
	says := func(text string, err error) func(io.Writer) error {
		return func(w io.Writer) error {
			_, wrong := io.WriteString(w, text)
			return errors.Join(wrong, err)
		}
	}
	check := func(want string) {
		t.Helper()
		got, err := os.ReadFile(file)
		entries, _ := os.ReadDir(dir)
		if string(got) != want || err != nil || len(entries) != 1 {
			t.Errorf("%q, %v among %d files, want %q alone", got, err, len(entries), want)
		}
	}
	for _, text := range []string{"first", "second"} {
		if err := into(file, nil, says(text, nil)); err != nil {
			t.Fatal(err)
		}
		check(text)
	}
	torn := errors.New("torn")
	if err := into(file, nil, says("half", torn)); !errors.Is(err, torn) {
		t.Error(err)
	}
	check("second")

	var out strings.Builder
	for _, path := range []string{"", "-"} {
		if err := into(path, &out, says("told ", nil)); err != nil {
			t.Fatal(err)
		}
	}
	if out.String() != "told told " {
		t.Errorf("%q on standard output", out.String())
	}
	if err := into(os.DevNull, nil, says("nothing", nil)); err != nil {
		t.Error(err)
	}
	missing := filepath.Join(dir, "not", "there.txt")
	if err := into(missing, nil, says("", nil)); err == nil || !strings.Contains(err.Error(), missing+":") {
		t.Error(err)
	}
}
