// Every text that can be seen and that stands out from what is behind it by less
// than 4.5 to 1 in luminance (WCAG 2.2, success criterion 1.4.3). A sign that is
// hidden from screen readers only repeats the word beside it: 3 to 1 will do, as
// for pictures (1.4.11). Text in charts is held against the card below; where it
// stands on a colour, it has a halo.
(() => {
  const paint = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true})
  const known = new Map
  // rgba reads any colour that CSS can write.
  const rgba = text => {
    if (!known.has(text)) {
      paint.clearRect(0, 0, 1, 1)
      paint.fillStyle = text
      paint.fillRect(0, 0, 1, 1)
      const [r, g, b, a] = paint.getImageData(0, 0, 1, 1).data
      known.set(text, [r, g, b, a / 255])
    }
    return known.get(text)
  }
  const over = (front, back) => [0, 1, 2].map(i => front[i] * front[3] + back[i] * (1 - front[3])).concat(1)
  const behind = e => {
    const layers = []
    for (let at = e; at; at = at.parentElement) layers.push(rgba(getComputedStyle(at).backgroundColor))
    return layers.reverse().reduce((back, front) => over(front, back), [255, 255, 255, 1])
  }
  const luminance = c => {
    const [r, g, b] = c.slice(0, 3).map(v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    return .2126 * r + .7152 * g + .0722 * b
  }
  const ratio = (a, b) => {
    const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y)
    return (light + .05) / (dark + .05)
  }

  const faint = []
  let read = 0
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement
    const text = walk.currentNode.textContent.trim()
    if (!text || e.closest('title,desc,style,script') || !e.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue
    const style = getComputedStyle(e)
    const back = behind(e)
    const front = over(rgba(e.closest('svg') ? style.fill : style.color), back)
    read++
    const got = ratio(front, back)
    const least = e.matches('[aria-hidden=true]') ? 3 : 4.5
    if (got < least) faint.push(`${got.toFixed(2)} <${e.tagName} class="${e.getAttribute('class') || ''}"> ${text.slice(0, 60)}`)
  }
  return {read, faint: [...new Set(faint)]}
})()
