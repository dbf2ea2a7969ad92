package main

import (
	"debug/buildinfo"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// A site is where it is measured, and with which programs.
type site struct {
	server, client int               // cores
	programs       map[string]string // paths by name
	versions       []string          // "wrk 4.1.0", of what was found
	accounts       bool              // whether memory can be accounted for
}

// newSite chooses two cores and looks for the programs.
func newSite(o options) (site, error) {
	s := site{programs: map[string]string{}}
	if err := s.choose(o.cpus); err != nil {
		return s, err
	}
	_, err := os.Stat(accountant)
	s.accounts = err == nil
	look := append([]tool{{name: "nginx", program: "nginx", version: []string{"-v"}}}, o.chosen()...)
	for _, t := range look {
		if _, known := s.programs[t.program]; known {
			continue
		}
		path, err := find(t.program, o.folders)
		if err != nil {
			continue
		}
		s.programs[t.program] = path
		s.versions = append(s.versions, t.program+" "+t.versionOf(path))
	}
	return s, nil
}

// choose takes the first two cores that this process may use, unless told.
func (s *site) choose(cpus []int) error {
	var allowed unix.CPUSet
	if err := unix.SchedGetaffinity(0, &allowed); err != nil {
		return fmt.Errorf("cores of this process: %w", err)
	}
	if len(cpus) == 0 {
		for cpu := 0; len(cpus) < 2 && cpu < 8*len(allowed)*8; cpu++ {
			if allowed.IsSet(cpu) {
				cpus = append(cpus, cpu)
			}
		}
	}
	if len(cpus) < 2 {
		return errors.New("there is one core only: want one for the server and another for the client")
	}
	for _, cpu := range cpus {
		if !allowed.IsSet(cpu) {
			return fmt.Errorf("core %d: this process may not use it", cpu)
		}
	}
	s.server, s.client = cpus[0], cpus[1]
	return nil
}

// find looks for a program in the folders and then on the PATH.
func find(name string, folders []string) (string, error) {
	for _, folder := range folders {
		path, err := filepath.Abs(filepath.Join(folder, name))
		if err != nil {
			return "", err
		}
		if _, err := exec.LookPath(path); err == nil {
			return path, nil
		}
	}
	path, err := exec.LookPath(name)
	if err != nil {
		return "", err
	}
	return filepath.Abs(path)
}

// program returns the path of a program, or an error that says how to get it.
func (s site) program(name string) (string, error) {
	if path := s.programs[name]; path != "" {
		return path, nil
	}
	return "", fmt.Errorf("%s is not installed; ci/bench/install does it", name)
}

// versionOf asks the tool, or its file if the version is in there.
func (t tool) versionOf(path string) string {
	if t.version == nil {
		built, err := buildinfo.ReadFile(path)
		if err != nil {
			return "unknown"
		}
		return strings.TrimPrefix(built.Main.Version, "v") + " (" + built.GoVersion + ")"
	}
	text, _ := exec.Command(path, t.version...).CombinedOutput() // wrk prints it and exits with 1
	return versionIn(string(text))
}

// A snapshot is the machine's time at an instant.
type snapshot struct {
	at   time.Time
	cpu  ticks
	load string // averages of runnable tasks
}

func newSnapshot() snapshot {
	stat, _ := os.ReadFile("/proc/stat")
	load, _ := os.ReadFile("/proc/loadavg")
	fields := strings.Fields(string(load))
	cpu, _ := parseTicks(string(stat))
	return snapshot{time.Now(), cpu, strings.Join(fields[:min(3, len(fields))], " ")}
}

// facts are what a reader has to know of the place and the time, to judge the
// figures by.
func (s site) facts(began snapshot, wakings []float64) []fact {
	var name unix.Utsname
	kernel := "unknown"
	if unix.Uname(&name) == nil {
		kernel = unix.ByteSliceToString(name.Release[:])
	}
	cpuinfo, _ := os.ReadFile("/proc/cpuinfo")
	now := newSnapshot()
	return []fact{
		{"date", began.at.UTC().Format("2006-01-02 15:04 MST")},
		{"machine", fmt.Sprintf("%s, %d cores, %s", processor(string(cpuinfo)), runtime.NumCPU(), runtime.GOARCH)},
		{"cores", fmt.Sprintf("server on %d, client on %d", s.server, s.client)},
		{"kernel", "Linux " + kernel},
		{"Go", runtime.Version()},
		{"tools", strings.Join(s.versions, ", ")},
		{"took", now.at.Sub(began.at).Round(time.Second).String()},
		{"steal", fmt.Sprintf("%.2f %% of processor time, taken by other machines on the same host", 100*now.cpu.since(began.cpu))},
		{"load", began.load + " before"},
		{"waking", wakingFact(wakings)},
	}
}

// wakingFact tells what is paid for each waking up, whatever is done then.
func wakingFact(wakings []float64) string {
	w, ok := spreadOf(wakings)
	if !ok {
		return unknown
	}
	return fmt.Sprintf("%s µs of processor time for each time that a thread wakes up, without anything done then", w.text(three))
}
