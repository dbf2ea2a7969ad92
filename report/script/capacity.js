// What the target could complete: a line across, with a step down for as long as a
// dip takes something of it.

// capacities returns the marks of a variant's load chart.
function capacities(variant) {
  if (!data.capacity) return [];
  const text = "capacity " + digits(data.capacity) + "/s";
  if (!variant.dips) return [limit("ink", data.capacity, text)];
  const name = (u) => across(u, (ctx) => { pen(ctx, "ink"); nameLimit(u, data.capacity, text); });
  return [steps(column(variant, "capacity")), name, ...variant.dips.map(nameDip)];
}

// steps returns a mark that draws values from window to window, and stops where
// one is unknown.
function steps(values) {
  return (u) => across(u, (ctx) => {
    const at = u.data[0];
    const half = ((at[1] ?? data.length) - at[0]) / 2;
    const x = (t) => u.valToPos(t, "x", true);
    pen(ctx, "ink", [5, 3]);
    ctx.beginPath();
    values.forEach((value, i) => {
      if (value === null) return;
      const y = u.valToPos(value, "y", true);
      if (i === 0 || values[i - 1] === null) ctx.moveTo(x(at[i] - half), y);
      else ctx.lineTo(x(at[i] - half), y);
      ctx.lineTo(x(at[i] + half), y);
    });
    ctx.stroke();
  });
}

// nameDip returns a mark that writes the name of a dip at the bottom of the plot,
// below the words of the bands.
function nameDip({ name, at }) {
  return (u) => across(u, (ctx) => {
    const { left, top, width, height } = u.bbox;
    const x = u.valToPos(at, "x", true);
    if (x < left || x > left + width) return;
    pen(ctx, "ink");
    const half = ctx.measureText(name).width / 2;
    const middle = Math.max(left + half, Math.min(left + width - half, x));
    label(ctx, name, middle - half, top + height - 4 * ratio());
  });
}
