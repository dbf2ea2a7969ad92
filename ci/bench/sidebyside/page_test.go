package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestPage(t *testing.T) {
	dir := t.TempDir()
	check := func(name, before, want string) {
		t.Helper()
		file := filepath.Join(dir, name)
		if before != "" {
			if err := os.WriteFile(file, []byte(before), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		p, err := openPage(file)
		if err == nil {
			err = p.write("new\n")
		}
		got, _ := os.ReadFile(file)
		if err != nil || string(got) != want {
			t.Errorf("%s: %q, %v; want %q", name, got, err, want)
		}
	}
	figures := beginMark + "\n\nnew\n\n" + endMark + "\n"
	check("none.md", "", figures)
	check("none.md", "", figures) // once more, into its own
	check("page.md", "# Method\n"+beginMark+"\nold\n"+endMark+"\nend\n", "# Method\n"+figures+"end\n")
}

// A file that is somebody's is not written over.
func TestPageIsRefused(t *testing.T) {
	for _, text := range []string{"# Notes\n", endMark + "\n" + beginMark + "\n", beginMark + "\n"} {
		file := filepath.Join(t.TempDir(), "notes.md")
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := openPage(file); err == nil || !strings.Contains(err.Error(), "notes.md: want a line") {
			t.Errorf("%q: %v; want it to be refused", text, err)
		}
	}
}

func TestNoPage(t *testing.T) {
	p, err := openPage("")
	if err == nil {
		err = p.write("new")
	}
	if err != nil {
		t.Error(err)
	}
}
