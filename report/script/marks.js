// What stands in the charts besides figures: phases, limits, and how long a
// target took to come back.

function across(u, draw) {
  const { ctx } = u;
  ctx.save();
  ctx.beginPath();
  ctx.rect(u.bbox.left, u.bbox.top, u.bbox.width, u.bbox.height);
  ctx.clip();
  draw(ctx);
  ctx.restore();
}

// shadePhases marks the peaks as bands, and where other phases begin.
function shadePhases(u) {
  const { top, height } = u.bbox;
  across(u, (ctx) => {
    for (const phase of data.phases) {
      const x = u.valToPos(phase.start, "x", true);
      if (phase.peak) {
        ctx.fillStyle = colour("band");
        ctx.fillRect(x, top, Math.max(1, u.valToPos(phase.end, "x", true) - x), height);
        continue;
      }
      pen(ctx, "rule", [1, 3]);
      stroke(ctx, x, top, x, top + height);
    }
  });
}

// namePeaks writes the names of the peaks in sight above the plot, as far as
// there is room.
function namePeaks(u, chart) {
  const { ctx } = u;
  const { left, width, top } = u.bbox;
  ctx.save();
  pen(ctx, "ink");
  let free = 0;
  for (const phase of data.phases.filter((p) => p.peak && p.end > view.from && p.start < view.to)) {
    const from = Math.max(left, u.valToPos(phase.start, "x", true));
    const to = Math.min(left + width, u.valToPos(phase.end, "x", true));
    const half = ctx.measureText(phase.name).width / 2;
    const middle = Math.min((from + to) / 2, left + width + margin.right * ratio() - half);
    if (middle - half < free) continue;
    ctx.fillText(phase.name, middle - half, top - (chart.top - 11) * ratio());
    free = middle + half + 6 * ratio();
  }
  ctx.restore();
}

// limit returns a mark that draws a line across the plot with its name.
function limit(name, value, text, dash = [5, 3]) {
  return (u) => across(u, (ctx) => {
    const y = u.valToPos(value, "y", true);
    pen(ctx, name, dash);
    stroke(ctx, u.bbox.left, y, u.bbox.left + u.bbox.width, y);
    ctx.fillStyle = colour("ink");
    nameLimit(u, value, text);
  });
}

// nameLimit writes the name of a limit above its line, or below it where the plot
// ends right above.
function nameLimit(u, value, text) {
  const y = u.valToPos(value, "y", true);
  const up = y - u.bbox.top >= 15 * ratio();
  label(u.ctx, text, u.bbox.left + 4 * ratio(), y + (up ? -4 : 13) * ratio());
}

// bounds returns a mark that draws the bulkhead's limits with their numbers in
// the margin, moved apart where they would touch.
function bounds(values) {
  return (u) => {
    const { ctx } = u;
    const right = u.bbox.left + u.bbox.width;
    ctx.save();
    let lowest = Infinity;
    for (const value of values) {
      const y = u.valToPos(value, "y", true);
      pen(ctx, "ink", [5, 3]);
      stroke(ctx, u.bbox.left, y, right, y);
      lowest = Math.min(y + 3.5 * ratio(), lowest - 10 * ratio());
      ctx.fillText(String(value), right + 4 * ratio(), lowest);
    }
    ctx.restore();
  };
}

// headLoad writes above the plot what its axis counts, and what the row of returns
// is, where none of them stands there.
function headLoad(u, variant) {
  const { ctx } = u;
  const { left, top } = u.bbox;
  ctx.save();
  pen(ctx, "soft");
  ctx.textAlign = "right";
  ctx.fillText("per s", left - 6 * ratio(), top - 10 * ratio());
  const title = "back after";
  const first = (variant.back ?? []).find((way) => way.to >= view.from);
  ctx.textAlign = "left";
  if (first && u.valToPos(first.from, "x", true) > left + ctx.measureText(title).width) {
    ctx.fillText(title, left, top - 4.5 * ratio());
  }
  ctx.restore();
}

// returns draws above the plot for how long goodput was away after each peak.
function returns(variant) {
  return (u) => {
    const { ctx } = u;
    const y = u.bbox.top - 8 * ratio();
    const seen = (t) => u.valToPos(Math.min(Math.max(t, view.from), view.to), "x", true);
    ctx.save();
    for (const way of variant.back ?? []) {
      if (way.to < view.from || way.from > view.to) continue;
      const from = seen(way.from);
      const to = seen(way.to);
      (way.back ? returned : never)(ctx, way.text, from, to, y);
    }
    ctx.restore();
  };
}

// returned draws the way back with its length behind it.
function returned(ctx, text, from, to, y) {
  pen(ctx, "in-time");
  ctx.lineWidth = 2 * ratio();
  stroke(ctx, from, y, to, y);
  stroke(ctx, to, y - 4 * ratio(), to, y + 4 * ratio());
  ctx.fillStyle = colour("soft");
  ctx.fillText(text, to + 4 * ratio(), y + 3.5 * ratio());
}

// never draws a wait in vain with its length in the middle, where the line stops
// for it.
function never(ctx, text, from, to, y) {
  pen(ctx, "timed-out", [2, 2]);
  ctx.lineWidth = 2 * ratio();
  const half = ctx.measureText(text).width / 2;
  const middle = (from + to) / 2;
  const gap = half + 3 * ratio();
  ctx.fillText(text, middle - half, y + 3.5 * ratio());
  if (middle - gap <= from) return;
  stroke(ctx, from, y, middle - gap, y);
  stroke(ctx, middle + gap, y, to, y);
}
