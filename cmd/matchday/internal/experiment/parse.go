package experiment

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Parse reads an experiment file. The name is what errors call it. Every fault
// is reported at once, each with its line and column.
func Parse(name string, text []byte) (File, error) {
	f := File{source: name}
	if err := yaml.Load(text, &f, yaml.WithKnownFields(), yaml.WithUniqueKeys()); err != nil {
		return f, located(name, err)
	}
	root := new(yaml.Node)
	if err := yaml.Load(text, root); err != nil {
		return f, located(name, err)
	}
	f.root = root
	return f, nil
}

// located turns the decoder's errors into one line each: name:line:column: what
// is wrong.
func located(name string, err error) error {
	var many *yaml.LoadErrors
	if errors.As(err, &many) {
		var lines []error
		for _, e := range many.Errors {
			lines = append(lines, at(name, e))
		}
		return errors.Join(lines...)
	}
	var one *yaml.LoadError
	if errors.As(err, &one) {
		return at(name, one)
	}
	return fmt.Errorf("%s: %w", name, err)
}

func at(name string, e *yaml.LoadError) error {
	mark := e.Mark
	if mark.Line == 0 {
		mark = e.ContextMark
	}
	if mark.Line == 0 {
		return fmt.Errorf("%s: %s", name, plain(e.Message))
	}
	return fmt.Errorf("%s:%d:%d: %s", name, mark.Line, mark.Column, plain(e.Message))
}

var unknownKey = regexp.MustCompile(`field (\S+) not found in type \S+\.(\w+)`)

// sections are the parts of a file by the type that holds them.
var sections = map[string]string{
	"File":         "an experiment: name, profile, arrivals, seed, rounds, window, engine, pacing, callers, client, target, variants, streams",
	"StreamFile":   "a stream: profile, requests, slo",
	"ClientFile":   "client: timeout, slo, retries, backoff, retry_on, retry_after, retry_budget, in_flight, redirects, reject, assert",
	"TargetFile":   "target: reference, cpus, demand, sizes, overhead, abandon, dips, knobs, database, or process, or url, hook, proxy, requests, targets, format, protocol, unix, insecure, server_name, ca_file, no_reuse, metrics",
	"metricsFile":  "metrics: url, series, also",
	"ProcessFile":  "process: command, env, dir, url, ready, grace",
	"ReadyFile":    "ready: http, tcp, line, within",
	"HookFile":     "hook: apply, reset, check, after",
	"StepFile":     "a step: http, headers, body, run, want, match, within",
	"DatabaseFile": "database: cpus, demand, sizes, overhead, conns",
	"RequestFile":  "a request: name, method, path, headers, body, body_file, bodies, weight",
	"Reject":       "reject: statuses, statuses_with_header, headers",
	"Assert":       "assert: statuses, contains, length, sha256",
}

var noList = regexp.MustCompile("cannot construct !!\\w+ (`.*`) into \\[\\]")

// plain rewrites the decoder's message for somebody who knows the file and not
// the program.
func plain(message string) string {
	if m := unknownKey.FindStringSubmatch(message); m != nil {
		return fmt.Sprintf("key %q is unknown%s %s", m[1], meant(m[1], sections[m[2]]), sections[m[2]])
	}
	if m := noList.FindStringSubmatch(message); m != nil {
		return m[1] + " is not a list: want it in brackets even where it is the only one"
	}
	return strings.TrimPrefix(message, "yaml: ")
}

// place returns name:line:column of a key, or of the nearest part of its path
// that the file has.
func (f File) place(path ...string) string {
	if f.root == nil {
		return f.source
	}
	node := f.root
	if node.Kind == yaml.DocumentNode && len(node.Content) > 0 {
		node = node.Content[0]
	}
	spot := node
	for _, key := range path {
		if node = child(node, key); node == nil {
			break
		}
		spot = node
	}
	return f.spot(markOf(spot))
}

// spot returns name:line:column of a place.
func (f File) spot(m yaml.Mark) string {
	return fmt.Sprintf("%s:%d:%d", f.source, m.Line, m.Column)
}

// has tells whether the file has a key.
func (f File) has(path ...string) bool {
	if f.root == nil || len(f.root.Content) == 0 {
		return false
	}
	node := f.root.Content[0]
	for _, key := range path {
		if node = child(node, key); node == nil {
			return false
		}
	}
	return true
}

// child returns the value of a key of a mapping, nil if there is none.
func child(node *yaml.Node, key string) *yaml.Node {
	if node.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].Value == key {
			return node.Content[i+1]
		}
	}
	return nil
}
