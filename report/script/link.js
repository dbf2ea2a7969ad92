// The view in the page's address, so that a link leads to what was seen.

// viewText writes what of a view differs from the whole.
function viewText(view, length) {
  const out = new URLSearchParams();
  if (view.from > 0 || view.to < length) {
    out.set("from", Number(view.from.toFixed(2)));
    out.set("to", Number(view.to.toFixed(2)));
  }
  for (const name of view.hidden) out.append("hide", name);
  if (!view.log) out.set("axis", "linear");
  return out.toString();
}

// readView reads a view back; what is not of this page is left out.
function readView(text, length, names) {
  const given = new URLSearchParams(text);
  const from = Number(given.get("from") ?? 0);
  const to = Number(given.get("to") ?? length);
  const fits = from >= 0 && to <= length && to - from >= length / 1000;
  return {
    from: fits ? from : 0,
    to: fits ? to : length,
    log: given.get("axis") !== "linear",
    hidden: new Set(given.getAll("hide").filter((name) => names.includes(name))),
  };
}

// writeLink puts the view into the address, without a step in the history.
function writeLink() {
  const text = viewText(view, data.length);
  if (!text && !isView(location.hash)) return; // a link to a section stays
  history.replaceState(null, "", text ? "#" + text : location.pathname + location.search);
}

// isView tells a view from the name of a section.
function isView(hash) {
  return hash.includes("=");
}

// follow takes the view from the address, if there is one in it.
function follow() {
  if (!isView(location.hash)) return;
  Object.assign(view, readView(location.hash.slice(1), data.length, data.variants.map((v) => v.name)));
}

// copyLink puts the address on the clipboard. Where that is not allowed it is
// shown to be copied by hand.
async function copyLink() {
  try {
    await navigator.clipboard.writeText(location.href);
    announce("Link copied");
    document.querySelector("#tools .range").textContent = "link copied";
  } catch {
    window.prompt("The link to this view:", location.href);
  }
}
