// What the page knows, as Go wrote it: columns of numbers by variant, null where
// nothing was measured. A column that is missing holds nothing but zeros. In a
// column an array [value, n] stands for n times the value.

const data = JSON.parse(document.getElementById("data").textContent);

// outcomes are the bands of the load charts from the bottom up: what it is called
// in the data, which colour it has, and its word.
const outcomes = [
  { key: "slo", colour: "in-time", word: "in time" },
  { key: "late", colour: "late", word: "late" },
  { key: "timedout", colour: "timed-out", word: "timed out" },
  { key: "failed", colour: "failed", word: "failed" },
  { key: "rejected", colour: "rejected", word: "rejected" },
];

// closed tells that callers took turns: those who came are those who sent.
const closed = data.load === "sent";

// unpacked writes out what a column has several times in a row.
function unpacked(values) {
  return values.flatMap((v) => (Array.isArray(v) ? Array(v[1]).fill(v[0]) : [v]));
}

// instants returns the middles of a variant's windows, which are written as steps.
function instants(variant) {
  let at = 0;
  return unpacked(variant.at ?? data.variants[0].at ?? []).map((step) => (at = Number((at + step).toFixed(3))));
}

// column returns a figure of a variant, window by window.
function column(variant, key) {
  const shared = key === "planned" && !variant.at ? data.variants[0].planned : undefined;
  const own = variant[key] ?? shared;
  return own ? unpacked(own) : instants(variant).map(() => 0);
}

// measured returns a figure of a variant that may not have been measured.
function measured(variant, key) {
  return variant[key] ? unpacked(variant[key]) : instants(variant).map(() => null);
}

// known tells whether a variant has anything of a figure.
function known(variant, key) {
  return variant[key] !== undefined;
}

// admitted is what left and was not turned away.
function admitted(variant) {
  const rejected = column(variant, "rejected");
  return column(variant, "sent").map((sent, i) => Math.max(0, sent - rejected[i]));
}

// added returns the sums of two columns, value by value.
function added(a, b) {
  return a.map((v, i) => v + b[i]);
}
