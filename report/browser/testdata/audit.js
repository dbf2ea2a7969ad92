// What a page needs so that everybody can use it, as far as a program can tell:
// a list of faults, empty if there are none.
(() => {
  const faults = []
  const all = (what, within = document) => [...within.querySelectorAll(what)]
  const show = e => e.outerHTML.replace(/\s+/g, ' ').slice(0, 120)
  const fault = (what, e) => faults.push(what + (e ? ': ' + show(e) : ''))
  const hidden = e => e.closest('[aria-hidden=true]')
  const seen = e => e.checkVisibility({visibilityProperty: true})
  const label = e => {
    const by = (e.getAttribute('aria-labelledby') || '').split(/\s+/).filter(Boolean)
    const named = by.map(id => document.getElementById(id)?.textContent || '').join(' ')
    const own = e.labels && [...e.labels].map(l => l.textContent).join(' ')
    return (named || e.getAttribute('aria-label') || own || '').trim()
  }

  if (!document.documentElement.lang) fault('the page has no language')
  if (!document.title.trim()) fault('the page has no title')
  if (all('main').length !== 1) fault('the page has not one main part')
  if (all('h1').length !== 1) fault('the page has not one first heading')

  const ids = new Set
  for (const e of all('[id]')) {
    if (ids.has(e.id)) fault('its id occurs twice', e)
    ids.add(e.id)
  }
  for (const e of all('[aria-labelledby],[aria-describedby],[aria-controls]'))
    for (const name of ['aria-labelledby', 'aria-describedby', 'aria-controls'])
      for (const id of (e.getAttribute(name) || '').split(/\s+/).filter(Boolean))
        if (!ids.has(id)) fault(name + ' refers to nothing', e)
  for (const e of all('a[href^="#"]'))
    if (!ids.has(decodeURIComponent(e.hash.slice(1)))) fault('leads nowhere', e)

  for (const e of all('img,svg,canvas,[role=img]')) {
    if (hidden(e) || e.parentElement.closest('svg,[role=img]')) continue
    const title = e.querySelector(':scope > title')?.textContent.trim()
    if (!label(e) && !title && !e.alt) fault('picture without a name', e)
    if (e.tagName === 'svg' && e.getAttribute('role') !== 'img') fault('picture that is no image to a screen reader', e)
  }

  let last = 0
  for (const h of all('h1,h2,h3,h4,h5,h6')) {
    const level = +h.tagName[1]
    if (level > last + 1) fault(`heading of level ${level} after one of level ${last}`, h)
    if (!h.textContent.trim()) fault('empty heading', h)
    last = level
  }

  for (const t of all('table')) {
    if (!label(t) && !t.caption && !label(t.parentElement)) fault('table without a name', t)
    if (!t.querySelector('thead th')) fault('table without a head', t)
    for (const th of all('th', t)) if (!th.scope) fault('table head without a scope', th)
    const widths = new Set(all('tr', t).map(r => [...r.cells].reduce((n, c) => n + c.colSpan, 0)))
    if (widths.size > 1) fault('table whose rows differ in length', t)
  }

  for (const e of all('button,a,summary,input,select,textarea,[role=button],[role=region]')) {
    const text = e.matches('input,select,textarea,[role=region]') ? '' : e.textContent.trim()
    if (seen(e) && !hidden(e) && !text && !label(e)) fault('control without a name', e)
  }
  for (const e of all('[tabindex]')) {
    if (e.tabIndex > 0) fault('it jumps the queue of the tab key', e)
    if (e.tabIndex === 0 && hidden(e)) fault('reached by the tab key, but hidden', e)
    if (e.tabIndex === 0 && !e.role && !label(e)) fault('reached by the tab key, but nameless', e)
  }
  for (const e of all('*')) {
    const sideways = /auto|scroll/.test(getComputedStyle(e).overflowX)
    if (sideways && e.scrollWidth > e.clientWidth + 1 && e.tabIndex < 0) fault('scrolls, but not from the keyboard', e)
  }
  for (const e of all('ul > :not(li), ol > :not(li), dl > :not(dt, dd, div)')) fault('does not belong into a list', e)
  return faults
})()
