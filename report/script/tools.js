// The row of controls. It is on the page without scripts too, but hidden there.

function tools() {
  const bar = document.getElementById("tools");
  const acts = { reset, log: flip, link: copyLink, csv: downloadCSV };
  for (const button of bar.querySelectorAll("button")) button.addEventListener("click", acts[button.dataset.do]);
  for (const box of bar.querySelectorAll("input")) box.addEventListener("change", () => toggle(box.value));
  bar.hidden = false;
}

// writeTools shows the state of the view on the controls.
function writeTools() {
  const bar = document.getElementById("tools");
  const whole = view.from <= 0 && view.to >= data.length;
  bar.querySelector('[data-do="reset"]').disabled = whole;
  bar.querySelector('[data-do="log"]').setAttribute("aria-pressed", String(view.log));
  bar.querySelector(".range").textContent = whole ? "drag over a chart to zoom" : clock(view.from, 0.1) + " – " + clock(view.to, 0.1);
  for (const box of bar.querySelectorAll("input")) box.checked = !view.hidden.has(box.value);
}

// announce tells something to those who do not see it.
function announce(text) {
  document.getElementById("said").textContent = text;
}
