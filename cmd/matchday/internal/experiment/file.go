package experiment

import (
	_ "embed"
	"io/fs"

	"go.yaml.in/yaml/v4"

	"matchday/profiles"
	"matchday/targets/bulkhead"
	"matchday/targets/model"
)

//go:embed default.yaml
var defaultFile []byte

// DefaultFile returns the text of the experiment that runs when no file is
// named.
func DefaultFile() []byte { return defaultFile }

//go:embed plain.yaml
var plainFile []byte

// PlainFile returns the text of the experiment that flags fill in when a
// service of one's own is named without a file.
func PlainFile() []byte { return plainFile }

// A File is an experiment file as it was written, before anything is checked
// that takes more than one key to see. Flags change it, Build makes an
// Experiment of it.
type File struct {
	Name     string              `yaml:"name"`
	Profile  profiles.Definition `yaml:"profile"`
	Arrivals arrivals            `yaml:"arrivals"`
	Seed     uint64              `yaml:"seed"`
	Rounds   int                 `yaml:"rounds"`
	Window   length              `yaml:"window"`
	Engine   string              `yaml:"engine"`
	Pacing   pacing              `yaml:"pacing"`
	Callers  int                 `yaml:"callers"`
	Client   ClientFile          `yaml:"client"`
	Target   TargetFile          `yaml:"target"`
	Variants []setting           `yaml:"variants"`

	Streams map[string]StreamFile `yaml:"streams"`

	source string     // what errors call the file
	root   *yaml.Node // for places in errors; nil when there is no text
	folder fs.FS      // where the profile's file is, when a flag named it
}

// StreamFile is one of several kinds of traffic, as an experiment file says it.
type StreamFile struct {
	Profile  profiles.Definition `yaml:"profile"`
	Requests []RequestFile       `yaml:"requests"`
	SLO      length              `yaml:"slo"`
}

// ClientFile is how a user behaves, as an experiment file says it.
type ClientFile struct {
	Timeout     length    `yaml:"timeout"`
	SLO         length    `yaml:"slo"`
	Retries     int       `yaml:"retries"`
	Backoff     length    `yaml:"backoff"`
	RetryOn     []outcome `yaml:"retry_on"`
	RetryAfter  bool      `yaml:"retry_after"`
	RetryBudget budget    `yaml:"retry_budget"`
	InFlight    int       `yaml:"in_flight"`
	Follow      int       `yaml:"redirects"`
	Reject      *Reject   `yaml:"reject"`
	Assert      *Assert   `yaml:"assert"`
}

// Reject says which answers are a bulkhead's refusal.
type Reject struct {
	Always  []int    `yaml:"statuses"`
	Marked  []int    `yaml:"statuses_with_header"`
	Headers []string `yaml:"headers"`
}

// Assert says what a good answer looks like.
type Assert struct {
	Statuses []int  `yaml:"statuses"`
	Contains string `yaml:"contains"`
	Length   int64  `yaml:"length"`
	SHA256   string `yaml:"sha256"`
}

// TargetFile is what is driven, as an experiment file says it.
type TargetFile struct {
	Reference string      `yaml:"reference"`
	CPUs      int         `yaml:"cpus"`
	Demand    demand      `yaml:"demand"`
	Sizes     string      `yaml:"sizes"`
	Overhead  float64     `yaml:"overhead"`
	Abandon   string      `yaml:"abandon"`
	Dips      []model.Dip `yaml:"dips"`
	Knobs     knobs       `yaml:"knobs"`

	Database *DatabaseFile `yaml:"database"`

	Process *ProcessFile `yaml:"process"`

	URL        string        `yaml:"url"`
	Hook       *HookFile     `yaml:"hook"`
	Proxy      bool          `yaml:"proxy"`
	Requests   []RequestFile `yaml:"requests"`
	Targets    string        `yaml:"targets"`
	Format     string        `yaml:"format"`
	Protocol   string        `yaml:"protocol"`
	Unix       string        `yaml:"unix"`
	Insecure   bool          `yaml:"insecure"`
	ServerName string        `yaml:"server_name"`
	CAFile     string        `yaml:"ca_file"`
	NoReuse    bool          `yaml:"no_reuse"`

	Metrics *MetricsFile `yaml:"metrics"`
}

// RequestFile is one kind of request, as an experiment file says it.
type RequestFile struct {
	Name     string            `yaml:"name"`
	Method   string            `yaml:"method"`
	Path     string            `yaml:"path"`
	Headers  map[string]string `yaml:"headers"`
	Body     string            `yaml:"body"`
	BodyFile string            `yaml:"body_file"`
	Bodies   string            `yaml:"bodies"`
	Weight   int               `yaml:"weight"`
}

// settings returns the variants as bulkhead settings.
func (f File) settings() []bulkhead.Setting {
	var out []bulkhead.Setting
	for _, s := range f.Variants {
		out = append(out, s.bulkhead())
	}
	return out
}
