// The word of each band of a load chart, written into it where there is room: a
// colour alone says nothing to those who cannot tell it from the next one.

const wordRow = 11;

function words(u, variant) {
  const { ctx } = u;
  let lower = instants(variant).map(() => 0);
  ctx.save();
  for (const o of outcomes.filter((one) => known(variant, one.key))) {
    const upper = added(lower, column(variant, o.key));
    pen(ctx, "ink");
    const width = ctx.measureText(o.word).width;
    const at = widest(u, lower, upper, width + 8 * ratio());
    if (at) label(ctx, o.word, at.x - width / 2, at.y + 3.5 * ratio());
    lower = upper;
  }
  ctx.restore();
}

// widest returns where a text of that width stands best between two edges; nothing
// where it would touch them.
function widest(u, lower, upper, width) {
  const { left, width: whole } = u.bbox;
  const [first, last] = sight(u);
  const spots = [];
  for (let i = first; i <= last; i++) {
    spots.push({ x: u.valToPos(u.data[0][i], "x", true), top: u.valToPos(upper[i], "y", true), bottom: u.valToPos(lower[i], "y", true) });
  }
  let best;
  let most = wordRow * ratio();
  for (const { x } of spots) {
    if (x - width / 2 < left || x + width / 2 > left + whole) continue;
    const near = spots.filter((s) => Math.abs(s.x - x) <= width / 2);
    const top = Math.max(...near.map((s) => s.top));
    const bottom = Math.min(...near.map((s) => s.bottom));
    if (bottom - top > most) [best, most] = [{ x, y: (top + bottom) / 2 }, bottom - top];
  }
  return best;
}
