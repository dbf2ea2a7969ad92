// The charts by keyboard: arrows move the cursor, plus and minus zoom around it,
// Escape shows all again.

function keys(chart) {
  const { place } = chart;
  const name = place.querySelector("svg title").textContent;
  place.tabIndex = 0;
  place.setAttribute("role", "group");
  place.setAttribute("aria-label", name + ". Arrow keys move the cursor, plus and minus zoom, Escape shows all.");
  place.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = actions(chart, event.shiftKey ? 10 : 1)[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  place.addEventListener("blur", () => chart.plot.setCursor({ left: -10, top: -10 }));
}

function actions(chart, step) {
  return {
    ArrowLeft: () => move(chart, -step),
    ArrowRight: () => move(chart, step),
    Home: () => move(chart, -Infinity),
    End: () => move(chart, Infinity),
    "+": () => magnify(chart, 0.5),
    "=": () => magnify(chart, 0.5),
    "-": () => magnify(chart, 2),
    Escape: reset,
  };
}

// move puts the cursor so many windows further, within what is in sight.
function move(chart, by) {
  const u = chart.plot;
  const x = u.data[0];
  const [first, last] = sight(u);
  const now = u.cursor.left >= 0 ? u.cursor.idx : by > 0 ? first - 1 : last + 1;
  const next = Math.min(last, Math.max(first, now + by));
  u.setCursor({ left: u.valToPos(x[next], "x"), top: u.over.clientHeight / 2 }, true, true);
  announce(says(chart, next));
}

// sight returns the first and the last window in sight.
function sight(u) {
  const { min, max } = u.scales.x;
  const x = u.data[0];
  const first = x.findIndex((v) => v >= min);
  let last = x.length - 1;
  while (last > first && x[last] > max) last--;
  return [Math.max(0, first), last];
}

// magnify makes what is in sight longer or shorter, around the cursor.
function magnify(chart, times) {
  if (!chart.variant) return;
  const u = chart.plot;
  const at = u.cursor.left >= 0 ? u.posToVal(u.cursor.left, "x") : (view.from + view.to) / 2;
  zoom(at - (at - view.from) * times, at + (view.to - at) * times);
}
