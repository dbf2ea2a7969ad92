// What all charts share: axes, rules and margins. Charts over time have the same
// axis and one cursor.

const margin = { left: 46, right: 30 };

// chartOptions returns what the drawing library needs for any chart.
function chartOptions(chart, axes) {
  return {
    width: chart.place.clientWidth,
    height: chart.height,
    padding: [chart.top, margin.right, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      points: { show: false },
      drag: { x: true, y: false, setScale: false, dist: 4 },
      bind: { dblclick: () => () => { reset(); return null; } },
    },
    ...axes,
  };
}

// timeOptions returns what a chart over time needs besides its series.
function timeOptions(chart, y) {
  const options = chartOptions(chart, {
    scales: {
      x: { time: false, range: () => [view.from, view.to] },
      y: { distr: y.log ? 3 : 1, range: [y.from, y.to] },
    },
    axes: [clockAxis(chart), valueAxis(y)],
    hooks: {
      drawClear: [(u) => shadePhases(u)],
      draw: [(u) => { if (!chart.bare) namePeaks(u, chart); (chart.over ?? []).forEach((mark) => mark(u)); }],
      setSelect: [(u) => zoomTo(u)],
      setCursor: [(u) => tell(chart, u)],
    },
  });
  options.cursor.sync = { key: "time", setSeries: false, scales: ["x", null] };
  return options;
}

function axis(more) {
  return { font, stroke: () => colour("soft"), gap: 4, ...more };
}

function clockAxis(chart) {
  const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200];
  return axis({
    size: 22,
    space: 55,
    incrs: steps,
    grid: { show: false },
    ticks: { stroke: () => colour("axis"), size: 3, width: 1 },
    border: { show: true, stroke: () => colour("axis"), width: 1 },
    values: (u, splits, _, __, step) => splits.map((s) => clock(s, step)),
  });
}

function valueAxis(y) {
  return axis({
    scale: "y",
    size: margin.left,
    splits: y.ticks ? () => y.ticks : undefined,
    filter: (u, splits) => splits,
    grid: { stroke: () => colour("rule"), width: 1 },
    ticks: { show: false },
    values: (u, splits) => splits.map((s) => y.write(s)),
  });
}

// band paints what lies between a line and the base.
function band(name, share = 1) {
  return { stroke: null, width: 0, fill: () => faint(name, share), points: { show: false } };
}

// between adds to a chart the band between two columns, for how far apart the
// rounds lie.
function between(options, columns, low, high) {
  const edge = () => ({ stroke: () => faint("ink", 0.35), width: 0.7, points: { show: false } });
  const first = options.series.length;
  options.series.push(edge(), edge());
  options.bands = [...(options.bands ?? []), { series: [first, first + 1], fill: () => faint("ink", 0.12) }];
  columns.push(high, low);
}

// line draws a line; one that stands alone is a dot.
function line(name, more = {}) {
  return { stroke: () => colour(name), width: 1.2, points: { show: false }, ...more };
}
