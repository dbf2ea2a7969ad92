package experiment

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"matchday/measure"
	"matchday/targets/model"
)

// ofTarget builds an experiment on a reference service.
func ofTarget(t *testing.T, keys string) Experiment {
	t.Helper()
	f, err := Parse("match/shop.yaml", []byte("profile: hold 10/s 10s\ntarget: {reference: ps, "+keys+"}\nvariants: [20/20]\n"))
	if err != nil {
		t.Fatal(err)
	}
	e, err := f.Build(fstest.MapFS{"times.txt": {Data: []byte("10ms\n50ms\n")}})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// Model and process are told the same of the database; what a file leaves out is
// as usual.
func TestDatabase(t *testing.T) {
	check := func(keys string, args string, want model.Database) {
		t.Helper()
		e := ofTarget(t, keys)
		o, err := e.Target.Reference.options(Trial{})
		if err != nil {
			t.Fatal(err)
		}
		got := *o.Database
		if got.CPUs != want.CPUs || got.Demand != want.Demand || got.Sizes.String() != want.Sizes.String() ||
			got.Overhead != want.Overhead || got.Conns != want.Conns {
			t.Errorf("%s: the model is told %+v, want %+v", keys, got, want)
		}
		if told := strings.Join(e.Target.Reference.Args(1), " "); !strings.HasSuffix(told, args) {
			t.Errorf("%s: the process is told %s\nwant it to end with %s", keys, told, args)
		}
	}
	const ms = time.Millisecond
	check("database: {}", " --database-cpus 20 --database-demand 50ms --database-sizes fixed --database-overhead 0 --database-conns none",
		model.Database{CPUs: 20, Demand: 50 * ms})
	check("demand: 0s, database: {cpus: 8, demand: 20ms, overhead: 0.02, conns: 10/inf}, dips: [1 at 1s for 1s]",
		" --database-cpus 8 --database-demand 20ms --database-sizes fixed --database-overhead 0.02 --database-conns 10/inf --dip 1 at 1s for 1s",
		model.Database{CPUs: 8, Demand: 20 * ms, Overhead: .02, Conns: setting{Inside: 10, Queue: -1}.bulkhead()})
}

// The sizes at the database may come from a file, and bring their mean along.
func TestSizesAtTheDatabase(t *testing.T) {
	r := ofTarget(t, "database: {sizes: 'file:times.txt'}").Target.Reference
	if r.Demand != 50*time.Millisecond || r.Database.Demand != 30*time.Millisecond {
		t.Errorf("demands %v and %v, want 50ms and 30ms", r.Demand, r.Database.Demand)
	}
	if told := strings.Join(r.Args(1), " "); !strings.Contains(told, "--sizes fixed ") || !strings.Contains(told, "--database-sizes file:match/times.txt ") {
		t.Errorf("the process is told %s", told)
	}
}

// What the slower of the two can do is what the service can; a request takes the
// time of both.
func TestFactsOfADatabase(t *testing.T) {
	check := func(keys string, cpus int, demand time.Duration, capacity float64) {
		t.Helper()
		target := ofTarget(t, keys).Target
		if f := target.Facts; f.CPUs != cpus || f.Demand != demand || target.Capacity() != capacity {
			t.Errorf("%s: %d CPUs, %v, %v/s; want %d, %v, %v/s", keys, f.CPUs, f.Demand, target.Capacity(), cpus, demand, capacity)
		}
	}
	const ms = time.Millisecond
	check("demand: 50ms", 20, 50*ms, 400)
	check("demand: 0s, database: {}", 20, 50*ms, 400)                   // a pool of threads
	check("demand: 0s, database: {conns: 10/inf}", 10, 50*ms, 200)      // of whom ten wait for a connection
	check("demand: 0s, database: {conns: 40/inf}", 20, 50*ms, 400)      // more than it has processors for
	check("demand: 1ms, database: {}", 20, 51*ms, 400)                  // 20.4
	check("database: {}", 40, 100*ms, 400)                              // twenty at either
	check("database: {cpus: 80}", 40, 100*ms, 400)                      // which mostly idles
	check("demand: 100ms, database: {cpus: 40}", 30, 150*ms, 200)       // as many at both as each can serve
	check("demand: 100ms, cpus: 100, database: {}", 60, 150*ms, 400)    // the database is the bottleneck
	check("demand: 100ms, cpus: 3, database: {cpus: 3}", 5, 150*ms, 30) // 4.5
}

func TestFaultsOfADatabase(t *testing.T) {
	check := func(target, want string) {
		t.Helper()
		_, err := read("profile: hold 10/s 10s\ntarget: {" + target + "}\nvariants: [none]\n")
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s:\n got %v\nwant %q in it", target, err, want)
		}
	}
	check("reference: ps, demand: 0s", "shop.yaml:2:33: demand 0s: want a positive duration such as 50ms, or a database that has one")
	check("reference: ps, demand: soon", `"soon" is not a duration such as 50ms`)
	check("reference: ps, demand: -1s", `"-1s" is not a duration such as 50ms`)
	check("reference: ps, database: {cpus: -1}", "shop.yaml:2:35: database: cpus -1: want at least 1")
	check("reference: ps, database: {demand: 0s}", `"0s" is not a positive duration such as 500ms`)
	check("reference: ps, database: {sizes: odd}", `shop.yaml:2:43: sizes "odd": want fixed`)
	check("reference: ps, database: {conns: 20}", `bulkhead "20": want none or inside/queue`)
	check("reference: ps, database: {threads: 20}", `key "threads" is unknown; database: cpus, demand, sizes, overhead, conns`)
	check("url: 'http://127.0.0.1', database: {}", "database: want them with reference: ps only")
}

// The bound decides, and where it is counted: without one in front the server goes
// down with its database, unless the connections to that are bounded.
func TestDocumentedDatabase(t *testing.T) {
	text, err := os.ReadFile("../../../../docs/database.yaml")
	if err != nil {
		t.Fatal(err)
	}
	check := func(conns, bulkhead string, want measure.Verdict) {
		t.Helper()
		e, err := read(strings.Replace(string(text), "conns: none", "conns: "+conns, 1))
		if err != nil {
			t.Fatal(err)
		}
		var s setting
		if err := s.UnmarshalText([]byte(bulkhead)); err != nil {
			t.Fatal(err)
		}
		for seed := range uint64(3) {
			one := e.only(s.bulkhead())
			one.Seed = 1 + seed
			f, err := Find(t.Context(), one)
			if err != nil {
				t.Fatal(err)
			}
			if f.Judgement.Verdict != want {
				t.Errorf("conns %s, bulkhead %s, seed %d: %v, want %v", conns, bulkhead, one.Seed, f.Judgement.Verdict, want)
			}
		}
	}
	check("none", "none", measure.Metastable)
	check("none", "20/inf", measure.Metastable)
	check("none", "20/20", measure.Recovered)
	check("20/inf", "none", measure.Metastable)
	check("20/20", "none", measure.Recovered)
	check("20/20", "100/100", measure.Recovered)
}
