// What a variant had in flight, against what its target says it holds and the
// bulkhead's limits.

function flightChart(place, variant) {
  const chart = { place, variant, height: Number(place.dataset.height), top: 18 };
  const flight = column(variant, "flight");
  const [inside, queued] = [measured(variant, "inside"), measured(variant, "queued")];
  const system = inside.map((v, i) => (v === null ? queued[i] : v + queued[i]));
  const least = (c) => c.map((v) => (v === null ? null : Math.max(v, data.flight.from))); // a logarithm has no zero
  chart.over = [bounds(variant.bounds ?? [])];
  chart.rows = () => [
    { colour: "in-flight", word: "in flight", of: flight, write: digits },
    ...(known(variant, "inside") ? [
      { word: "inside", of: inside, write: digits },
      { word: "queued", of: queued, write: digits },
    ] : []),
    ...apart(variant, "flightLow", "flightHigh", "by round", digits),
  ];
  chart.draw = () => {
    const options = timeOptions(chart, { ...data.flight, log: true, write: digits });
    options.series = [{}, band("in-flight", 0.16), band("in-flight", 0.2), line("in-flight", { width: 1.4 })];
    const columns = [instants(variant), least(system), least(inside), least(flight)];
    if (known(variant, "flightHigh")) between(options, columns, least(column(variant, "flightLow")), least(column(variant, "flightHigh")));
    return new uPlot(options, columns, place);
  };
  return chart;
}
