// The figures at the cursor, in a box beside it.

// tell shows the figures at the chart's cursor, or nothing if there is none.
function tell(chart, u) {
  const { idx, left } = u.cursor;
  const seen = idx !== null && idx !== undefined && left >= 0;
  chart.box.hidden = !seen;
  if (!seen) return;
  chart.box.replaceChildren(...boxLines(chart, idx));
  beside(chart.box, left, u.over.clientWidth);
}

// beside puts a box next to the cursor, on the side where there is more room.
function beside(box, left, width) {
  const [side, from] = left < width / 2 ? ["left", left] : ["right", width - left];
  const to = Math.max(0, Math.min(from + 10, width - box.offsetWidth));
  Object.assign(box.style, { left: "auto", right: "auto", [side]: to + "px" });
}

// boxLines lays out the figures of one window: when, and a line for each. A low
// chart has no room for when, which stands in the one above it.
function boxLines(chart, i) {
  const head = chart.bare ? [] : [element("p", "when", when(chart, i))];
  return [...head, ...telling(chart, i).map((row) => {
    const out = element("p", "");
    out.append(element("i", row.colour ?? "bare", ""), element("span", "", row.word), element("b", "", row.write(row.of[i])));
    return out;
  })];
}

// telling are the rows that tell something of a window: those of nothing are left
// out, so that a box hides no more of the chart than it must.
function telling(chart, i) {
  return chart.rows().filter((row, n) => n === 0 || row.of[i] !== 0);
}

function when(chart, i) {
  return chart.title ? chart.title(i) : clock(instants(chart.variant)[i], 0.1);
}

// says is the same in one sentence, for those who hear it.
function says(chart, i) {
  const who = chart.variant ? chart.variant.name + ", " : "";
  return who + when(chart, i) + ": " + telling(chart, i).map((row) => row.word + " " + row.write(row.of[i])).join(", ");
}

function element(name, type, text = "") {
  const out = document.createElement(name);
  out.className = type;
  out.textContent = text;
  return out;
}
