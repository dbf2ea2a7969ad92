package experiment

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

//go:embed examples/*.yaml
var examples embed.FS

// exampleMark begins the names of the experiments that the program brings along,
// so that they are not taken for files.
const exampleMark = "gallery:"

// Examples lists the experiments that the program brings along, such as
// gallery:pool: each drives a service of the gallery to its death, and saves it.
func Examples() []string {
	entries, err := fs.ReadDir(examples, "examples")
	if err != nil {
		return nil // what is embedded can be read
	}
	var names []string
	for _, e := range entries {
		names = append(names, exampleMark+strings.TrimSuffix(e.Name(), ".yaml"))
	}
	slices.Sort(names) // the files are in another order, for a dot goes after a dash
	return names
}

// IsExample tells whether a name is meant as that of an experiment that the
// program brings along, whether or not there is one.
func IsExample(name string) bool { return strings.HasPrefix(name, exampleMark) }

// Example returns the text of an experiment that the program brings along. The
// error names those that there are.
func Example(name string) ([]byte, error) {
	text, err := examples.ReadFile(path.Join("examples", strings.TrimPrefix(name, exampleMark)+".yaml"))
	if err != nil {
		return nil, fmt.Errorf("%q is not %s", name, oneOf(name, Examples()))
	}
	return text, nil
}
