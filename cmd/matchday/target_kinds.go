package main

import (
	"fmt"
	"strings"
	"time"

	"matchday/targets/gallery"
)

// A kind is a kind of target, with what the program has to say about it.
type kind struct {
	gallery.Kind
	short    string
	words    string // what there is to know besides
	examples string
}

// kinds lists the kinds there are: the server that shares its processors, and
// those of the gallery.
func kinds() []kind {
	all := []kind{{
		Kind: gallery.Kind{
			Name:    "ps",
			Teaches: "A server that lets everybody in shares its processors with all of them: with twice the load everybody is half as fast, and beyond that hardly anybody is ever done.",
			Hides:   "on the processors, where everybody is served at once and slower and slower",
			Place:   "in front of the processors: as many inside as there are, and as many queued as can be answered in time",
			Options: func() gallery.Options {
				return &psOptions{cpus: 20, demand: 50 * time.Millisecond}
			},
		},
	}}
	for _, k := range gallery.Kinds() {
		all = append(all, kind{Kind: k})
	}
	for i := range all {
		all[i].tell()
	}
	return all
}

// tell adds what the program has to say of a kind.
func (k *kind) tell() {
	k.examples = "  matchday target " + k.Name + "\n  matchday target " + k.Name + " --listen 127.0.0.1:8080 --bulkhead 20/20"
	switch k.Name {
	case "ps":
		k.short, k.words, k.examples = "Processor sharing: twice the load, half the speed", psWords, psExamples
	case "pool":
		k.short, k.words = "Threads with a queue that nobody sees", poolWords
		k.examples += "\n  matchday target pool --threads 20 --conns 10 --demand 50ms\n  matchday target pool --demand 5ms --burn"
	case "async":
		k.short, k.words = "A service that hands the whole crowd on to its database", asyncWords
		k.examples += "\n  matchday target async --cpus 20 --demand 50ms --overhead 0.02\n  matchday target async --demand 5ms --conns 20 --database postgres://shop@127.0.0.1/shop"
	case "lock":
		k.short, k.words = "Worker processes around one lock and one counter", lockWords
		k.examples += "\n  matchday target lock --width 8 --respawn\n  matchday target lock --locked=false --hold 5ms"
	case "owners":
		k.short = "One owner for each key, and one key that all want"
		k.examples += "\n  matchday target owners --hot 30% --at owner --bulkhead 1/25"
	case "loop":
		k.short, k.words = "One loop that does everything, its own health page too", loopWords
		k.examples += "\n  matchday target loop --block 1% --bulkhead 32/250"
	case "pipeline":
		k.short = "Stages with a mailbox each, as quick as the slowest"
		k.examples += "\n  matchday target pipeline --workers 4,4,4 --demands 10ms,30ms,15ms --mailbox 8 --full reject"
	case "fan":
		k.short = "Requests in parts that wait for one another"
		k.examples += "\n  matchday target fan --parts 8 --ordered --window 64"
	case "prefetch":
		k.short = "A buffer that is read ahead, until it is empty"
		k.examples += "\n  matchday target prefetch --buffer 50"
	case "leak":
		k.short, k.words = "Fresh workers that leave memory behind", leakWords
		k.examples += "\n  matchday target leak --keeps 1048576 --memory 1073741824"
	}
}

// help explains a kind in words, with the figures of its usual knobs.
func (k kind) help(o gallery.Options) string {
	if k.Name == "ps" {
		return k.words // which are its own from beginning to end
	}
	parts := []string{
		k.Name + ": " + k.Teaches,
		fmt.Sprintf("Its queue hides %s. Its bulkhead belongs %s.", k.Hides, k.Place),
		fmt.Sprintf("As it comes it completes %s at most, and takes %v for a request that meets nobody. It listens on /order, and tells of itself on /stats, /metrics and /healthz; POST /reset starts it afresh.",
			usually(o), o.Service()),
	}
	if k.words != "" {
		parts = append(parts, k.words)
	}
	for i, p := range parts {
		parts[i] = strings.Join(wrapped(p, 80), "\n")
	}
	return strings.Join(parts, "\n\n")
}

// usually writes the capacity of a kind as it comes.
func usually(o gallery.Options) string { return fmt.Sprintf("%.4g/s", o.Capacity()) }

// wrapped breaks a text into lines of so many letters, as far as its words let
// it.
func wrapped(text string, width int) []string {
	lines := []string{""}
	for _, word := range strings.Fields(text) {
		last := &lines[len(lines)-1]
		switch {
		case *last == "":
			*last = word
		case len([]rune(*last))+1+len([]rune(word)) <= width:
			*last += " " + word
		default:
			lines = append(lines, word)
		}
	}
	return lines
}
