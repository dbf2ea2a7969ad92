// Everything that the tab key should reach, in the order of the page. Each is
// given a name by which it is known again.
(() => [...document.querySelectorAll('a[href],button,input,select,textarea,summary,[tabindex]')]
  .filter(e => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({visibilityProperty: true}))
  .map((e, i) => e.dataset.stop = `${i} ${e.tagName.toLowerCase()} ${(e.getAttribute('aria-label') || e.textContent).trim().replace(/\s+/g, ' ').slice(0, 40)}`))()
