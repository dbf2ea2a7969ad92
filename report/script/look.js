// How things are drawn. The colours are those of the page's style sheet, so that
// a colour means the same in every chart, in the light as in the dark.

// The drawing library enlarges a font for a finer screen only if its size is a
// whole number.
const font = '11px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Ubuntu, sans-serif';

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
}

// faint returns a colour that lets through what lies below it.
function faint(name, share) {
  const hex = Math.round(share * 255).toString(16).padStart(2, "0");
  return colour(name) + hex;
}

// ratio is how many pixels of a canvas make one of the page.
function ratio() {
  return window.devicePixelRatio || 1;
}

// pen sets up a canvas for lines and letters of that colour.
function pen(ctx, name, dash = []) {
  ctx.font = sized(font, 11);
  ctx.strokeStyle = ctx.fillStyle = colour(name);
  ctx.lineWidth = ratio();
  ctx.setLineDash(dash.map((d) => d * ratio()));
  ctx.textAlign = "left";
  ctx.textBaseline = "alphabetic";
}

// sized returns a font whose letters have that size in pixels of the page.
function sized(font, size) {
  return font.replace(/[\d.]+px/, size * ratio() + "px");
}

// stroke draws one straight line.
function stroke(ctx, x1, y1, x2, y2) {
  ctx.beginPath();
  ctx.moveTo(x1, y1);
  ctx.lineTo(x2, y2);
  ctx.stroke();
}

// label writes a text with a rim of the card's colour, to be read over lines.
function label(ctx, text, x, y) {
  const ink = ctx.fillStyle;
  ctx.setLineDash([]);
  ctx.lineJoin = "round";
  ctx.lineWidth = 3 * ratio();
  ctx.strokeStyle = colour("card");
  ctx.strokeText(text, x, y);
  ctx.fillStyle = ink;
  ctx.fillText(text, x, y);
}
