// The figures of the charts over time as a table for other programs.

// csvColumns are the columns of the table: what heads it, and the figure.
const csvColumns = [
  ["planned_per_s", "planned"], ["sent_per_s", "sent"], ["in_slo_per_s", "slo"], ["late_per_s", "late"],
  ["rejected_per_s", "rejected"], ["timed_out_per_s", "timedout"], ["failed_per_s", "failed"],
  ["in_flight", "flight"], ["inside", "inside", measured], ["queued", "queued", measured],
  ["p50_ms", "p50", measured], ["p99_ms", "p99", measured], ["lag_p99_ms", "lag", measured],
  ["reject_p50_ms", "turn50", measured], ["reject_p99_ms", "turn99", measured],
  ["fail_p50_ms", "fail50", measured], ["fail_p99_ms", "fail99", measured],
];

// csvText writes all windows of all variants.
function csvText() {
  const lines = [["variant", "at_s", ...csvColumns.map(([head]) => head)]];
  for (const variant of data.variants) {
    const columns = csvColumns.map(([, key, of = column]) => of(variant, key));
    instants(variant).forEach((at, i) => lines.push([variant.name, at, ...columns.map((c) => c[i])]));
  }
  return lines.map((cells) => cells.map(csvCell).join(",")).join("\r\n") + "\r\n";
}

// csvCell writes one cell, in quotes where it has to be.
function csvCell(value) {
  const text = value === null || value === undefined ? "" : String(value);
  return /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
}

// downloadCSV hands the table to whoever reads the page, as a file.
function downloadCSV() {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([csvText()], { type: "text/csv" }));
  link.download = (data.title.replace(/[^\w.-]+/g, "-") || "matchday") + ".csv";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
