package main_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// root is the module's directory, seen from this package.
const root = "../.."

// A source is one Go file of ours, of whatever operating system.
type source struct {
	room string // its package's directory, from the root
	name string
	test bool
	file *ast.File
}

func (s source) String() string { return path.Join(s.room, s.name) }

// program tells whether the file belongs to a program rather than a library: to
// ours, or to one that measures it.
func (s source) program() bool {
	return strings.HasPrefix(s.room, "cmd/") || strings.HasPrefix(s.room, "ci/bench/")
}

func (s source) imports() []string {
	var out []string
	for _, i := range s.file.Imports {
		name, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			continue // the parser has let it through, so it cannot be
		}
		out = append(out, name)
	}
	return out
}

// says lists the selectors such as fmt.Println in the file, with the packages
// by their import paths' last names, and the calls of builtins.
func (s source) says() []string {
	alias := map[string]string{}
	for _, i := range s.file.Imports {
		if i.Name != nil {
			alias[i.Name.Name] = path.Base(strings.Trim(i.Path.Value, `"`))
		}
	}
	var out []string
	ast.Inspect(s.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok {
				name := x.Name
				if real, ok := alias[name]; ok {
					name = real
				}
				out = append(out, name+"."+n.Sel.Name)
			}
		case *ast.CallExpr:
			if f, ok := n.Fun.(*ast.Ident); ok {
				out = append(out, f.Name)
			}
		}
		return true
	})
	return out
}

// sources parses every file of every package, those that this machine would
// not build included.
func sources(t *testing.T) []source {
	t.Helper()
	top, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	var out []source
	for _, dir := range strings.Fields(command(t, "go", "list", "-e", "-find", "-f", "{{.Dir}}", "./...")) {
		room, err := filepath.Rel(top, dir)
		if err != nil {
			t.Fatal(err)
		}
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			parsed, err := parser.ParseFile(token.NewFileSet(), f, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, source{filepath.ToSlash(room), filepath.Base(f), strings.HasSuffix(f, "_test.go"), parsed})
		}
	}
	return out
}

// requirements returns the versions of the modules in go.mod.
func requirements(t *testing.T) map[string]string {
	t.Helper()
	var mod struct {
		Require []struct{ Path, Version string }
	}
	if err := json.Unmarshal([]byte(command(t, "go", "mod", "edit", "-json")), &mod); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, r := range mod.Require {
		out[r.Path] = r.Version
	}
	return out
}

// moduleOf returns the module that holds the package, "" for our own and for
// those of the standard library.
func moduleOf(pkg string, required map[string]string) string {
	if first, _, _ := strings.Cut(pkg, "/"); !strings.Contains(first, ".") {
		return ""
	}
	for module := pkg; module != "."; module = path.Dir(module) {
		if _, ok := required[module]; ok {
			return module
		}
	}
	return pkg
}

// documented returns the modules in the tables of docs/dependencies.md with
// their versions: rows that begin "| `module` | version |".
func documented(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "docs", "dependencies.md"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(line, "|")
		if len(cells) < 4 || !strings.HasPrefix(cells[1], " `") {
			continue
		}
		out[strings.Trim(cells[1], " `")] = strings.TrimSpace(cells[2])
	}
	return out
}

func command(t *testing.T, name string, args ...string) string {
	t.Helper()
	c := exec.Command(name, args...)
	c.Dir = root
	var stderr strings.Builder
	c.Stderr = &stderr
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", c, err, stderr.String())
	}
	return string(out)
}

func match(t *testing.T, pattern, name string) bool {
	t.Helper()
	ok, err := path.Match(pattern, name)
	if err != nil {
		t.Fatal(err)
	}
	return ok
}
