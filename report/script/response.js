// The response time of a variant's successes over time: a band from the median
// to the 99th percentile.

function responseChart(place, variant) {
  const chart = { place, variant, height: Number(place.dataset.height), top: 18 };
  const columns = ["p99", "p50", "lag"].map((key) => measured(variant, key));
  chart.over = promises(data.wait);
  chart.rows = () => [
    { colour: "in-time", word: "p50", of: columns[1], write: wait },
    { colour: "in-time", word: "p99", of: columns[0], write: wait },
    { word: "lag p99", of: columns[2], write: wait },
  ];
  chart.draw = () => {
    const options = timeOptions(chart, waitAxis(data.wait, longest()));
    options.series = [
      {},
      line("in-time", { width: 1 }),
      line("in-time", { width: 1.8 }),
      line("soft", { dash: [1, 2] }),
    ];
    options.bands = [{ series: [1, 2], fill: () => faint("in-time", 0.22) }];
    return new uPlot(options, [instants(variant), ...columns], place);
  };
  return chart;
}

// longest is the highest 99th percentile of all variants, or the timeout.
function longest() {
  const all = data.variants.flatMap((v) => measured(v, "p99"));
  return all.reduce((top, v) => Math.max(top, v ?? 0), data.timeout ?? 0);
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
