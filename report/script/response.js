// The response time of a variant's successes over time: a band from the median
// to the 99th percentile.

function responseChart(place, variant) {
  const chart = spreadChart(place, variant, { keys: ["p99", "p50", "lag"], low: "p99Low", colour: "in-time", axis: data.wait });
  chart.over = promises(data.wait);
  return chart;
}

// rejectChart is the time to be turned away, in a chart of its own: a quick
// refusal on the axis of answers would press them flat.
function rejectChart(place, variant) {
  return spreadChart(place, variant, { keys: ["turn99", "turn50"], colour: "rejected", axis: data.turn });
}

// failChart is the time to fail, in a chart of its own too.
function failChart(place, variant) {
  return spreadChart(place, variant, { keys: ["fail99", "fail50"], colour: "failed", axis: data.fail });
}

// spreadChart draws a 99th percentile and a median with a band between them, and
// the lag where it is asked for.
function spreadChart(place, variant, { keys, low, colour: name, axis }) {
  const chart = { place, variant, height: Number(place.dataset.height), top: 18 };
  const columns = keys.map((key) => measured(variant, key));
  chart.rows = () => [
    { colour: name, word: "p50", of: columns[1], write: wait },
    { colour: name, word: "p99", of: columns[0], write: wait },
    ...(low ? apart(variant, low, keys[0], "p99, by round", wait) : []),
    ...(columns[2] ? [{ word: "lag p99", of: columns[2], write: wait }] : []),
  ];
  chart.draw = () => {
    const options = timeOptions(chart, waitAxis(axis, longest(keys[0])));
    options.series = [{}, line(name, { width: 1 }), line(name, { width: 1.8 }), line("soft", { dash: [1, 2] })].slice(0, 1 + keys.length);
    options.bands = [{ series: [1, 2], fill: () => faint(name, 0.22) }];
    const drawn = [instants(variant), ...columns];
    if (low && known(variant, low)) between(options, drawn, measured(variant, low), columns[0]);
    return new uPlot(options, drawn, place);
  };
  return chart;
}

// longest is the highest value of a column over all variants, of answers at least
// the timeout.
function longest(key) {
  const all = data.variants.flatMap((v) => measured(v, key));
  return all.reduce((top, v) => Math.max(top, v ?? 0), key === "p99" ? data.timeout ?? 0 : 0);
}

// waitAxis is an axis of response times, logarithmic where the view says so. The
// linear one begins at zero.
function waitAxis(axis, top) {
  if (view.log) return { ...axis, log: true, write: wait };
  return { from: 0, to: top * 1.06, write: wait };
}

// promises draws the timeout and the SLO, where they are on the axis.
function promises(axis) {
  const all = [];
  if (data.timeout >= axis.from) all.push(limit("timed-out", data.timeout, "timeout " + wait(data.timeout)));
  if (data.slo >= axis.from) all.push(limit("late", data.slo, "SLO " + wait(data.slo)));
  return all;
}
