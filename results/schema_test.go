package results

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	reflector "github.com/invopop/jsonschema"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"matchday/measure"
)

// generate returns the schema of Run as its types and their comments have it.
func generate(t *testing.T) string {
	t.Helper()
	r := reflector.Reflector{Anonymous: true, Mapper: special}
	for _, dir := range []string{".", "../measure"} {
		if err := r.AddGoComments("matchday/results", dir); err != nil {
			t.Fatal(err)
		}
	}
	text, err := json.Marshal(r.Reflect(Run{}))
	if err != nil {
		t.Fatal(err)
	}
	var tree any
	if err := json.Unmarshal(text, &tree); err != nil {
		t.Fatal(err)
	}
	text, err = json.MarshalIndent(nullable(tree), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text) + "\n"
}

// special is the schema of the types that write themselves.
func special(t reflect.Type) *reflector.Schema {
	switch t {
	case reflect.TypeFor[measure.ByOutcome]():
		s := &reflector.Schema{Type: "object", AdditionalProperties: reflector.FalseSchema, Properties: reflector.NewProperties()}
		for o := range measure.Outcomes {
			s.Properties.Set(measure.Outcome(o).String(), &reflector.Schema{Type: "integer"})
		}
		return s
	case reflect.TypeFor[Status]():
		return &reflector.Schema{Type: "string", Enum: []any{Complete, Partial, Failed}}
	case reflect.TypeFor[measure.Validity]():
		return &reflector.Schema{Type: "string", Enum: []any{"valid", "suspect", "invalid"}}
	}
	return nil
}

// nullable lets every array be null, which is how an empty one may be written.
func nullable(tree any) any {
	switch node := tree.(type) {
	case map[string]any:
		for key, value := range node {
			node[key] = nullable(value)
		}
		if node["type"] == "array" {
			node["type"] = []any{"array", "null"}
		}
	case []any:
		for i := range node {
			node[i] = nullable(node[i])
		}
	}
	return tree
}

func TestSchemaIsCurrent(t *testing.T) {
	want := generate(t)
	if *update {
		if err := os.WriteFile("run.schema.json", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if Schema() != want {
		t.Error("run.schema.json is not what the types say: run go test ./results -update and look at the difference")
	}
}

// validate holds the run.json in a directory against the schema.
func validate(t *testing.T, dir string) {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("run.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("run.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(filepath.Join(dir, "run.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	run, err := jsonschema.UnmarshalJSON(f)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(run); err != nil {
		t.Errorf("%s: %v", dir, err)
	}
}

func TestSchemaHolds(t *testing.T) {
	validate(t, "testdata/v1")
	whole, _ := save(t, Store{t.TempDir()}, "20261122-081500-k3f7")
	validate(t, whole)
	validate(t, kill(t, Store{t.TempDir()}, 1500*ms).dir)
}
