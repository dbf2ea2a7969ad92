// Puts charts that can be zoomed where pictures stand. The pictures stay: they
// are what is printed, and what is seen if anything here goes wrong.

const builders = { load: loadChart, also: alsoChart, flight: flightChart, response: responseChart, reject: rejectChart, fail: failChart, spectrum: spectrumChart };

function start() {
  if (!document.getElementById("tools")) return; // nothing was measured, and so nothing is drawn
  follow();
  for (const place of document.querySelectorAll("[data-chart]")) {
    const variant = data.variants.find((v) => v.name === place.dataset.variant);
    const chart = builders[place.dataset.chart](place, variant);
    chart.box = element("div", "box");
    charts.push(chart);
  }
  show();
  for (const chart of charts) {
    chart.place.classList.add("live");
    keys(chart);
  }
  tools();
  watch();
}

// watch draws anew what the page's width, the theme or the address change.
function watch() {
  const sizes = new ResizeObserver((all) => {
    for (const { target } of all) {
      const chart = charts.find((c) => c.place === target);
      const width = target.clientWidth;
      if (width > 0 && width !== chart.plot?.width) chart.plot?.setSize({ width, height: chart.height });
    }
  });
  for (const chart of charts) sizes.observe(chart.place);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => charts.forEach((c) => c.plot?.redraw(false)));
  addEventListener("hashchange", () => { follow(); show(); });
}
