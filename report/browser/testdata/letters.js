// The sizes of all letters in the charts, in pixels of the page, as they are drawn
// anew: twice, because the axis of response times is changed back.
(async () => {
  const seen = new Set()
  const canvas = CanvasRenderingContext2D.prototype
  const fillText = canvas.fillText
  canvas.fillText = function (...about) {
    seen.add(parseFloat(this.font.match(/[\d.]+px/)) / devicePixelRatio)
    return fillText.apply(this, about)
  }
  const log = document.querySelector('[data-do="log"]')
  log.click()
  log.click()
  await new Promise((done) => setTimeout(done)) // the library draws a little later
  canvas.fillText = fillText
  return [...seen].sort((a, b) => a - b)
})()
