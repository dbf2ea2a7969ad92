package results

import "matchday/measure"

// A track is where windows are written as they come: those of a whole trial, or
// of one stream in a folder of its own.
type track struct {
	folder   string // in the trial's, "" for the trial's own
	timeline *table[Row]
	latency  *histLog
}

// newTrack begins the files of a track.
func newTrack(t *TrialWriter, folder string) (k track, err error) {
	k.folder = folder
	if k.timeline, err = newTrialTable(t, k.in(timelineFile), rowColumns()); err != nil {
		return k, err
	}
	k.latency, err = t.histLog(k.in(latencyFile))
	return k, err
}

// in returns the path of one of the track's files in the trial's folder.
func (k track) in(name string) string {
	if k.folder == "" {
		return name
	}
	return k.folder + "/" + name
}

// window writes a window with its histograms.
func (k track) window(w measure.Window) error {
	var err error
	if w.Latency != nil {
		w.Latency.Each(func(tag string, h *measure.Hist) {
			err = first(err, k.latency.write(interval{tag, w.Start, w.End(), *h}))
		})
	}
	if err = first(err, k.latency.flush()); err != nil {
		return err
	}
	// The row comes last: where there is a row, its histograms are whole.
	return first(k.timeline.append(RowOf(w)), k.timeline.flush())
}

func (k track) sync() error  { return first(k.latency.sync(), k.timeline.sync()) }
func (k track) close() error { return first(k.latency.close(), k.timeline.close()) }
