package main

import (
	"fmt"
	"path/filepath"
	"strconv"
)

// peers returns the other load generators, each with the flags that suit the
// task best: quiet, nothing shown while it runs, no server of its own.
func peers() []tool {
	return []tool{
		wrk(), h2load(), vegeta(),
		{
			name: "hey", program: "hey", told: toldByHey,
			closed: func(t task) call {
				return call{args: []string{"-z", t.length.String(), "-c", strconv.Itoa(t.connections), t.url}}
			},
			open: func(t task) call {
				return call{args: []string{"-z", t.length.String(), "-c", strconv.Itoa(t.connections), "-q", t.share(), t.url}}
			},
		},
		{
			name: "fortio", program: "fortio", told: toldByFortio,
			closed: func(t task) call { return fortio(t, "0") },
			open:   func(t task) call { return fortio(t, t.perSecond(), "-uniform") },
		},
		{
			name: "bombardier", program: "bombardier", told: toldByBombardier,
			closed: func(t task) call { return bombardier(t) },
			open:   func(t task) call { return bombardier(t, "-r", t.perSecond()) },
		},
		{
			name: "plow", program: "plow", told: toldByPlow,
			closed: func(t task) call { return plow(t) },
			open:   func(t task) call { return plow(t, "--rate", t.perSecond()+"/s") },
		},
		{
			name: "k6", program: "k6", told: toldByK6,
			closed: func(t task) call {
				return k6(t, fmt.Sprintf("executor: 'constant-vus', vus: %d", t.connections))
			},
			open: func(t task) call { return k6(t, k6Arrivals(t)) },
		},
	}
}

func wrk() tool {
	return tool{
		name: "wrk", program: "wrk", version: []string{"-v"}, lacks: "has no rate",
		closed: func(t task) call {
			return call{args: []string{"-t1", "-c" + strconv.Itoa(t.connections), "-d" + t.seconds() + "s", t.url}}
		},
	}
}

func h2load() tool {
	args := func(t task, more ...string) call {
		all := []string{"--h1", "-t1", "-c" + strconv.Itoa(t.connections), "-D" + t.seconds()}
		return call{args: append(append(all, more...), t.url)}
	}
	return tool{
		name: "h2load", program: "h2load", version: []string{"--version"}, lacks: "tells no percentiles",
		closed: func(t task) call { return args(t) },
		open:   func(t task) call { return args(t, "--rps="+t.share()) },
	}
}

// vegeta stores results in one call, whose cost is counted, and sums them up
// in another, whose cost is not.
func vegeta() tool {
	args := func(t task, more ...string) call {
		results := filepath.Join(t.dir, "results.bin")
		return call{
			args:  append([]string{"attack", "-duration", t.length.String(), "-timeout", "10s", "-output", results}, more...),
			stdin: "GET " + t.url + "\n",
			after: []string{"report", "-type=json", results},
		}
	}
	return tool{
		name: "vegeta", program: "vegeta", told: toldByVegeta,
		closed: func(t task) call {
			n := strconv.Itoa(t.connections)
			return args(t, "-rate", "0", "-workers", n, "-max-workers", n)
		},
		open: func(t task) call { return args(t, "-rate", t.perSecond()+"/1s") },
	}
}

func fortio(t task, rate string, more ...string) call {
	args := []string{"load", "-quiet", "-json", "-", "-p", "50,90,99,99.9", "-r", "0.0001",
		"-c", strconv.Itoa(t.connections), "-t", t.length.String(), "-qps", rate}
	return call{args: append(append(args, more...), t.url)}
}

func bombardier(t task, more ...string) call {
	args := []string{"-c", strconv.Itoa(t.connections), "-d", t.length.String(), "-t", "10s", "-l", "-p", "r", "-o", "json"}
	return call{args: append(append(args, more...), t.url)}
}

func plow(t task, more ...string) call {
	args := []string{"-c", strconv.Itoa(t.connections), "-d", t.length.String(), "--summary", "--json", "--listen", ""}
	return call{args: append(append(args, more...), t.url)}
}

// k6Arrivals gives k6 the virtual users that it needs while nobody answers:
// it makes more of them only slowly, and drops requests that find none free.
func k6Arrivals(t task) string {
	users := t.connections + int(1.2*t.rate*t.pause.freeze.Seconds())
	return fmt.Sprintf("executor: 'constant-arrival-rate', rate: %s, timeUnit: '1s', preAllocatedVUs: %d, maxVUs: %d", t.perSecond(), users, users)
}

// k6 must not call home, nor open its own port.
func k6(t task, scenario string) call {
	summary := filepath.Join(t.dir, "summary.json")
	return call{
		args: []string{"run", "--quiet", "--no-usage-report", "--address", "", "--summary-export", summary, "-"},
		told: summary,
		stdin: fmt.Sprintf(`import http from 'k6/http';
export const options = {
  discardResponseBodies: true,
  summaryTrendStats: ['p(50)', 'p(90)', 'p(99)', 'p(99.9)'],
  scenarios: { all: { %s, duration: '%ss', gracefulStop: '3s' } },
};
export default function () { http.get('%s'); }
`, scenario, t.seconds(), t.url),
	}
}
