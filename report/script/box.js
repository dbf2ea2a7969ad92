// The figures at the cursor, in a box beside it.

// tell shows the figures at the chart's cursor, or nothing if there is none.
function tell(chart, u) {
  const { idx, left } = u.cursor;
  const seen = idx !== null && idx !== undefined && left >= 0;
  chart.box.hidden = !seen;
  if (!seen) return;
  chart.box.classList.toggle("right", left < u.over.clientWidth / 2);
  chart.box.replaceChildren(...boxLines(chart, idx));
}

// boxLines lays out the figures of one window: when, and a line for each.
function boxLines(chart, i) {
  const head = element("p", "when", chart.title ? chart.title(i) : clock(instants(chart.variant)[i], 0.1));
  return [head, ...chart.rows().map((row) => {
    const out = element("p", "");
    out.append(element("i", row.colour ?? "bare", ""), element("span", "", row.word), element("b", "", row.write(row.of[i])));
    return out;
  })];
}

// says is the same in one sentence, for those who hear it.
function says(chart, i) {
  const when = chart.title ? chart.title(i) : clock(instants(chart.variant)[i], 0.1);
  const who = chart.variant ? chart.variant.name + ", " : "";
  return who + when + ": " + chart.rows().map((row) => row.word + " " + row.write(row.of[i])).join(", ");
}

function element(name, type, text = "") {
  const out = document.createElement(name);
  out.className = type;
  out.textContent = text;
  return out;
}
