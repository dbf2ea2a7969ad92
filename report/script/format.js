// Numbers as the rest of the page writes them: three significant digits, and a
// unit that suits.

const unknown = "–";

function digits(x) {
  if (x === null || x === undefined) return unknown;
  const a = Math.abs(x);
  if (x === 0) return "0";
  if (a < 0.005) return "<0.01";
  if (a < 9.995) return String(Number(x.toFixed(2)));
  if (a < 99.95) return String(Number(x.toFixed(1)));
  return String(Math.round(x)).replace(/\B(?=(\d{3})+$)/g, " ");
}

function rate(x) {
  return x === null || x === undefined ? unknown : digits(x) + "/s";
}

// wait writes milliseconds.
function wait(ms) {
  if (ms === null || ms === undefined) return unknown;
  if (ms === 0) return "0 s";
  if (ms < 0.001) return Math.round(ms * 1e6) + " ns";
  if (ms < 0.9995) return digits(ms * 1e3) + " µs";
  if (ms < 999.5) return digits(ms) + " ms";
  return digits(ms / 1e3) + " s";
}

// clock writes an instant of a trial, with the parts of a second where the steps
// are that small.
function clock(seconds, step = 1) {
  const decimals = step >= 1 ? 0 : 1;
  const whole = Number(seconds.toFixed(decimals));
  const minutes = String(Math.floor(whole / 60)).padStart(2, "0");
  const rest = (whole % 60).toFixed(decimals);
  return minutes + ":" + rest.padStart(decimals ? 4 : 2, "0");
}
