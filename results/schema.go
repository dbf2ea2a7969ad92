package results

import _ "embed"

//go:embed run.schema.json
var schema string

// Schema returns the JSON Schema (2020-12) of the run.json that this version
// writes.
func Schema() string { return schema }
