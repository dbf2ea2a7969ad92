// Every chart that a script has drawn: what it shows, in a few digits that change
// with every dot of it, and where its cursor stands.
(() => [...document.querySelectorAll('[data-chart]')].map(place => {
  const canvas = place.querySelector('canvas')
  const cursor = place.querySelector('.u-cursor-x')
  const picture = place.querySelector('svg')
  const shown = place.checkVisibility()
  let inked = 0, print = 0
  if (canvas?.width && shown) {
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', {willReadFrequently: true})
    copy.drawImage(canvas, 0, 0)
    const dots = new Uint32Array(copy.getImageData(0, 0, canvas.width, canvas.height).data.buffer)
    for (const dot of dots) {
      if (dot) inked++
      print = Math.imul(print ^ dot, 16777619) >>> 0
    }
  }
  return {
    kind: place.dataset.chart,
    variant: place.dataset.variant || '',
    shown, inked, print,
    pictured: !!picture && picture.checkVisibility(),
    wide: canvas ? canvas.getBoundingClientRect().width / place.clientWidth : 0,
    cursor: cursor ? new DOMMatrix(getComputedStyle(cursor).transform).e : -1,
    told: place.querySelector('.box:not([hidden])')?.textContent || '',
  }
}))()
