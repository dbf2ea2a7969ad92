package reference

import (
	"github.com/prometheus/client_golang/prometheus"

	"matchday/targets/model"
)

// databasePage is what a station with a database behind it tells besides. The
// queue for a connection is one that nothing else shows.
var databasePage = [...]metric{
	counter("database_accepted_total", "Requests that came to the database.",
		func(c model.Counters) float64 { return float64(c.Database.Accepted) }),
	refusedByDatabase("full", func(c model.Counters) float64 { return float64(c.Database.RejectedFull) }),
	refusedByDatabase("wait", func(c model.Counters) float64 { return float64(c.Database.RejectedWait) }),
	gauge("database_inside", "Requests being served by the database.",
		func(c model.Counters) float64 { return float64(c.Database.Inside) }),
	gauge("database_queued", "Requests waiting for a connection to the database.",
		func(c model.Counters) float64 { return float64(c.Database.Queued) }),
	counter("database_inside_seconds_total", "Time integral of requests being served by the database.",
		func(c model.Counters) float64 { return c.Database.InsideTime.Seconds() }),
	counter("database_queued_seconds_total", "Time integral of requests waiting for a connection to the database.",
		func(c model.Counters) float64 { return c.Database.QueuedTime.Seconds() }),
	counter("database_work_done_seconds_total", "CPU time of the database given to requests; part of all work done.",
		func(c model.Counters) float64 { return c.Database.WorkDone.Seconds() }),
}

func refusedByDatabase(reason string, read func(model.Counters) float64) metric {
	desc := prometheus.NewDesc("matchday_target_database_rejected_total", "Requests refused by the database; part of all rejected.",
		nil, prometheus.Labels{"reason": reason})
	return metric{desc, prometheus.CounterValue, read}
}
