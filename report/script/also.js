// What a target told besides, each line on a scale of its own that all variants
// share.

function alsoChart(place, variant) {
  const { name, axis: up, values } = variant.also[Number(place.dataset.index)];
  const chart = { place, variant, height: Number(place.dataset.height), top: 16, bare: true };
  const of = unpacked(values);
  chart.over = [(u) => head(u, name)];
  chart.rows = () => [{ colour: "in-flight", word: name, of, write: (v) => (v === null ? unknown : digits(v)) }];
  chart.draw = () => {
    const options = timeOptions(chart, { ...up, write: digits });
    options.axes[0].show = false;
    options.padding[2] = 4;
    options.series = [{}, line("in-flight", { width: 1.1 })];
    return new uPlot(options, [instants(variant), of], place);
  };
  return chart;
}

// head writes a name above the plot.
function head(u, text) {
  const { ctx } = u;
  ctx.save();
  pen(ctx, "ink");
  ctx.fillText(text, u.bbox.left, u.bbox.top - 6 * ratio());
  ctx.restore();
}
