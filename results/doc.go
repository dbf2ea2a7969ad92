// Package results keeps runs on disk: one directory a run, written as the run
// goes, renamed into place when it is whole, readable with cat.
//
//	<store>/<id>/
//	  run.json           the [Run]: experiment as understood, environment, trials, figures
//	  experiment.yaml    the experiment, word for word
//	  map.json           of a run on a model the [Map] around its settings, where one was made
//	  trials/<number>-<variant>-r<round>/
//	    timeline.csv     one [Row] a window
//	    latency.hlog     HdrHistogram log (V2): one line for each window and histogram
//	    phases.hlog      the same by phase, tagged phase/histogram, the whole trial as "all"
//	    target.csv       one [TargetRow] a reading, where anything is known of the target
//	    target.log       what the target printed, if it was started for the trial
//	    samples.csv      one [measure.Sample] a line, only when asked for
//	    <stream>/        of each stream, where there are several: timeline.csv, latency.hlog
//	                     and phases.hlog as above, of its own attempts
//
// While a run is going its directory is called <id>.partial. A run that is
// killed leaves it behind: it is listed and loaded like any other, marked as
// partial, without the line that was torn.
//
// # Columns
//
// The first line of a CSV file names its columns. A name that ends in _s is in
// seconds, in _ms in milliseconds, in _bytes in bytes; everything else is a
// count. Instants are offsets from the start of the trial. Readers go by name:
// columns they do not know are skipped, columns that are not there are zero.
//
// timeline.csv: start_s, length_s and users of the window; attempts due in it by
// outcome (unsent … ok); users by the outcome of their last attempt
// (users_unsent … users_ok); in_slo, users_in_slo, sent_due, sent, answered and
// good as in [measure.Counts]; occupied_s and gauge_s, time in flight by the
// samples and by the gauge; max_flight; in_bytes, out_bytes; p50_ms and p99_ms
// of the response time of successes, lag_p99_ms of everything that left,
// reject_p50_ms and reject_p99_ms of the time to be turned away, fail_p50_ms and
// fail_p99_ms of the time until an attempt that left failed in any other way but
// by timing out. The last seven are empty where there was nothing to measure.
//
// target.csv: at_s, inside, queued and zombies at that instant; accepted,
// completed, late, rejected, work_done_s, work_wasted_s and cpu_s since the
// trial began; rss_bytes, threads and descriptors at that instant. From inside to
// work_wasted_s a cell is empty where the target does not tell it, and the last
// four are 0 where its machine does not. Columns after that, "also " and the name of
// a series, are what else the target was asked for: as it stands there, or empty.
//
// samples.csv: user, attempt, last (1 or 0), arrived_s, due_s, sent_s,
// first_byte_s, done_s, outcome, status, request, in_bytes, out_bytes, and by the
// target's own word queued_s and inside_s, in the order in which attempts ended.
//
// # Costs
//
// Storing must not disturb what is measured. A window takes some ten
// microseconds and hardly any garbage, and its files are brought to the disk
// about once a second, beside the run. A line of a histogram log is less than
// two hundred bytes at some hundred requests a second. A run in virtual time is
// brought to the disk once: four trials of half a minute are stored in less
// than a twentieth of a second.
//
// # Limits
//
// The package never changes a run that is there, never writes over one, and
// draws no conclusions of its own: only the summary of a trial that was killed
// is put together from its rows, with the definitions of package measure.
package results
