package model

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// A plain station is processor sharing written down as it is defined: the work
// left of every job is reduced at every event.
type plain struct {
	cpus, overhead float64
	now            float64
	jobs           []plainJob // in order of entry
}

type plainJob struct {
	id     int
	demand time.Duration
	left   float64
}

func (p *plain) speed() float64 {
	n := float64(len(p.jobs))
	return min(1, p.cpus/n) / (1 + p.overhead*max(0, n-p.cpus)/p.cpus)
}

func (p *plain) advance(at float64) {
	served := p.speed() * (at - p.now)
	for i := range p.jobs {
		p.jobs[i].left -= served
	}
	p.now = at
}

func (p *plain) enter(at, demand time.Duration, id int) {
	p.advance(float64(at))
	p.jobs = append(p.jobs, plainJob{id, demand, float64(demand)})
}

func (p *plain) remove(at time.Duration, id int) plainJob {
	p.advance(float64(at))
	i := slices.IndexFunc(p.jobs, func(j plainJob) bool { return j.id == id })
	job := p.jobs[i]
	p.jobs = slices.Delete(p.jobs, i, i+1)
	return job
}

// next returns the job with the least work left and when it will be done.
func (p *plain) next() (id int, at float64) {
	if len(p.jobs) == 0 {
		return -1, math.Inf(1)
	}
	job := slices.MinFunc(p.jobs, func(a, b plainJob) int { return cmp.Compare(a.left, b.left) })
	return job.id, p.now + max(0, job.left)/p.speed()
}
