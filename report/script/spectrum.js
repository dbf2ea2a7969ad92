// The whole distributions of all variants, on an axis on which every further
// nine takes the same room. Variants differ by dashes, as colours mean outcomes.

const dashes = [[], [7, 3], [2, 2.5], [8, 3, 2, 3]];

// shapes are the corners of the marks on the lines: those with the same dashes have
// another one.
const shapes = [
  [[-3, -3], [3, -3], [3, 3], [-3, 3]],
  [[0, -4], [4, 3], [-4, 3]],
  [[0, -4], [4, 0], [0, 4], [-4, 0]],
  [[0, 4], [4, -3], [-4, -3]],
];

function spectrumChart(place) {
  const { nines, axis: below, wait: up, names } = data.spectrum;
  const lines = data.spectrum.lines.map(unpacked);
  const chart = { place, height: Number(place.dataset.height), top: 8, over: promises(up) };
  const full = (values) => nines.map((_, i) => values[i] ?? null);
  const shown = () => data.variants.map((v, i) => ({ v, i })).filter(({ v }) => !view.hidden.has(v.name));
  chart.rows = () => shown().map(({ v, i }) => ({ word: v.name, of: full(lines[i]), write: wait }));
  chart.title = (i) => percentile(nines[i]);
  chart.draw = () => {
    const y = waitAxis(up, up.to / 1.6);
    const options = chartOptions(chart, {
      scales: { x: { time: false, range: [0, below.to] }, y: { distr: y.log ? 3 : 1, range: [y.from, y.to] } },
      axes: [axis({
        size: 26,
        splits: () => below.ticks,
        filter: (u, splits) => splits,
        grid: { stroke: () => colour("rule"), width: 1, dash: [1, 3] },
        ticks: { show: false },
        values: (u, splits) => roomy(u, splits, names),
      }), valueAxis(y)],
      hooks: {
        draw: [(u) => { chart.over.forEach((mark) => mark(u)); markLines(u, shown(), below.ticks); nameLines(u, shown(), lines); }],
        setCursor: [(u) => tell(chart, u)],
      },
    });
    options.padding[1] = nameRoom();
    options.cursor.drag.x = false;
    options.series = [{}, ...shown().map(({ v, i }) => line(v.best ? "ink" : "soft", {
      dash: v.best ? [] : dashes[i % dashes.length],
      width: v.best ? 2.2 : 1.5,
    }))];
    return new uPlot(options, [nines, ...shown().map(({ i }) => full(lines[i]))], place);
  };
  return chart;
}

// roomy leaves out the names of ticks that stand too close to the one before.
function roomy(u, splits, names) {
  let free = -Infinity;
  return splits.map((split, i) => {
    const x = u.valToPos(split, "x");
    if (x < free) return "";
    free = x + 40;
    return names[i];
  });
}

// nameRoom is how much the names of the variants take beside the plot.
function nameRoom() {
  const longest = Math.max(0, ...data.variants.map((v) => v.name.length));
  return Math.min(150, 30 + 7 * longest);
}

// percentile writes so many nines.
function percentile(nines) {
  return (100 * (1 - 10 ** -nines)).toFixed(Math.max(1, Math.ceil(nines) - 1)) + " %";
}

// markLines sets the mark of each line at the labelled percentiles, as far as it
// goes.
function markLines(u, shown, ticks) {
  const places = ticks.map((t) => u.valToIdx(t));
  shown.forEach(({ v, i }, k) => {
    for (const at of places.filter((p) => u.data[k + 1][p] !== null)) {
      mark(u.ctx, { v, i }, u.valToPos(u.data[0][at], "x", true), u.valToPos(u.data[k + 1][at], "y", true));
    }
  });
}

// mark draws the mark of a variant, filled for the best.
function mark(ctx, { v, i }, x, y) {
  ctx.save();
  pen(ctx, v.best ? "ink" : "soft");
  ctx.lineWidth = 1.3 * ratio();
  ctx.fillStyle = colour(v.best ? "ink" : "card");
  ctx.beginPath();
  for (const [right, down] of shapes[(i + Math.floor(i / 4)) % 4]) ctx.lineTo(x + right * ratio(), y + down * ratio());
  ctx.closePath();
  ctx.fill();
  ctx.stroke();
  ctx.restore();
}

// nameLines writes the names of the lines at their ends with their marks, moved
// apart where they end close to each other.
function nameLines(u, shown, lines) {
  const { ctx } = u;
  const x = u.bbox.left + u.bbox.width + 8 * ratio();
  const ends = shown.filter(({ i }) => lines[i].length).map(({ v, i }) => ({ v, i, y: u.valToPos(lines[i].at(-1), "y", true) }));
  ends.sort((a, b) => a.y - b.y);
  let free = 0;
  ctx.save();
  for (const { v, i, y } of ends) {
    pen(ctx, "ink");
    ctx.font = (v.best ? "600 " : "") + sized(font, 12);
    free = Math.max(y + 4 * ratio(), free);
    ctx.fillText(v.name.length > 18 ? v.name.slice(0, 17) + "…" : v.name, x + 10 * ratio(), free);
    mark(ctx, { v, i }, x + 2 * ratio(), free - 4 * ratio());
    free += 15 * ratio();
  }
  ctx.restore();
}
