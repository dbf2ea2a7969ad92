// The load of a variant: the planned users as a hill, in front of it what became
// of the attempts, stacked.

function loadChart(place, variant) {
  const chart = { place, variant, height: Number(place.dataset.height), top: 30 };
  const planned = column(variant, "planned");
  chart.over = [(u) => headLoad(u, variant), returns(variant), (u) => words(u, variant), ...capacities(variant)];
  chart.rows = () => [
    { colour: "planned", word: data.load, of: planned, write: rate },
    ...(closed ? [] : [{ word: "sent", of: column(variant, "sent"), write: rate }]),
    ...(known(variant, "rejected") ? [{ word: "admitted", of: admitted(variant), write: rate }] : []),
    ...outcomes.filter((o) => known(variant, o.key)).map((o) => ({ ...o, of: column(variant, o.key), write: rate })),
    ...apart(variant, "sloLow", "sloHigh", "in time, by round", digits),
  ];
  chart.draw = () => {
    const stack = stacked(variant);
    const options = timeOptions(chart, { ...data.rate, write: digits });
    options.series = [{}, band("planned", 0.28), ...stack.map((s) => band(s.colour)), ...outlines(variant)];
    const lines = [column(variant, "sent"), admitted(variant), planned, planned];
    if (known(variant, "foretold")) lines.push(column(variant, "foretold"));
    const columns = [instants(variant), planned, ...stack.map((s) => s.of), ...lines];
    if (known(variant, "sloHigh")) between(options, columns, column(variant, "sloLow"), column(variant, "sloHigh"));
    return new uPlot(options, columns, place);
  };
  return chart;
}

// apart is a line of the box that tells the lowest and the highest round.
function apart(variant, low, high, word, write) {
  if (!known(variant, high)) return [];
  const highs = column(variant, high);
  const of = column(variant, low).map((v, i) => (v === null ? null : highs[i] && [v, highs[i]]));
  return [{ word, of, write: (both) => (both ? write(both[0]) + " – " + write(both[1]) : unknown) }];
}

// stacked returns the bands with their upper edges, the uppermost first: each is
// painted down to the base, and the next one over it. Where a band is nothing it
// is not painted, so that no edge of it shines through.
function stacked(variant) {
  let edge = instants(variant).map(() => 0);
  const bands = [];
  for (const o of outcomes.filter((one) => known(variant, one.key))) {
    const own = column(variant, o.key);
    edge = added(edge, own);
    const some = (i) => own[i - 1] > 0 || own[i] > 0 || own[i + 1] > 0;
    bands.unshift({ colour: o.colour, of: edge.map((v, i) => (some(i) ? v : null)) });
  }
  return bands;
}

// outlines are the lines over the stack: sent, admitted, and planned with a rim
// that lifts it off the bands; last what the model foretold.
function outlines(variant) {
  const thin = { stroke: () => faint("ink", 0.75), width: 1.1 };
  const all = [
    line("ink", { width: 0.8, dash: [1, 2], show: !closed }),
    line("card", { width: 1.6, show: known(variant, "rejected") }),
    line("card", { stroke: () => faint("card", 0.55), width: 3 }),
    line("ink", thin),
  ];
  if (known(variant, "foretold")) all.push(line("ink", { dash: [7, 2, 1.5, 2] }));
  return all;
}
