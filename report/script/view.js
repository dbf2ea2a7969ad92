// What of the charts is in sight: which stretch of time, which variants, and on
// which axis of response times. All charts follow one view.

const view = { from: 0, to: data.length, log: true, hidden: new Set() };

// charts are all that are drawn, in the order of the page.
const charts = [];

// zoom shows a stretch of time in all charts.
function zoom(from, to) {
  const least = data.length / 1000;
  from = Math.max(0, from);
  to = Math.min(data.length, to);
  if (!(to - from >= least)) return;
  Object.assign(view, { from, to });
  for (const chart of charts.filter((c) => c.variant)) chart.plot?.setScale("x", { min: from, max: to });
  changed();
}

// zoomTo shows what was marked by dragging.
function zoomTo(u) {
  if (!(u.select.width > 0)) return;
  const { left, width } = u.select;
  u.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
  zoom(u.posToVal(left, "x"), u.posToVal(left + width, "x"));
}

// reset shows the whole length again.
function reset() {
  zoom(0, data.length);
}

// toggle hides a variant, or shows it again.
function toggle(name) {
  if (!view.hidden.delete(name)) view.hidden.add(name);
  show();
}

// flip changes between a logarithmic and a linear axis of response times.
function flip() {
  view.log = !view.log;
  show();
}

// show draws everything anew that depends on more than the stretch of time. The
// charts of streams stay pictures, and are hidden with the others.
function show() {
  for (const figure of document.querySelectorAll("figure[data-variant]")) figure.hidden = view.hidden.has(figure.dataset.variant);
  for (const chart of charts) {
    const name = chart.variant?.name;
    const figure = chart.place.closest("figure");
    if (name !== undefined) figure.hidden = view.hidden.has(name);
    if (!figure.hidden) redraw(chart);
  }
  changed();
}

// redraw draws a chart from nothing.
function redraw(chart) {
  chart.plot?.destroy();
  chart.plot = chart.draw();
  chart.plot.over.append(chart.box);
  chart.plot.ctx.canvas.setAttribute("aria-hidden", "true"); // its place has a name
  chart.box.hidden = true;
}

// changed tells the rest of the page that the view is another.
function changed() {
  writeLink();
  writeTools();
}
